import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { findRuns, isDamage, readRun, readRuns, type Run } from "../../../src/events/index.js";

/**
 * `fixtures/events/expected.json` is what TensorBoard 2.21's Python reader holds of the files beside it,
 * by run, plugin and tag: steps and values, superseded ones included.
 */
type Tensor = { shape: number[]; values?: (number | string)[]; strings?: string[] };
type Expected = Record<
  string,
  Record<string, Record<string, [number, number | string | Tensor][]>>
>;

const logDirectory = "fixtures/events";
const expected = JSON.parse(readFileSync(`${logDirectory}/expected.json`, "utf8")) as Expected;

/**
 * TensorBoard reads `bitflip` up to the flipped bit, which lies in the event of step 7; this reader goes on
 * behind that event. The file is otherwise that of `tf1`, so that its reading says what is there.
 */
const flippedStep = 7;
for (const [tag, points] of Object.entries(expected["tf1"]["scalars"])) {
  expected["bitflip"]["scalars"][tag] = points.filter(([step]) => step !== flippedStep);
}

const everything = {
  texts: true,
  histograms: true,
  images: true,
  audio: true,
  tensors: true,
  graphs: true,
  hparams: true,
} as const;

async function readAll(supersede: "none" | "step"): Promise<Map<string, Run>> {
  const runs = new Map<string, Run>();
  for await (const run of readRuns(logDirectory, { ...everything, supersede })) {
    runs.set(run.name, run);
  }
  return runs;
}

function toNumber(value: number | string): number {
  if (typeof value === "number") return value;
  return { nan: NaN, inf: Infinity, "-inf": -Infinity }[value]!;
}

/** The data server's rule, computed from the Python reader's list. */
function withoutSuperseded<T>(points: [number, T][]): [number, T][] {
  const kept: [number, T][] = [];
  for (const point of points) {
    while (kept.length > 0 && kept.at(-1)![0] >= point[0]) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** How the expectation describes bytes that are no text. */
function sizes(files: readonly Uint8Array[]): string[] {
  return files.map((file) => `<${file.length} bytes>`);
}

describe("TensorBoard's readings of the sample files", () => {
  let runs: Map<string, Run>;
  before(async () => {
    runs = await readAll("none");
  });

  it("finds the same runs", () => {
    assert.deepEqual([...runs.keys()].sort(), Object.keys(expected).sort());
  });

  for (const [name, plugins] of Object.entries(expected)) {
    for (const [plugin, tags] of Object.entries(plugins)) {
      for (const [tag, points] of Object.entries(tags)) {
        it(`holds the same ${plugin} of ${name}: ${tag.slice(0, 40)}`, () => {
          compare(runs.get(name)!, plugin, tag, points);
        });
      }
    }
  }

  it("has no tags that TensorBoard has not", () => {
    for (const [name, run] of runs) {
      const tags = Object.values(expected[name]).flatMap((byTag) => Object.keys(byTag));
      assert.deepEqual([...run.tags.keys()].sort(), tags.sort());
    }
  });

  it("drops superseded steps by the data server's rule unless told otherwise", async () => {
    for (const [name, run] of await readAll("step")) {
      for (const [tag, points] of Object.entries(expected[name].scalars ?? {})) {
        const kept = withoutSuperseded(points);
        const series = run.scalars.get(tag)!;
        assert.deepEqual(
          [...series.step],
          kept.map(([step]) => step),
        );
        assert.deepEqual(
          [...series.value],
          kept.map(([, value]) => toNumber(value as number | string)),
        );
      }
    }
  });

  it("reports the flipped and the cut file, and nothing else", () => {
    const losses = [...runs.values()].flatMap((run) => run.losses);
    assert.deepEqual(
      losses.map(({ file, kind, offset }) => [file, kind, offset]),
      [
        ["fixtures/events/bitflip/events.out.tfevents.1.flip", "payload-checksum", 553],
        ["fixtures/events/truncated/events.out.tfevents.1.cut", "truncated", 21865],
      ],
    );
    assert.deepEqual(losses.map(isDamage), [true, false]);
  });
});

describe("findRuns on the sample files", () => {
  it("names runs by their path in natural order", async () => {
    const names = (await findRuns(logDirectory)).map(({ name }) => name);
    assert.deepEqual(names, Object.keys(expected).sort());
  });

  it("reads one run on its own", async () => {
    const [run] = await findRuns(`${logDirectory}/tf1`);
    assert.equal(run.name, ".");
    assert.deepEqual([...(await readRun(run)).scalars.keys()], ["loss", "lr"]);
  });
});

function compare(
  run: Run,
  plugin: string,
  tag: string,
  points: [number, number | string | Tensor][],
): void {
  const steps = points.map(([step]) => step);
  if (plugin === "scalars") {
    const series = run.scalars.get(tag)!;
    assert.deepEqual([...series.step], steps);
    assert.deepEqual(
      [...series.value],
      points.map(([, value]) => toNumber(value as number | string)),
    );
    return;
  }
  const tensors = points.map(([, value]) => value as Tensor);
  if (plugin === "hparams") {
    const found = run.hparams.filter((point) => point.tag.tag === tag);
    assert.deepEqual(
      found.map(({ step }) => step),
      steps,
    );
    return;
  }
  const series = {
    histograms: run.histograms,
    text: run.texts,
    images: run.images,
    audio: run.audio,
    graphs: run.graphs,
    "(none)": run.tensors,
  }[plugin]!.get(tag)!;
  assert.deepEqual([...series.step], steps);
  const isOldStyle = run.name === "torch" || run.name === "truncated";
  series.points.forEach((point, index) => {
    const { shape, values, strings } = tensors[index];
    switch (point.kind) {
      case "histogram":
        // The expectation keeps the first 30 rows, those of old-style histograms rounded to 32 bits.
        assert.deepEqual(
          Array.from(point.buckets.subarray(0, values!.length), isOldStyle ? Math.fround : Number),
          values,
        );
        assert.equal(point.buckets.length, shape[0] * shape[1]);
        break;
      case "text":
        assert.deepEqual(point.strings, strings);
        break;
      case "image":
        assert.equal(point.contentType, "image/png");
        assert.deepEqual(
          [
            `<${String(point.width).length} bytes>`,
            `<${String(point.height).length} bytes>`,
          ].concat(sizes(point.images)),
          strings,
        );
        break;
      case "audio":
        assert.equal(point.contentType, "audio/wav");
        assert.deepEqual(sizes(point.clips), strings);
        break;
      case "graph":
        assert.deepEqual(sizes([point.graph]), strings);
        break;
      default:
        assert.deepEqual([...(point as { values: Float64Array }).values], values);
    }
  });
}
