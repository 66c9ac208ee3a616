import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * How long whole commands take, process start included, in turn with a bare `node -e 0`, whose time
 * tells how busy the machine is. Run `npm run build` first.
 */
const runs = Number(process.argv[2] ?? 7);
const out = mkdtempSync(join(tmpdir(), "figures-bench-"));
const figures = "dist/cli/main.js";
const commands: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "figures list": [figures, "list"],
  "figures build, from event files": [figures, ...build("--runs", "fixtures/runs")],
  "figures build, from tables": [figures, ...build("--tables", "fixtures/original/tables")],
  "figures summary, from tables": [
    figures,
    ...["summary", "nips-sltr-in2", "--tables", "fixtures/original/tables"],
  ],
};

function build(...from: string[]): string[] {
  return ["build", "nips-sltr-in2", "--force", "--out", out, ...from];
}

const seconds = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (let run = -1; run < runs; run++) {
  for (const [name, args] of Object.entries(commands)) {
    const start = performance.now();
    execFileSync(process.execPath, args, { stdio: "ignore" });
    if (run >= 0) seconds.get(name)!.push((performance.now() - start) / 1000);
  }
}
rmSync(out, { recursive: true });

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
const bare = median(seconds.get("node -e 0")!);
console.log("command                          min s  median s  times a bare node");
for (const [name, values] of seconds) {
  const columns = [
    name.padEnd(32),
    Math.min(...values)
      .toFixed(2)
      .padStart(6),
    median(values).toFixed(2).padStart(9),
    (median(values) / bare).toFixed(1).padStart(18),
  ];
  console.log(columns.join(" "));
}
