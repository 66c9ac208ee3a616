import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Experiment } from "../../../src/experiments/experiment.js";
import { readPipelines } from "../../../src/experiments/readPipelines.js";
import { decodeMessage } from "../../../src/events/wire/messages.js";
import { createTrainer } from "../../../src/train/trainer/createTrainer.js";
import { expandRuns } from "../../../src/jobs/plan/expandRuns.js";
import { logRun } from "../../../src/train/runs/logRun.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { type Logged, recordingWriter } from "../../helpers/recordingWriter.js";

const project = fileURLToPath(new URL("../../..", import.meta.url));

/** Trains and notes everything that is logged. */
async function recordRun(given: GivenSettings): Promise<Logged[]> {
  const { writer, logged } = recordingWriter();
  await logRun(await createTrainer(completeSettings(given), { backend: "js" }), writer);
  return logged;
}

/** The scalars that the original trainer logged, up to some step. */
async function readOriginal(directory: string, lastStep: number): Promise<Logged[]> {
  const file = (await readdir(directory)).find((name) => name.startsWith("events."))!;
  const bytes = await readFile(join(directory, file));
  const logged: Logged[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = start + 12 + bytes.readUInt32LE(start);
    const { step, summary } = decodeMessage<{
      step: number;
      summary: { value: { tag: string; simpleValue: number }[] } | null;
    }>("Event", bytes.subarray(start + 12, end));
    if (step > lastStep) break;
    for (const { tag, simpleValue } of summary?.value ?? []) {
      logged.push({ kind: "scalar", tag, step, value: simpleValue });
    }
    start = end + 4;
  }
  return logged;
}

const places = (logged: readonly Logged[]) => logged.map(({ tag, step }) => `${step} ${tag}`);
const tagsAt = (logged: readonly Logged[], step: number) =>
  logged.filter((entry) => entry.step === step).map(({ kind, tag }) => `${kind} ${tag}`);

describe("logRun", () => {
  let experiments: readonly Experiment[];
  before(async () => {
    experiments = await readPipelines([join(project, "pipelines")]);
  });

  for (const name of ["realnpu_baseline", "realnpu_modified", "nru", "sign-nmru"]) {
    it(`logs the original's tags, steps, order and first values: ${name}`, async () => {
      const experiment = experiments.find((one) => one.name === `sltr-in2/${name}`)!;
      const [{ runName, settings }] = expandRuns(experiment, {
        seeds: [0],
        variations: ["U[1,2]"],
        settings: { maxIterations: 200, logInterval: 100, logEveryIteration: true },
      });
      const original = await readOriginal(
        join(project, "fixtures", "runs", "sltr-in2", name, runName),
        200,
      );
      const logged = await recordRun(settings);
      assert.deepEqual(places(logged), places(original));
      for (const [index, { tag, step, value }] of original.entries()) {
        if (step > 0) break;
        const difference = Math.abs(logged[index].value! - value!);
        assert.ok(difference <= 1e-6 * Math.abs(value!), `${tag}: ${logged[index].value} ${value}`);
      }
    });
  }

  const realNpu: GivenSettings = {
    layerType: "RealNPU",
    operation: "div",
    regularizer: 0,
    regularizerShape: "none",
    regularizerL1: true,
    regularizerBetaStart: 1e-9,
    regularizerBetaEnd: 1e-7,
    regularizerBetaStep: 7,
    maxIterations: 20,
    logInterval: 5,
  };

  it("logs beta with each row and when it changes", async () => {
    const logged = await recordRun(realNpu);
    const betas = logged.filter(({ tag }) => tag === "L1/train/beta");
    assert.deepEqual(
      betas.map(({ step, value }) => [step, value]),
      [
        [0, 1e-9],
        [5, 1e-9],
        [7, 1e-8],
        [10, 1e-8],
        [14, 1e-7],
        [15, 1e-7],
        [20, 1e-7],
      ],
    );
    assert.deepEqual([...new Set(logged.map(({ step }) => step))], [0, 5, 7, 10, 14, 15, 20]);
  });

  it("adds inputs, weights, gates, outputs, penalties and gradients when verbose", async () => {
    const logged = await recordRun({ ...realNpu, regularizerNpuWeight: 1, verbose: true });
    const moments = (tag: string) => ["mean", "var", "norm"].map((of) => `scalar ${tag}/${of}`);
    const layer = "network/layer_1/real_npu";
    const losses = [
      "scalar L1/train/L1-loss",
      "scalar loss/train/critation",
      "scalar loss/train/regualizer",
      "scalar loss/train/total",
    ];
    assert.deepEqual(tagsAt(logged, 5), [
      "scalar metric/valid/interpolation",
      "scalar metric/test/extrapolation",
      ...moments("network/x"),
      `histogram ${layer}/W_real`,
      `text /${layer}/W_real/text_summary`,
      `scalar ${layer}/W_real/sparsity_error`,
      `histogram ${layer}/gate`,
      `text /${layer}/gate/text_summary`,
      `scalar ${layer}/gate/sparsity_error`,
      ...moments("network/z_1"),
      `scalar ${layer}/regualizer/W-NPU`,
      losses[0],
      "scalar L1/train/beta",
      ...losses.slice(1),
      ...moments(`${layer}/W_real/grad`),
      `histogram ${layer}/W_real/grad`,
      ...moments(`${layer}/g/grad`),
      `histogram ${layer}/g/grad`,
    ]);
    assert.deepEqual(tagsAt(logged, 6), losses);
    assert.ok(logged.find(({ kind }) => kind === "text")!.text!.match(/^<pre>\[\[.*\]\]<\/pre>$/s));
    const first = (tag: string) => logged.find((entry) => entry.tag === tag)!.value!;
    assert.ok(Number.isNaN(first(`${layer}/W_real/grad/var`)), "one element has no variance");
    // 256 inputs drawn evenly from [1, 2).
    assert.ok(Math.abs(first("network/x/mean") - 1.5) < 0.1);
    assert.ok(Math.abs(first("network/x/var") - 1 / 12) < 0.03);
    assert.ok(Math.abs(first("network/x/norm") - Math.sqrt(256 * (7 / 3))) < 2);
  });

  it("logs the mean of a NALU's gate also when not verbose", async () => {
    const logged = await recordRun({ maxIterations: 10, logInterval: 5 });
    assert.deepEqual(tagsAt(logged, 10), tagsAt(logged, 0));
    assert.deepEqual(tagsAt(logged, 0), [
      "scalar metric/valid/interpolation",
      "scalar metric/test/extrapolation",
      "scalar network/layer_1/nalu/gate/mean",
      "scalar network/layer_1/nalu/nac/W/sparsity_error",
      "scalar loss/train/critation",
      "scalar loss/train/regualizer",
      "scalar loss/train/total",
    ]);
    const gate = logged.find(({ tag }) => tag.endsWith("gate/mean"))!.value!;
    assert.ok(gate > 0 && gate < 1);
  });

  it("ends when a weight is not a number and logs nothing of it", async () => {
    const logged = await recordRun({
      layerType: "linear",
      optimizer: "sgd",
      learningRate: 1e200,
      maxIterations: 100,
      logInterval: 1,
    });
    const last = logged.at(-1)!;
    assert.equal(last.tag, "loss/train/total");
    assert.ok(last.step < 100);
    assert.ok(
      logged.filter(({ tag }) => tag.endsWith("sparsity_error")).every(({ value }) => value! >= 0),
    );
  });
});
