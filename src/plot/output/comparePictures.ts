import pixelmatch from "pixelmatch";
import { pngOf, type Pixels } from "./pixels.js";

/** How two pictures differ. */
export interface PictureDifference {
  /** Pixels that differ so that an eye sees it; those that only the smoothing of edges changes are left out. */
  readonly pixels: number;
  /** The same as a part of all pixels. */
  readonly share: number;
  /** The later picture, faint; in {@link newInk} what came, in {@link goneInk} what went. */
  readonly picture: Uint8Array;
}

export const newInk = { name: "blue", rgb: [0, 95, 178] } as const;
export const goneInk = { name: "orange", rgb: [213, 94, 0] } as const;

/** Compares two pictures pixel by pixel; the smaller one lies at the top left of the larger, on white. */
export async function comparePictures(old: Pixels, now: Pixels): Promise<PictureDifference> {
  const width = Math.max(old.width, now.width);
  const height = Math.max(old.height, now.height);
  const data = new Uint8ClampedArray(4 * width * height);
  const pixels = pixelmatch(
    enlarged(old, width, height),
    enlarged(now, width, height),
    data,
    width,
    height,
    {
      threshold: 0.1,
      alpha: 0.25,
      // Smoothed edges are no difference, and are painted like what has not changed.
      aaColor: [225, 225, 225],
      diffColor: [...goneInk.rgb],
      diffColorAlt: [...newInk.rgb],
    },
  );
  const picture = await pngOf({ width, height, data });
  return { pixels, share: pixels / (width * height), picture };
}

function enlarged(from: Pixels, width: number, height: number): Uint8ClampedArray {
  if (from.width === width && from.height === height) return from.data;
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let row = 0; row < from.height; row++) {
    const line = from.data.subarray(4 * row * from.width, 4 * (row + 1) * from.width);
    data.set(line, 4 * row * width);
  }
  return data;
}
