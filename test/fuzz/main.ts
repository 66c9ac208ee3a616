/**
 * Tries hostile inputs: `npm run fuzz [-- <fuzzer>...] [--seed n] [--seconds n] [--inputs n] [--only index]`.
 * Each fuzzer runs in a process of its own, which is stopped when one input takes longer than 20 seconds.
 * What is found is printed with the options that make the input again; the exit code is 1 then.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runFuzzer } from "./fuzzer.js";
import { fuzzers } from "./fuzzers/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    seconds: { type: "string", default: "30" },
    inputs: { type: "string", default: "1000000" },
    only: { type: "string" },
    child: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const mostSecondsPerInput = 20;
const names = fuzzers.map(({ fuzzer }) => fuzzer.name);

async function asChild(name: string): Promise<void> {
  const entry = fuzzers.find(({ fuzzer }) => fuzzer.name === name);
  if (entry === undefined) throw new Error(`There is no fuzzer ${name}: ${names.join(", ")}.`);
  const folder = mkdtempSync(join(tmpdir(), "figures-fuzz-"));
  const range =
    values.only === undefined
      ? { inputs: Number(values.inputs), seconds: Number(values.seconds) }
      : { first: Number(values.only), inputs: 1, seconds: Infinity };
  const onInput = (index: number) => process.send?.({ index });
  const { tried, finds } = await runFuzzer(entry.fuzzer, { seed, folder, onInput, ...range });
  rmSync(folder, { recursive: true, force: true });
  for (const { index, message } of finds) {
    console.log(`FOUND ${name} --seed ${seed} --only ${index}\n${message}\n`);
  }
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`${name}: ${tried} inputs, ${finds.length} finds, most memory ${megabytes} MB`);
  process.exitCode = finds.length > 0 ? 1 : 0;
  process.disconnect();
}

function inChild(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const args = [...process.execArgv, ...process.argv.slice(1, 2), name, "--child"];
    for (const option of ["seconds", "inputs", "only"] as const) {
      if (values[option] !== undefined) args.push(`--${option}`, values[option]);
    }
    args.push("--seed", String(seed));
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    let index = 0;
    let watch: NodeJS.Timeout | undefined;
    const expect = (seconds: number) => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        console.log(`FOUND ${name} --seed ${seed} --only ${index}\nno answer in ${seconds} s\n`);
        child.kill("SIGKILL");
      }, 1000 * seconds);
    };
    expect(3 * mostSecondsPerInput);
    child.on("message", (message: { index: number }) => {
      ({ index } = message);
      expect(mostSecondsPerInput);
    });
    child.on("exit", (code, signal) => {
      clearTimeout(watch);
      // Native code that gives up takes its process with it.
      if (signal !== null && signal !== "SIGKILL") {
        console.log(`FOUND ${name} --seed ${seed} --only ${index}\nended by ${signal}\n`);
      }
      resolve(code === 0);
    });
  });
}

if (values.child) await asChild(positionals[0]);
else {
  for (const name of positionals.length > 0 ? positionals : names) {
    if (!(await inChild(name))) process.exitCode = 1;
  }
}
