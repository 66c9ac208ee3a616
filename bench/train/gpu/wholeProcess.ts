import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deadline, Row } from "./table.js";

/** Seconds that a command of this program takes as a process of its own, with all that it writes. */
export function timeProcess(
  args: readonly string[],
  { what, runs, bar }: { readonly what: string; readonly runs: number; readonly bar: number },
  deadline: Deadline,
  nodeOptions = process.env["NODE_OPTIONS"] ?? "",
): Row {
  const folder = mkdtempSync(join(tmpdir(), "gpu-check-"));
  try {
    const all = ["dist/cli/main.js", ...args, "--runs", folder];
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, all, {
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: nodeOptions },
      timeout: Math.ceil(1000 * deadline.seconds) + 1,
      killSignal: "SIGINT",
    });
    const seconds = (performance.now() - start) / 1000;
    const isWhole = status === 0;
    const reason = stderr.trim().split("\n").at(-1) ?? "";
    return {
      what: `${what}: ${runs} runs, whole process`,
      result: isWhole
        ? `${seconds.toFixed(2)} s`
        : `not done in ${seconds.toFixed(0)} s: ${reason}`,
      bar: `${bar} s`,
      isGood: isWhole && seconds <= bar,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the operators' suite says of a backend, in a process of its own. */
export function checkOperators(backend: string, deadline: Deadline): Row {
  const args = ["node_modules/mocha/bin/mocha.js", "--reporter", "json"];
  const { stdout } = spawnSync(
    process.execPath,
    [...args, "-g", `the backend ${backend} means`, "test/compute/backends/conformance.test.ts"],
    { encoding: "utf8", timeout: Math.ceil(1000 * deadline.seconds) + 1, maxBuffer: 1 << 26 },
  );
  const counts = /"passes": (\d+),\s*"pending": \d+,\s*"failures": (\d+)/.exec(stdout);
  const [passed, failed] = counts ? [Number(counts[1]), Number(counts[2])] : [0, 0];
  return {
    what: "operators, reductions and orders of sums on special values",
    result: counts ? `${passed} of ${passed + failed}` : "not done in time",
    bar: "all",
    isGood: passed > 0 && failed === 0,
  };
}
