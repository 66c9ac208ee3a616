import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../helpers/recordingTerminal.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const cases = new URL("../../fixtures/cases/", import.meta.url).pathname;

/** Small inputs with the traits of public bug reports, built as their users would. */
describe("figures build of specs and lookups that went wrong once", () => {
  const folder = temporaryFolder();

  async function build(name: string, key: string, formats: string) {
    const out = join(folder(), name);
    const lookups = join(cases, name, "lookups");
    const args = ["--lookups", lookups, "--out", out, "--format", formats, "--force"];
    const recorded = await figures(["build", key, ...args]);
    const read = (ending: string) => readFileSync(join(out, `${key}.${ending}`));
    return { ...recorded, read, out };
  }

  it("draws every mark, axis and legend of a figure that is made smaller (p14)", async () => {
    const name = "p14-scaled-figure-loses-marks";
    const { code, err, read } = await build(name, "scaled1", "png,svg");
    assert.equal(code, 0, err);
    assert.match(err, /drawn at 61 % of its size/);
    const svg = read("svg").toString();
    assert.deepEqual(textsOfSvg(svg), [
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "x",
      "0",
      "2",
      "4",
      "6",
      "y",
      "a",
      "b",
      "c",
      "g",
    ]);
    const { bars } = await saturatedRuns(read("png"));
    assert.equal(bars, 6);
    const group =
      /<g transform="scale\(([\d.]+)\)">.*?<g[^>]*transform="translate\(([-\d.]+),([-\d.]+)\)"/.exec(
        svg,
      )!;
    const [scale, x, y] = group.slice(1).map(Number);
    // Room for the labels and the title at the left: the drawing is not shifted to the corner.
    assert.ok(scale * x > 12 && scale * y > 12, `${x} ${y}`);
  });

  it("draws all panels of a facet that is made smaller (p14)", async () => {
    const name = "p14-scaled-figure-loses-marks";
    const { code, err, read } = await build(name, "scaled", "png,svg");
    assert.equal(code, 0, err);
    const texts = textsOfSvg(read("svg").toString());
    for (const text of ["g", "k", "x", "a", "b", "c", "6"]) assert.ok(texts.includes(text), text);
    const { lowest, height } = await saturatedRuns(read("png"));
    assert.ok(lowest > 0.9 * height, `the legend's symbols at ${lowest} of ${height}`);
  });

  it("joins tables that a lookup transform names (p15)", async () => {
    const { code, err, read } = await build("p15-lookup-transform", "lookup", "svg");
    assert.equal(code, 0, err);
    assert.equal(
      read("svg")
        .toString()
        .match(/<path[^>]*transform="translate/g)?.length,
      6,
    );
  });

  it("stacks two legends that do not fit side by side (p17)", async () => {
    const { code, err, read } = await build("p17-two-legends-no-room", "twoleg14", "svg");
    assert.equal(code, 0, err);
    const texts = textsOfSvg(read("svg").toString());
    for (const text of [
      "A fairly long legend title",
      "Another fairly long title",
      "a",
      "b",
      "c",
      "60",
    ]) {
      assert.ok(texts.includes(text), text);
    }
  });

  it("refuses data with an address of their own, and reads no file or network for them (p21, f06)", async () => {
    for (const [name, key, url] of [
      ["p21-url-data-not-tracked", "urlmix", "data/u.csv"],
      ["f06-spec-url-reads-files-and-network", "pw", "/etc/hostname"],
      ["f06-spec-url-reads-files-and-network", "net2", "http://127.0.0.1:8933/secret.csv"],
      ["f06-spec-url-reads-files-and-network", "u", "tables/u.csv"],
    ]) {
      const { code, err, out } = await build(name, key, "svg");
      assert.equal(code, 1);
      assert.match(
        err,
        new RegExp(`${key}\\.vl\\.json:\\d+: spec\\.layer\\[1\\]\\.data\\.url is "${url}"`),
      );
      assert.match(err, /List the file in the lookup/);
      assert.ok(!existsSync(join(out, `${key}.svg`)));
    }
  });

  it("draws the same bootstrap interval every time (p24)", async () => {
    const name = "p24-same-input-other-bytes";
    const first = (await build(name, "ci", "svg")).read("svg").toString();
    const second = (await build(name, "ci", "svg")).read("svg").toString();
    assert.equal(first, second);
    assert.match(first, /<line/);
  });

  it("reads a column of years as years where it is temporal (p25)", async () => {
    const name = "p25-year-column-as-temporal";
    const { code, err, read } = await build(name, "year", "svg");
    assert.equal(code, 0, err);
    const texts = textsOfSvg(read("svg").toString());
    assert.deepEqual(texts.slice(0, 5), ["1990", "1995", "2000", "2005", "2010"]);
  });

  it("writes long labels of a legend whole (40)", async () => {
    const { code, err, read } = await build("40-legend-cut-off", "long", "svg");
    assert.equal(code, 0, err);
    const texts = textsOfSvg(read("svg").toString());
    for (const end of ["0.01", "0.02", "0.05"]) {
      const label = `Proximal policy optimisation with generalised advantage estimation, clip 0.2, entropy bonus ${end}`;
      assert.ok(texts.includes(label), label);
    }
  });

  for (const [key, place, reason] of [
    ["m1", 'spec.mark.shape is "cirlce"', "A shape is circle, square"],
    ["m3", 'spec.transform[0].calculate is "foo(1)"', "Unrecognized function: foo"],
    ["m4", 'spec.mark.size.expr is "nope"', 'Unrecognized signal name: "nope"'],
    ["m8", 'spec.encoding.y.axis.format is "%Q"', "invalid format"],
    ["m9", 'spec.encoding.y.axis.format is "zz.3"', "invalid format"],
    ["m10", 'spec.encoding.color.scale.scheme is "tableau99"', "Unrecognized scheme"],
    ["m13", 'spec.params[0].name is "a"', "Duplicate signal name"],
  ]) {
    it(`names the place of a slip in a few lines (f05, ${key})`, async () => {
      const { code, err } = await build("f05-vega-typos-raw-stack", key, "svg");
      assert.equal(code, 1);
      const found = [...err.matchAll(new RegExp(`${key}\\.vl\\.json:\\d+: (.*)`, "g"))];
      assert.ok(
        found.some(([, said]) => said.startsWith(place)),
        err,
      );
      assert.ok(err.includes(reason), err);
      assert.ok(err.length < 1500, `${err.length} characters`);
      assert.doesNotMatch(err, /\n\s+at |is not a function|Cannot read/);
    });
  }

  it("does not let a spec's pointers reach the prototype of every object (f08)", async () => {
    const { code, err } = await build("f08-prototype-pollution", "evil", "svg");
    assert.equal(code, 1);
    assert.match(err, /points to "\/__proto__\/polluted", which is not in the spec/);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    assert.equal(typeof Object.prototype.toString, "function");
  });
});

/** The most runs of coloured pixels in one row of a PNG, and the lowest row that has colour. */
async function saturatedRuns(png: Buffer) {
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let bars = 0;
  let lowest = 0;
  for (let y = 0; y < height; y++) {
    let runs = 0;
    let wasColour = false;
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = data.subarray(4 * (y * width + x));
      const isColour = Math.max(red, green, blue) - Math.min(red, green, blue) > 60;
      if (isColour && !wasColour) runs++;
      if (isColour) lowest = y;
      wasColour = isColour;
    }
    bars = Math.max(bars, runs);
  }
  return { bars, lowest, height };
}

function textsOfSvg(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);
}
