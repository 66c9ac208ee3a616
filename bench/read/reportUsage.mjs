// Loaded before a program that is measured: says on descriptor 3 what the process took.
import { writeSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpuMs: (user + system) / 1000, peakMegabytes: maxRSS / 1024 }));
});
