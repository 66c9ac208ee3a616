import { largest } from "../../../util/lists/longLists.js";
import { markupText } from "../../../util/text/markupText.js";
import type { PdfObjects } from "./pdfObjects.js";
import { addEntries } from "./tagFigure.js";

/** What a PDF says about itself. */
export interface PdfMetadata {
  readonly title: string;
  /** What those hear who cannot see it. */
  readonly description: string;
  /** As BCP 47 writes it. */
  readonly language: string;
}

/**
 * Adds a document's language and an XMP packet (ISO 16684-1: title, description, language, program) to a
 * PDF. Nothing in it depends on the clock or on chance.
 *
 * @param catalogue number of the catalogue's object
 */
export function addPdfMetadata(
  { objects }: PdfObjects,
  catalogue: number,
  metadata: PdfMetadata,
): void {
  const number = largest(objects.keys()) + 1;
  const packet = Buffer.from(packetOf(metadata), "utf8");
  objects.set(
    number,
    `<</Type /Metadata\n/Subtype /XML\n/Length ${packet.length}>> stream\n${packet.toString("latin1")}\nendstream`,
  );
  const entries = `/Lang (${metadata.language})\n/Metadata ${number} 0 R`;
  addEntries(objects, catalogue, "/Type /Catalog", entries);
}

function packetOf({ title, description, language }: PdfMetadata): string {
  const inLanguage = (text: string) =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${markupText(text)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title>${inLanguage(title)}</dc:title>
<dc:description>${inLanguage(description)}</dc:description>
<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>tbfigures</xmp:CreatorTool>
<pdf:Producer>tbfigures (Skia/PDF)</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}
