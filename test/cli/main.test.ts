import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** The program as a process of its own. */
function start(args: readonly string[], stdout: number | "pipe" = "pipe"): ChildProcess {
  const main = join(project, "src", "cli", "main.ts");
  const environment = { ...process.env, DEBUG: "" };
  return spawn(process.execPath, ["--import", "tsx", main, ...args], {
    cwd: project,
    stdio: ["ignore", stdout, "pipe"],
    env: environment,
  });
}

async function ended(child: ChildProcess): Promise<{ code: unknown; err: string }> {
  let err = "";
  child.stderr?.on("data", (text) => void (err += String(text)));
  const [code] = (await once(child, "close")) as [unknown];
  return { code, err };
}

describe("the program", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it("says in one line that its output cannot be written", async function () {
    // A device that is always full, where the system has one.
    if (!existsSync("/dev/full")) this.skip();
    for (const args of [
      ["summary", "nips-sltr-in2"],
      ["export", "fixtures/runs", "--tags", "*", "--long"],
    ]) {
      const { code, err } = await ended(start(args, openSync("/dev/full", "w")));
      assert.equal(code, 1);
      assert.match(
        err,
        /^error: Cannot write the output: ENOSPC: no space left on device, write\.$/m,
      );
      assert.doesNotMatch(err, /^ +at |Node\.js/m);
    }
  });

  it("removes what it was writing on Ctrl-C, and says what is missing", async () => {
    const logs = join(folder(), "logs");
    const writer = openEventWriter(join(logs, "run"));
    for (let step = 0; step < 400_000; step++) writer.scalar("loss", step, step);
    writer.close();
    const out = join(folder(), "tables", "t.csv");
    const child = start(["export", logs, "--tags", "*", "--out", out]);
    const result = ended(child);
    while (!existsSync(join(folder(), "tables"))) await setTimeout(5);
    while (readdirSync(join(folder(), "tables")).length === 0) await setTimeout(1);
    child.kill("SIGINT");
    const { code, err } = await result;
    assert.equal(code, 130);
    assert.match(err, /^interrupted: .*t\.csv was not written$/m);
    assert.deepEqual(readdirSync(join(folder(), "tables")), []);
  });

  it("lets one follower at a time write a file, and goes on when that one was killed", async () => {
    const logs = join(folder(), "growing");
    const writer = openEventWriter(join(logs, "run"));
    writer.scalar("loss", 1, 0);
    writer.sync();
    const out = join(folder(), "followed.csv");
    const args = ["export", logs, "--follow", "--out", out];
    const first = start(args);
    while (!existsSync(out) || !readFileSync(out, "utf8").includes("\n")) await setTimeout(20);
    const second = await ended(start(args));
    assert.equal(second.code, 1);
    assert.match(second.err, new RegExp(`followed\\.csv is being written by process ${first.pid}`));
    first.kill("SIGKILL");
    await once(first, "exit");
    writer.scalar("loss", 2, 1);
    writer.sync();
    const third = start(args);
    const result = ended(third);
    while (!existsSync(out) || readFileSync(out, "utf8").split("\n").length < 4)
      await setTimeout(20);
    third.kill("SIGINT");
    assert.equal((await result).code, 130);
    writer.close();
    assert.ok(!readdirSync(folder()).some((name) => name.startsWith(".followed.csv")));
  });

  it("shows broken files in one line each, and everything that does not need them", async () => {
    const lookups = "fixtures/cases/f04-yaml-alias-takes-all-down";
    const { err } = await ended(start(["list", "--lookups", lookups]));
    assert.match(err, /lookups\/alias\.yaml:2: there is no anchor "&missing"/);
    assert.match(
      err,
      /circle\/self\.yaml:5: the alias "\*p" is part of what its anchor stands for/,
    );
    assert.doesNotMatch(err, /^ +at /m);
    mkdirSync(join(folder(), "mine"));
    writeFileSync(join(folder(), "mine", "broken.yaml"), "title: *nothing\n");
    const built = await ended(
      start([
        ...["build", "nips-sltr-in2", "--lookups", join(folder(), "mine")],
        ...["--format", "vl.json", "--out", join(folder(), "out")],
      ]),
    );
    assert.equal(built.code, 0, built.err);
  });
});
