import { comparePictures, type PictureDifference } from "../../plot/output/comparePictures.js";
import { pixelsOf, pngOf, pngOfPdf } from "../../plot/output/pixels.js";
import type { FileDifference } from "./comparedFigure.js";

/** Old, new and difference of a drawing as PNG, or why there is none. */
export type PictureChange =
  | { readonly name: string; readonly missing: string }
  | {
      /** The file that the pictures are of. */
      readonly name: string;
      readonly old: Uint8Array;
      readonly now: Uint8Array;
      readonly difference: PictureDifference;
      /** Whether the page has another size now. */
      readonly isResized: boolean;
    };

/** Formats that pictures can be made of, the sharpest first. */
const endings = [".svg", ".png", ".pdf"];
const drawings = /\.(svg|png|pdf|html|pgf|vl\.json)$/;

/** The pictures of a figure whose drawing changed; undefined when no drawing did. */
export async function comparePictureFiles(
  files: readonly FileDifference[],
): Promise<PictureChange | undefined> {
  const reasons: string[] = [];
  for (const ending of endings) {
    const file = files.find(({ name, old }) => name.endsWith(ending) && old !== undefined);
    if (file?.old === undefined) continue;
    try {
      const [old, now] = [await drawn(file.old, ending), await drawn(file.now, ending)];
      if (old === undefined || now === undefined) {
        reasons.push("pictures of a PDF are made by pdftoppm (poppler-utils), which is not here");
        continue;
      }
      return {
        name: file.name,
        old: await pngOf(old),
        now: await pngOf(now),
        difference: await comparePictures(old, now),
        isResized: old.width !== now.width || old.height !== now.height,
      };
    } catch (error) {
      reasons.push(`${file.name} cannot be drawn (${String(error)})`);
    }
  }
  const other = files.find(({ name }) => drawings.test(name));
  if (other === undefined) return undefined;
  const reason =
    other.old === undefined
      ? "there is no committed drawing to compare with"
      : "pictures are compared of svg, png and pdf";
  return { name: other.name, missing: reasons[0] ?? reason };
}

async function drawn(content: Uint8Array, ending: string) {
  const picture = ending === ".pdf" ? await pngOfPdf(content) : content;
  return picture === undefined ? undefined : pixelsOf(picture);
}
