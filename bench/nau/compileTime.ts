import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { readPipelines } from "../../src/experiments/readPipelines.js";
import type { RunSettings } from "../../src/experiments/settings/runSettings.js";
import { expandRuns } from "../../src/jobs/plan/expandRuns.js";

/**
 * Milliseconds until the code of a run of two layers is written and compiled, and until its first step is made,
 * for every form of the papers' pipelines: each in a process of its own, in which nothing has run before. The
 * slowest forms are tried again: what a busy machine adds is not theirs.
 *
 *     npx tsx bench/nau/compileTime.ts
 */
const bar = 50;
const shown = 10;
const tries = 6;

/** What chooses numbers: the same code with other constants. */
const numbers: readonly string[] = [
  ...["seed", "interpolationRange", "extrapolationRange", "learningRate", "regularizer"],
  ...[
    "regularizerScalingStart",
    "regularizerScalingEnd",
    "maxIterations",
    "logInterval",
    "verbose",
  ],
];

interface Form {
  readonly name: string;
  readonly settings: RunSettings;
}

interface Time {
  readonly compile: number;
  readonly firstStep: number;
}

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

async function formsOfPipelines(): Promise<Form[]> {
  const forms = new Map<string, Form>();
  for (const experiment of await readPipelines([pathOf("../../pipelines/nau")])) {
    for (const { settings } of expandRuns(experiment, { seeds: [0] })) {
      if (settings.task !== "simple_function_static") continue;
      const { intervals } = settings.interpolationRange;
      const rest = Object.entries(settings).filter(([key]) => !numbers.includes(key));
      const key = JSON.stringify([rest, intervals.length]);
      const { inputSize, hiddenSize } = settings;
      const name = `${experiment.name}, ${inputSize} inputs, hidden size ${hiddenSize}`;
      if (!forms.has(key)) forms.set(key, { name, settings });
    }
  }
  return [...forms.values()];
}

function measure(program: string, { settings }: Form): Time {
  const answer = execFileSync(process.execPath, [program, JSON.stringify(settings)]);
  return JSON.parse(answer.toString()) as Time;
}

const folder = mkdtempSync(join(tmpdir(), "compile-time-"));
try {
  const program = join(folder, "compileForm.mjs");
  buildSync({
    entryPoints: [pathOf("compileForm.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const forms = await formsOfPipelines();
  const first = forms.map((form) => ({ ...form, ...measure(program, form) }));
  const slowest = first.sort((a, b) => b.compile - a.compile).slice(0, shown);
  const again = slowest.map((form) => {
    const times = [form, ...Array.from({ length: tries - 1 }, () => measure(program, form))];
    const compile = Math.min(...times.map((time) => time.compile));
    const firstStep = Math.min(...times.map((time) => time.firstStep));
    return { name: form.name, compile, firstStep };
  });
  console.log(`${forms.length} forms; the ${shown} slowest, the fastest of ${tries} processes`);
  console.log("ms to compile\tand to the first step\tbar\tform");
  for (const { name, compile, firstStep } of again.sort((a, b) => b.compile - a.compile)) {
    const verdict = `${bar} ${compile <= bar ? "met" : "missed"}`;
    console.log([compile.toFixed(1), firstStep.toFixed(1), verdict, name].join("\t"));
  }
} finally {
  rmSync(folder, { recursive: true });
}
