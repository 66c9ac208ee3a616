import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { statOrUndefined } from "../../src/util/statOrUndefined.js";
import { crashFaults, type FileCall } from "../helpers/crashConsistency.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const project = fileURLToPath(new URL("../..", import.meta.url));

describe("after a power loss", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let logs = 0;

  /** The calls of a command that was told to write below `out`, and concern what lies there. */
  function callsOf(out: string, args: readonly string[]): FileCall[] {
    mkdirSync(out, { recursive: true });
    const { log, command, options } = recorded(args);
    execFileSync(process.execPath, command, options);
    return callsIn(log, out);
  }

  /** How to run a command so that its calls are written down, and where. */
  function recorded(args: readonly string[]) {
    const log = join(folder(), `calls-${logs++}`);
    const recorder = new URL("../helpers/recordFileCalls.mjs", import.meta.url).href;
    const main = join(project, "src", "cli", "main.ts");
    const command = ["--import", "tsx", "--import", recorder, main, ...args];
    const env = { ...process.env, FILE_CALLS: log };
    return { log, command, options: { cwd: project, env, stdio: "ignore" } as const };
  }

  function callsIn(log: string, out: string): FileCall[] {
    return readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as FileCall)
      .filter(({ path }) => path.startsWith(out));
  }
  /** Claims and what lies in them concern running processes only. */
  const isTransient = (path: string) => /\/\.training-|\.writer\b/.test(path);

  /** What was found, and that something was found at all. */
  function check(name: string, args: (out: string) => readonly string[], results: RegExp[]): void {
    const out = join(folder(), name);
    const calls = callsOf(out, args(out));
    const named = calls.flatMap(({ call, to }) => (call === "rename" && to ? [to] : []));
    for (const result of results)
      assert.ok(
        named.some((path) => result.test(path)),
        `${result}`,
      );
    assert.deepEqual(crashFaults(calls, isTransient), []);
  }

  it("tables are there whole, as CSV and as Parquet, also in new folders", () => {
    for (const ending of ["csv", "parquet"]) {
      check(
        ending,
        (out) => ["export", "fixtures/runs/sltr-in2/nru", "--out", join(out, `a/b/t.${ending}`)],
        [new RegExp(`/a/b/t\\.${ending}$`)],
      );
    }
  });

  it("figures and their numbers are there whole", () => {
    const args = ["build", "nips-sltr-in2", "--format", "svg,vl.json", "--page", "--out"];
    check("figures", (out) => [...args, out], [
      /nips-sltr-in2\.svg$/,
      /nips-sltr-in2\.csv$/,
      /nips-sltr-in2\.build\.json$/,
      /README\.md$/,
    ]);
  });

  it("pages without a server are there whole", () => {
    // No figures: a page for each of the papers' would take minutes.
    const lookups = join(folder(), "lookups");
    mkdirSync(lookups);
    const logs = "fixtures/cases/f20-long-tag-stops-images";
    const args = ["serve", logs, "--lookups", lookups, "--static"];
    check("site", (out) => [...args, out], [/app\.js$/, /data\/state\.js$/, /index\.html$/]);
  });

  it("reports on figures are there whole", () => {
    const args = ["check", "nips-landscape", "--against", "figures/gallery", "--report"];
    check("report", (out) => [...args, out], [/report\.html$/, /report\.md$/]);
  });

  it("pictures are there whole", () => {
    const logs = "fixtures/cases/f20-long-tag-stops-images";
    check("pictures", (out) => ["export", logs, "--images", out], [/step_00000006\.png$/]);
  });

  it("the rows of a log that was followed are there when that ends", async () => {
    const out = join(folder(), "followed");
    mkdirSync(out);
    const file = join(out, "t.csv");
    const args = ["export", "fixtures/runs/sltr-in2/nru", "--tags", "*", "--follow", "--out", file];
    const { log, command, options } = recorded(args);
    const child = spawn(process.execPath, command, options);
    const ended = once(child, "exit");
    while (child.exitCode === null && (statOrUndefined(file)?.size ?? 0) < 1000) {
      await setTimeout(50);
    }
    await setTimeout(300);
    child.kill("SIGINT");
    await ended;
    const calls = callsIn(log, out);
    assert.ok(calls.some(({ call, path }) => call === "write" && path === file));
    assert.deepEqual(crashFaults(calls, isTransient), []);
  });

  it("runs that were trained, and trained again by force, are there whole", () => {
    const args = (out: string) => [
      ...["train", "sltr-in2/nru", "--seeds", "0", "--ranges", "U[1,2]", "--iterations", "20"],
      ...["--log-interval", "10", "--backend", "js", "--workers", "1", "--runs", out],
    ];
    check("runs", args, [/sltr-in2\/nru\/nru_op-div[^/]*$/]);
    const out = join(folder(), "runs");
    const again = callsOf(out, [...args(out), "--force"]);
    const renames = again.filter(({ call, to }) => call === "rename" && to && !isTransient(to));
    assert.deepEqual(
      renames.map(({ to = "" }) => basename(to).replace(/\d+\..*/, "*")),
      [".run.json", "events.out.tfevents.*", ".run.json"],
      "the record says that the run is unfinished while its events are replaced",
    );
    assert.deepEqual(crashFaults(again, isTransient), []);
  });

  it("is judged by rules that find what was forgotten", () => {
    const never = () => false;
    const written: FileCall[] = [
      { call: "write", path: "/o/t.tmp" },
      { call: "sync", path: "/o/t.tmp" },
      { call: "rename", path: "/o/t.tmp", to: "/o/t" },
      { call: "sync", path: "/o" },
    ];
    assert.deepEqual(crashFaults(written, never), []);
    const without = (index: number) => crashFaults(written.toSpliced(index, 1), never);
    assert.deepEqual(without(1), [
      "t.tmp was not synced before it became part of /o/t",
      "/o/t was not synced in the end",
    ]);
    assert.deepEqual(without(3), ["/o was not synced in the end"]);
    const run: FileCall[] = [
      { call: "mkdir", path: "/r/.w" },
      { call: "write", path: "/r/.w/events" },
      { call: "sync", path: "/r/.w/events" },
      { call: "rename", path: "/r/.w", to: "/r/run" },
      { call: "sync", path: "/r" },
    ];
    assert.deepEqual(crashFaults(run, never), [
      ".w was not synced before it became part of /r/run",
      "/r/run was not synced in the end",
    ]);
  });
});
