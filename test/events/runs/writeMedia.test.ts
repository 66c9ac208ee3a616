import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { findRuns, type MediaFile, writeMedia } from "../../../src/events/index.js";
import { MediaPaths } from "../../../src/events/runs/mediaPaths.js";
import { eventRecord, TemporaryLogs } from "../../helpers/eventFile.js";

async function collect(files: AsyncGenerator<MediaFile, unknown>): Promise<MediaFile[]> {
  const all: MediaFile[] = [];
  for await (const file of files) all.push(file);
  return all;
}

describe("writeMedia", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("writes every picture and clip of the sample files as it was logged", async () => {
    const out = join(logs.root, "samples");
    const written: MediaFile[] = [];
    for (const run of await findRuns("fixtures/events"))
      written.push(...(await collect(writeMedia(run, out))));
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.equal(files.length, written.length);
    const sizes = written.map(({ path }) => [relative(out, path), readFileSync(path).length]);
    // Sizes as in expected.json.
    const expected = [
      ...[0, 50, 100, 150].map((step) => [
        `tf2/img/step_${String(step).padStart(8, "0")}.png`,
        268,
      ]),
      ["tf2/beep/step_00000000.wav", 844],
      ...[0, 10, 20].map((step) => [`torch/im/step_${String(step).padStart(8, "0")}.png`, 164]),
      ...[0, 10].map((step) => [`truncated/im/step_${String(step).padStart(8, "0")}.png`, 164]),
    ];
    assert.deepEqual(new Map(sizes as [string, number][]), new Map(expected as [string, number][]));
    for (const { path, kind } of written) {
      const start = readFileSync(path).subarray(0, 4).toString("latin1");
      assert.equal(start, kind === "image" ? "\x89PNG" : "RIFF");
    }
  });

  it("writes what was superseded only in its last form", async () => {
    const image = (step: number, letter: string): Uint8Array =>
      eventRecord({
        wallTime: 1,
        step,
        summary: {
          value: [
            { tag: "i", image: { width: 1, height: 1, encodedImageString: Buffer.from(letter) } },
          ],
        },
      });
    const run = logs.runOf(image(0, "a"), image(1, "b"), image(1, "c"), image(2, "d"));
    const out = join(logs.root, "superseded");
    const files = await collect(writeMedia(run, out));
    assert.deepEqual(
      files.map(({ step, path }) => [step, readFileSync(path, "utf8")]),
      [
        [0, "a"],
        [1, "c"],
        [2, "d"],
      ],
    );
  });
});

describe("MediaPaths", () => {
  const mediaFileName = (
    run: string,
    tag: string,
    step: number,
    index: number,
    contentType: string,
    paths = new MediaPaths(),
  ): string => paths.pathOf({ run, tag, step, index, contentType });

  it("never leads out of the folder", () => {
    assert.equal(
      mediaFileName("..", "../../etc/passwd\0", 1, 0, "image/png"),
      "%2E./%2E./%2E./etc/passwd%00/step_00000001.png",
    );
    assert.equal(
      mediaFileName(".", "/a//b\\c:d", -3, 2, "image/jpeg"),
      "%/a/%/b%5Cc%3Ad/step_-00000003_2.jpg",
    );
  });

  it("differs for different tags, and fits into a file name", () => {
    const tags = [
      "a",
      "a/b",
      "a%2Fb",
      "a b",
      "ü",
      "x".repeat(300),
      "x".repeat(301),
      "ü".repeat(200),
      "ü".repeat(201),
    ];
    const paths = new MediaPaths();
    const names = tags.map((tag) => mediaFileName("run", tag, 0, 0, "audio/wav", paths));
    assert.equal(new Set(names).size, tags.length);
    for (const segment of names.flatMap((name) => name.split("/"))) {
      assert.ok(Buffer.byteLength(segment) <= 255);
    }
  });

  it("keeps runs and tags apart whose folders would be the same", () => {
    const paths = new MediaPaths();
    const places = [
      ["a", "b/c"],
      ["a/b", "c"],
      ["a", "B/c"],
      ["a", "b/c"],
    ];
    const files = places.map(([run, tag], step) =>
      mediaFileName(run, tag, step >> 2, 0, "image/png", paths),
    );
    assert.equal(files[0], "a/b/c/step_00000000.png");
    const seen = new Set(files.map((file) => file.toLowerCase()));
    assert.equal(seen.size, places.length, "the same step once more as well");
    const next = mediaFileName("a/b", "c", 1, 0, "image/png", paths);
    assert.equal(
      next.split("/").slice(0, -1).join("/"),
      files[1].split("/").slice(0, -1).join("/"),
    );
  });

  it("shortens paths that no system takes, and only those", () => {
    const paths = new MediaPaths();
    const [long, other] = ["a/".repeat(3000), `${"a/".repeat(2999)}b/`].map((tag) =>
      mediaFileName("run", tag, 0, 0, "image/png", paths),
    );
    assert.ok(Buffer.byteLength(long) < 700, `${long.length}`);
    assert.notEqual(long, other);
    assert.match(
      mediaFileName("run", "a/".repeat(100), 0, 0, "image/png", paths),
      /^run\/(a\/){100}/,
    );
  });
});
