import { closeSync, ftruncateSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../events/write/eventWriter.js";
import { exact } from "../../util/exactMath.js";
import { MersenneTwister } from "../../util/mersenneTwister.js";

const models = { mlp: 0.74, resnet: 0.93, vit: 0.9 };
const datasets = { cifar10: 0, svhn: 0.04 };
const seeds = [0, 1, 2, 3, 4];
const steps = 5000;
const interval = 100;
const started = 1_700_000_000;

/**
 * Writes a sample of logs to try the commands on: 3 models on 2 data sets with 5 seeds, named
 * `<dataset>/<model>_seed-<seed>`, with the tags loss/train, loss/val, acc/val and lr. One run was killed in
 * the middle of a record, one was restarted from a checkpoint. The same bytes every time.
 */
export function writeSampleLogs(directory: string): void {
  for (const [dataset, easier] of Object.entries(datasets)) {
    for (const [model, best] of Object.entries(models)) {
      for (const seed of seeds) {
        const run = `${model}_seed-${seed}`;
        const random = new MersenneTwister(1000 * seed + 10 * best * 100 + 100 * easier);
        const curve = { accuracy: best + easier + 0.02 * (random.nextDouble() - 0.5), random };
        const path = join(directory, dataset, run);
        const isRestarted = dataset === "cifar10" && run === "vit_seed-1";
        const isKilled = dataset === "svhn" && run === "vit_seed-3";
        write(path, curve, 0, isRestarted ? 3000 : isKilled ? 2400 : steps, started);
        if (isRestarted) write(path, curve, 2000, steps, started + 10_000);
        else if (isKilled) cutLastRecord(path);
      }
    }
  }
}

interface Curve {
  readonly accuracy: number;
  readonly random: MersenneTwister;
}

function write(path: string, curve: Curve, from: number, to: number, time: number): void {
  let now = time;
  const writer = openEventWriter(path, { clock: () => now, host: "sample" });
  for (let step = from; step <= to; step += interval) {
    now = time + step / 10;
    const rest = exact.exp(-step / 900);
    const noise = () => (curve.random.nextDouble() + curve.random.nextDouble() - 1) * 0.03;
    writer.scalar("loss/train", 2.3 * rest + 0.15 * (1 - curve.accuracy) + Math.abs(noise()), step);
    writer.scalar("lr", 0.1 * (1 - step / (steps + interval)), step);
    if (step % (2 * interval) !== 0) continue;
    const accuracy = 0.1 + (curve.accuracy - 0.1) * (1 - rest) + noise() / 2;
    writer.scalar("acc/val", accuracy, step);
    writer.scalar("loss/val", 2.3 * rest + 1.5 * (1 - curve.accuracy) + Math.abs(noise()), step);
  }
  writer.close();
}

/** As a killed process leaves it: the last record is half there. */
function cutLastRecord(path: string): void {
  const file = join(path, `events.out.tfevents.${started}.sample`);
  const handle = openSync(file, "r+");
  ftruncateSync(handle, statSync(file).size - 7);
  closeSync(handle);
}
