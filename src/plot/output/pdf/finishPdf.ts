import { addPdfMetadata, type PdfMetadata } from "./addPdfMetadata.js";
import { fontsOfPage } from "./pdfFonts.js";
import { readPdfObjects, writePdfObjects } from "./pdfObjects.js";
import { packedStream, readStream } from "./pdfStream.js";
import { asFigure, tagFigure } from "./tagFigure.js";
import { tidyContent } from "./tidyContent.js";

/**
 * Makes of a one-page PDF by Skia one that says what it is: its content is tidied ({@link tidyContent}) and tagged as a
 * figure with its description, and it has a language and XMP metadata. Nothing in it depends on the clock, on chance or
 * on the JavaScript engine.
 *
 * @throws {Error} when the file is not built as Skia builds it
 */
export function finishPdf(pdf: Uint8Array, metadata: PdfMetadata): Buffer {
  const file = readPdfObjects(pdf);
  const { objects } = file;
  const page = numberOf("Page");
  const catalogue = numberOf("Catalog");
  const text = objects.get(page) ?? "";
  const content = Number(/\/Contents (\d+) 0 R/.exec(text)?.[1]);
  const drawn = tidyContent(readStream(objects.get(content) ?? ""), fontsOfPage(text, file));
  objects.set(content, packedStream(asFigure(drawn)));
  tagFigure(file, page, catalogue, metadata.description);
  addPdfMetadata(file, catalogue, metadata);
  return writePdfObjects(file);

  function numberOf(type: string): number {
    const isOfType = new RegExp(`/Type /${type}\\b`);
    const found = [...objects].find(([, body]) => isOfType.test(body));
    if (found === undefined) throw new Error(`Expected a PDF with an object of type ${type}`);
    return found[0];
  }
}
