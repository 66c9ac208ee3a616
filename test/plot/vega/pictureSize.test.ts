import assert from "node:assert/strict";
import * as canvas from "@napi-rs/canvas";
import { deflateSync } from "node:zlib";
import { mostPixels, pictureSize, refuseTooLarge } from "../../../src/plot/vega/pictureSize.js";

/** A GIF of one colour, by the format's definition: its screen, and a frame that may be larger. */
const gif = (width: number, height: number, frame = [width, height]): Buffer => {
  const shorts = (...values: number[]) => values.flatMap((value) => [value & 255, value >> 8]);
  const extension = [0x21, 0xfe, 3, 1, 2, 3, 0];
  return Buffer.from([
    ...Buffer.from("GIF89a"),
    ...[...shorts(width, height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    ...[...extension, 0x2c, ...shorts(0, 0, ...frame), 0, 2, 2, 0x44, 1, 0, 0x3b],
  ]);
};

const chunk = (name: string, content: Buffer, padding = content.length % 2): Buffer => {
  const head = Buffer.alloc(8);
  head.write(name, "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(padding)]);
};

const webp = (...chunks: Buffer[]): Buffer =>
  chunk("RIFF", Buffer.concat([Buffer.from("WEBP"), ...chunks]), 0);

const svg = (attributes: string, content = '<path d="M0 0"/>') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`);

describe("pictureSize", () => {
  it("reads the size that a picture is decoded to", async () => {
    const drawn = canvas.createCanvas(37, 21);
    drawn.getContext("2d").fillRect(3, 3, 9, 9);
    const pictures = [
      drawn.toBuffer("image/png"),
      drawn.toBuffer("image/jpeg"),
      drawn.toBuffer("image/webp", 100),
      drawn.toBuffer("image/webp", 50),
      gif(37, 21),
      svg('width="37" height="21"'),
      svg('width="37px" height="21" viewBox="0 0 5 5"'),
      svg('viewBox="0 0 37 21"'),
    ];
    for (const picture of pictures) {
      const { width, height } = await canvas.loadImage(picture);
      const head = picture.toString("latin1", 0, 80);
      assert.deepEqual({ width, height }, { width: 37, height: 21 }, head);
      assert.deepEqual(pictureSize(picture), { width, height }, head);
    }
  });

  it("knows the canvas of extended WebP, frames beyond a GIF's screen, and lengths with units", () => {
    const canvasSize = Buffer.from([0, 0, 0, 0, 0x1f, 0x4e, 0, 0x0f, 0x27, 0]);
    assert.deepEqual(pictureSize(webp(chunk("VP8X", canvasSize))), { width: 20000, height: 10000 });
    assert.deepEqual(pictureSize(gif(10, 10, [60000, 20])), { width: 60000, height: 20 });
    const { width, height } = pictureSize(svg('width="254cm" height="1in"'));
    assert.ok(Math.abs(width - 9600) < 1e-9);
    assert.equal(height, 96);
  });

  it("says what cannot be told", () => {
    const png = canvas.createCanvas(3, 3).toBuffer("image/png");
    assert.throws(() => pictureSize(png.subarray(0, 20)), /is cut short/);
    assert.throws(() => pictureSize(gif(9, 9).subarray(0, 15)), /is cut short/);
    assert.throws(() => pictureSize(Buffer.from("\xff\xd8\xff\xe0\x00", "latin1")), /cut short/);
    assert.throws(() => pictureSize(Buffer.from("BM6")), /none of PNG, JPEG, GIF, WebP and SVG/);
    assert.throws(() => pictureSize(Buffer.alloc(0)), /none of PNG/);
    const utf16 = Buffer.from("\ufeff<svg/>", "utf16le");
    assert.throws(() => pictureSize(utf16), /none of PNG/);
  });

  it("refuses what an SVG may multiply without end, and takes what drawing programs write", () => {
    const refused = ['<use href="#a"/>', "<svg:use/>", "<image/>", "<pattern/>", "<filter/>"];
    for (const content of [...refused, "<mask/>", "<!ENTITY a 'b'>", "<![CDATA[<use/>]]>"]) {
      assert.throws(
        () => pictureSize(svg('width="9" height="9"', content)),
        /an SVG with <|not UTF/,
      );
    }
    const drawing = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<!-- <use/> -->\n'),
      Buffer.from('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n'),
      svg('width="9" height="8"', "<sodipodi:namedview/><g><text>a</text></g>"),
    ]);
    assert.deepEqual(pictureSize(drawing), { width: 9, height: 8 });
  });

  it("is what is bounded, not the size of the file", () => {
    const ihdr = Buffer.alloc(13);
    ihdr.writeUInt32BE(30_000, 0);
    ihdr.writeUInt32BE(30_000, 4);
    const png = Buffer.concat([
      Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"),
      ihdr,
      deflateSync(Buffer.alloc(1000)),
    ]);
    assert.throws(
      () => refuseTooLarge(pictureSize(png)),
      /30000 x 30000 pixels: more than 34 million/,
    );
    refuseTooLarge({ width: mostPixels, height: 1 });
    assert.throws(
      () => refuseTooLarge({ width: 1000, height: 1000 }, mostPixels),
      /beside 34 million/,
    );
  });
});
