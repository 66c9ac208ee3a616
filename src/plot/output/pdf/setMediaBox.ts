/**
 * Sets the page of a one-page PDF by Skia to a size in fractions of a point. Skia rounds a page up to whole points and
 * counts from its bottom, while the drawing hangs from the top: so the box is cut at the right and below, and every
 * byte offset of the cross-reference table behind it moves.
 *
 * @param wholeHeight the height that the page was begun with
 * @throws {Error} when the file is not built as expected
 */
export function setMediaBox(
  pdf: Uint8Array,
  widthPt: number,
  heightPt: number,
  wholeHeight: number,
): Uint8Array {
  const text = Buffer.from(pdf).toString("latin1");
  const boxes = [...text.matchAll(/\/MediaBox \[0 0 \d+ \d+\]/g)];
  const tableAt = text.lastIndexOf("\nxref\n") + 1;
  if (boxes.length !== 1 || tableAt === 0) {
    throw new Error(
      `Expected a PDF with one MediaBox and a cross-reference table, found ${boxes.length} and ${tableAt === 0 ? "none" : "one"}: this version of the canvas library writes PDF in another way.`,
    );
  }
  const [{ 0: box, index: at }] = boxes as [RegExpExecArray];
  const number = (value: number) => String(Number(value.toFixed(4)));
  const newBox = `/MediaBox [0 ${number(wholeHeight - heightPt)} ${number(widthPt)} ${wholeHeight}]`;
  const shift = newBox.length - box.length;
  const body = text.slice(0, at) + newBox + text.slice(at + box.length, tableAt);
  const table = text
    .slice(tableAt)
    .replace(/^(\d{10}) (\d{5}) n/gm, (entry, offset: string, generation: string) =>
      Number(offset) > at
        ? `${String(Number(offset) + shift).padStart(10, "0")} ${generation} n`
        : entry,
    )
    .replace(
      /startxref\n(\d+)/,
      (_, offset: string) => `startxref\n${String(Number(offset) + shift)}`,
    );
  return Buffer.from(body + table, "latin1");
}
