import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeSampleLogs } from "../../figures/logs/sampleLogs.js";
import { cannotWrite, writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Terminal } from "../terminal/terminal.js";

export interface Options {
  readonly sample: boolean;
}

const schema =
  "# yaml-language-server: $schema=../node_modules/tbfigures/dist/schemas/lookup.json\n";

const curves = `${schema}# Learning curves: figures build curves
title: Learning curves
runs: ../logs                                  # a folder, a list of folders, or ../logs/exp-*
name: "{dataset}/{model}_seed-{seed}"          # what the names of runs say; or pattern, facts, hparams
tags: [acc/val, loss/val]                      # "*" is every tag
series: { by: model }                          # colour
facet: { columns: dataset }
# where: { model: [resnet, vit] }              # which runs
# smooth: 0.6                                  # TensorBoard's slider
centre: mean                                   # median, iqm
band: t95                                      # sd, se, bootstrap95, bca95, quartiles, range, none
# labels: { acc/val: Accuracy, resnet: ResNet }
# palette: { ResNet: "#0072b2" }               # a series keeps its colour in every figure
# size: { widthCm: 17, heightCm: 9 }
`;

const accuracy = `${schema}# Final values, as a figure and as a table: figures build accuracy --format pdf,tex,md
title: Accuracy after training
runs: ../logs
name: "{dataset}/{model}_seed-{seed}"
quantity: { tag: acc/val, take: last, better: larger, format: percent }   # best, at 1000, mean of last 10, ...
rows: dataset
series: { by: model }
statistic: { centre: mean, interval: t95 }
`;

const files = { "lookups/curves.yaml": curves, "lookups/accuracy.yaml": accuracy };

/** Carries `figures init` out. What is already there stays as it is, and is said. */
export async function init(folder: string, { sample }: Options, terminal: Terminal): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    if (existsSync(path)) terminal.err(`${path} is already there: it is left as it is\n`);
    else {
      await writeFileAtomically(path, text);
      await terminal.out(`${path}\n`);
    }
  }
  const logs = join(folder, "logs");
  if (sample && existsSync(logs)) {
    terminal.err(`${logs} is already there: no sample is written\n`);
  } else if (sample) {
    guarded(logs, () => writeSampleLogs(logs));
    await terminal.out(`${logs}: a sample, 3 models on 2 data sets with 5 seeds\n`);
  }
  const enter = folder === "." ? "" : `cd ${folder}\n  `;
  terminal.err(`\nNow:\n  ${enter}figures inspect logs\n  figures build curves accuracy\n`);
}

function guarded(path: string, write: () => void): void {
  try {
    mkdirSync(path, { recursive: true });
    write();
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
