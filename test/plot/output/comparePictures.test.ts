import assert from "node:assert/strict";
import { comparePictures, goneInk, newInk } from "../../../src/plot/output/comparePictures.js";
import { pixelsOf, type Pixels } from "../../../src/plot/output/pixels.js";

const svg = (width: number, content: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20">${content}</svg>`,
  );
const square = (x: number) => `<rect x="${x}" y="5" width="4" height="4" fill="#000"/>`;

function colourAt({ data, width }: Pixels, x: number, y: number): number[] {
  return [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
}

describe("comparing pictures", () => {
  it("paints what came and what went in two colours", async () => {
    const [old, now] = [await pixelsOf(svg(40, square(2))), await pixelsOf(svg(40, square(20)))];
    assert.deepEqual([old.width, old.height], [80, 40]);
    assert.deepEqual(colourAt(old, 6, 12), [0, 0, 0]);
    assert.deepEqual(colourAt(old, 60, 30), [255, 255, 255]);
    const { pixels, share, picture } = await comparePictures(old, now);
    // Two squares of 4 x 4 units, of 2 x 2 pixels each.
    assert.equal(pixels, 2 * 8 * 8);
    assert.equal(share, pixels / (80 * 40));
    const difference = await pixelsOf(picture);
    assert.deepEqual(colourAt(difference, 6, 12), [...goneInk.rgb]);
    assert.deepEqual(colourAt(difference, 44, 12), [...newInk.rgb]);
  });

  it("finds no difference between a picture and itself", async () => {
    const one = await pixelsOf(svg(40, square(2)));
    assert.equal((await comparePictures(one, one)).pixels, 0);
  });

  it("sets pictures of other sizes on one paper", async () => {
    const [old, now] = [await pixelsOf(svg(30, "")), await pixelsOf(svg(40, square(34)))];
    const { pixels, picture } = await comparePictures(old, now);
    assert.equal(pixels, 8 * 8);
    assert.equal((await pixelsOf(picture)).width, 80);
  });
});
