import { largest } from "../../../util/lists/longLists.js";
import type { PdfObjects } from "./pdfObjects.js";
import { pdfString } from "./pdfString.js";

/** Marks a page's content as the figure that the document's structure holds. */
export function asFigure(content: string): string {
  return `/Figure <</MCID 0>> BDC\n${content.trimEnd()}\nEMC\n`;
}

/**
 * Gives a PDF of one page, whose content is marked by {@link asFigure}, a structure (ISO 32000-1, 14.7): a document with
 * one figure, what it shows in words and where it lies.
 *
 * @param page number of the page's object
 * @param catalogue number of the catalogue's object
 */
export function tagFigure(
  { objects }: PdfObjects,
  page: number,
  catalogue: number,
  alternative: string,
): void {
  const first = largest(objects.keys()) + 1;
  const [root, document, figure, parents] = [first, first + 1, first + 2, first + 3];
  const box = /\/MediaBox (\[[^\]]*\])/.exec(objects.get(page) ?? "")?.[1] ?? "[0 0 0 0]";
  objects.set(
    root,
    `<</Type /StructTreeRoot\n/K [${document} 0 R]\n/ParentTree ${parents} 0 R\n/ParentTreeNextKey 1>>`,
  );
  objects.set(document, `<</Type /StructElem\n/S /Document\n/P ${root} 0 R\n/K [${figure} 0 R]>>`);
  objects.set(
    figure,
    `<</Type /StructElem\n/S /Figure\n/P ${document} 0 R\n/Pg ${page} 0 R\n/K 0\n/Alt ${pdfString(alternative)}\n/A <</O /Layout\n/BBox ${box}\n/Placement /Block>>>>`,
  );
  objects.set(parents, `<</Nums [0 [${figure} 0 R]]>>`);
  addEntries(objects, page, "/Type /Page", "/StructParents 0");
  const marks = `/MarkInfo <</Marked true>>\n/StructTreeRoot ${root} 0 R`;
  addEntries(objects, catalogue, "/Type /Catalog", marks);
}

/** Adds entries to a dictionary behind the one that says its type. */
export function addEntries(
  objects: Map<number, string>,
  number: number,
  type: string,
  entries: string,
): void {
  objects.set(number, (objects.get(number) ?? "").replace(type, `${type}\n${entries}`));
}
