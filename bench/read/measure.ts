/**
 * Run in a process of its own: `measure <events module> <reader> <log directory> <repetitions>`. Prints
 * milliseconds of the first and the fastest call, of processor time, scalars read, and the peak of resident memory.
 */
import { pathToFileURL } from "node:url";
import type * as Events from "../../src/events/index.js";
import { makeReaders } from "./readers.js";

export interface Measurement {
  readonly firstMs: number;
  readonly bestMs: number;
  /** Of the call that took least, all threads together. */
  readonly cpuMs: number;
  readonly scalars: number;
  readonly peakMegabytes: number;
}

const [, , eventsPath, name, logDirectory, repetitions] = process.argv;
const events = (await import(pathToFileURL(eventsPath).href)) as typeof Events;
const reader = makeReaders(events)[name];
const times: number[] = [];
const cpuTimes: number[] = [];
let scalars = 0;
for (let i = 0; i < Number(repetitions); i++) {
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  scalars = await reader(logDirectory);
  times.push(performance.now() - start);
  const { user, system } = process.cpuUsage(cpuStart);
  cpuTimes.push((user + system) / 1000);
}
const measurement: Measurement = {
  firstMs: times[0],
  bestMs: Math.min(...times),
  cpuMs: Math.min(...cpuTimes),
  scalars,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(measurement));
