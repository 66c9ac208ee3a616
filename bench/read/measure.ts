/**
 * Run in a process of its own: `measure <readers module> <reader> <log directory> <repetitions>`. Prints
 * milliseconds of the first and the fastest call, scalars read, and the peak of resident memory.
 */
import { pathToFileURL } from "node:url";
import type { Reader } from "./readers.js";

export interface Measurement {
  readonly firstMs: number;
  readonly bestMs: number;
  readonly scalars: number;
  readonly peakMegabytes: number;
}

const [, , modulePath, name, logDirectory, repetitions] = process.argv;
const { readers } = (await import(pathToFileURL(modulePath).href)) as {
  readers: Record<string, Reader>;
};
const times: number[] = [];
let scalars = 0;
for (let i = 0; i < Number(repetitions); i++) {
  const start = performance.now();
  scalars = await readers[name](logDirectory);
  times.push(performance.now() - start);
}
const measurement: Measurement = {
  firstMs: times[0],
  bestMs: Math.min(...times),
  scalars,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(measurement));
