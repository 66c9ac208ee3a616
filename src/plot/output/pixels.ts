import { execFile } from "node:child_process";
import { type Libraries, loadVega } from "../vega/loadVega.js";
import { pictureSize, refuseTooLarge } from "../vega/pictureSize.js";
import { drawingSize } from "../vega/svgPicture.js";

/** A picture as pixels: red, green, blue and opacity of each, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Pixels of the picture per pixel of a drawing without a resolution of its own, whose unit is 1/96 inch. */
const sharpness = 2;

/**
 * An SVG or PNG as pixels on white.
 *
 * @throws {Error} when it cannot be read, or has more pixels than are decoded
 */
export async function pixelsOf(drawing: Uint8Array): Promise<Pixels> {
  const { canvas } = await loadVega();
  const bytes = Buffer.from(drawing);
  const isVector = !isPng(drawing);
  const size = isVector ? drawingSize(bytes) : pictureSize(bytes);
  const scale = isVector ? sharpness : 1;
  if (size !== undefined)
    refuseTooLarge({ width: scale * size.width, height: scale * size.height });
  const image = await canvas.loadImage(bytes);
  if (isVector) {
    // Set before it is drawn, so that lines and letters have the sharpness of the picture.
    image.width *= sharpness;
    image.height *= sharpness;
  }
  const { width, height } = image;
  const context = onWhite(canvas, width, height);
  context.drawImage(image, 0, 0, width, height);
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/**
 * The first page of a PDF as a PNG, by poppler's `pdftoppm`; undefined where that is not installed, or cannot read it.
 */
export function pngOfPdf(pdf: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const settings = ["-png", "-r", String(96 * sharpness), "-singlefile", "-"];
    const child = execFile(
      "pdftoppm",
      settings,
      { encoding: "buffer", maxBuffer: 2 ** 28 },
      (error, png) => resolve(error === null && isPng(png) ? png : undefined),
    );
    // A program that is not there, or ends early, is told of above.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(pdf);
  });
}

/** Pixels as a PNG. */
export async function pngOf({ width, height, data }: Pixels): Promise<Uint8Array> {
  const { canvas } = await loadVega();
  const drawn = canvas.createCanvas(width, height);
  const context = drawn.getContext("2d");
  context.putImageData(new canvas.ImageData(data, width, height), 0, 0);
  return drawn.toBuffer("image/png");
}

const isPng = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "\x89PNG";

export function onWhite(canvas: Libraries["canvas"], width: number, height: number) {
  const context = canvas.createCanvas(width, height).getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  return context;
}
