import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  compareNaturally,
  findRuns,
  listRuns,
  type Loss,
  readRun,
  readRuns,
} from "../../../src/events/index.js";
import { UserError } from "../../../src/util/userError.js";
import { eventRecord, scalarEvent, TemporaryLogs } from "../../helpers/eventFile.js";

const someEvents = { "events.out.tfevents.1.host": eventRecord(scalarEvent("a", 0, 1)) };

/** Runs `action` without the rights of root, which nothing is closed to. */
async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  try {
    return await action();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}

describe("findRuns", () => {
  let logs: TemporaryLogs;
  beforeEach(() => {
    logs = new TemporaryLogs();
    chmodSync(logs.root, 0o755);
  });
  afterEach(() => logs.remove());

  const names = async (): Promise<string[]> => (await findRuns(logs.root)).map(({ name }) => name);

  it("names runs by their path, in natural order, and the log directory itself '.'", async () => {
    for (const name of ["b/run10", "b/run9", "a", "b", "ünïcode ☃/x y"]) logs.run(someEvents, name);
    writeFileSync(join(logs.root, "x.tfevents.y"), "");
    assert.deepEqual(await names(), [".", "a", "b", "b/run9", "b/run10", "ünïcode ☃/x y"]);
  });

  it("gives the files of a run in the order of their names' bytes", async () => {
    const files = [
      "tfevents.9",
      "tfevents.10",
      "tfevents.é",
      "tfevents.z",
      "other.txt",
      ".tfevents",
      "._tfevents.z",
    ];
    logs.run(Object.fromEntries(files.map((file) => [file, new Uint8Array()])));
    const [run] = await findRuns(logs.root);
    assert.deepEqual(
      run.files.map((file) => file.slice(run.directory.length + 1)),
      [".tfevents", "tfevents.10", "tfevents.9", "tfevents.z", "tfevents.é"],
    );
  });

  it("counts hidden folders, as TensorBoard does, and says so", async () => {
    logs.run(someEvents, "seen");
    logs.run(someEvents, ".hidden/a");
    const told: string[] = [];
    const found = await findRuns(logs.root, { onNote: (note) => told.push(note) });
    assert.deepEqual(
      found.map(({ name }) => name),
      [".hidden/a", "seen"],
    );
    assert.deepEqual(told, [`${logs.root}: runs in hidden folders count too: .hidden/a`]);
  });

  it("passes over runs that are still being trained", async () => {
    logs.run(someEvents, "done");
    logs.run(someEvents, ".training-0123-host-1");
    assert.deepEqual(await names(), ["done"]);
  });

  it("follows links, but not in circles", async () => {
    logs.run(someEvents, "a/b");
    symlinkSync("..", join(logs.root, "a", "up"));
    symlinkSync(logs.root, join(logs.root, "a", "b", "root"));
    symlinkSync("nowhere", join(logs.root, "dangling"));
    symlinkSync("self", join(logs.root, "self"));
    symlinkSync(join("a", "b"), join(logs.root, "c"));
    symlinkSync(
      join("..", "a", "b", "events.out.tfevents.1.host"),
      join(logs.root, "a", "l.tfevents"),
    );
    assert.deepEqual(await names(), ["a/b"]);
  });

  it("ends when folders link to each other crosswise", async () => {
    logs.run(someEvents, "a");
    logs.run(someEvents, "b");
    symlinkSync(join("..", "b"), join(logs.root, "a", "x"));
    symlinkSync(join("..", "a"), join(logs.root, "b", "y"));
    assert.deepEqual(await names(), ["a", "b"]);
  });

  it("counts what links reach a second time once, under the path without links, and names it", async () => {
    logs.run(someEvents, "z/run");
    symlinkSync(join("z", "run"), join(logs.root, "a"));
    symlinkSync(
      join("..", "z", "run", "events.out.tfevents.1.host"),
      join(logs.root, "z", "l.tfevents"),
    );
    mkdirSync(join(logs.root, "empty"));
    symlinkSync("empty", join(logs.root, "nothing"));
    const told: string[] = [];
    const found = await findRuns(logs.root, { onNote: (note) => told.push(note) });
    assert.deepEqual(
      found.map(({ name, files }) => [name, files.length]),
      [["z/run", 1]],
    );
    const path = (...parts: string[]) => join(logs.root, ...parts);
    const events = ["z", "run", "events.out.tfevents.1.host"];
    assert.deepEqual(told, [
      `${path("a")} is ${path("z", "run")} once more, by a link: it counts once`,
      `${path("z", "l.tfevents")} is ${path(...events)} once more, by a link: it counts once`,
    ]);
  });

  it("follows links that lead out of the log directory", async () => {
    const elsewhere = new TemporaryLogs();
    elsewhere.run(someEvents, "seed-0");
    for (const name of ["first", "second"]) symlinkSync(elsewhere.root, join(logs.root, name));
    assert.deepEqual(await names(), ["first/seed-0"]);
    assert.deepEqual(
      listRuns(logs.root).map(({ name }) => name),
      ["first/seed-0"],
    );
    elsewhere.remove();
    assert.deepEqual(listRuns(logs.root), []);
    assert.deepEqual(listRuns(join(logs.root, "missing")), []);
  });

  it("passes over sockets and folders that are named like event files", async () => {
    logs.run(someEvents, "a");
    mkdirSync(join(logs.root, "a", "folder.tfevents"));
    const server = createServer().listen(join(logs.root, "s.tfevents"));
    await new Promise((resolve) => server.once("listening", resolve));
    assert.deepEqual(await names(), ["a"]);
    server.close();
  });

  it("says what is wrong with the log directory and what to do", async () => {
    const file = join(logs.root, "file");
    writeFileSync(file, "");
    for (const [path, message] of [
      [join(logs.root, "missing"), /missing does not exist\.\n.*path/],
      [file, /is not a directory\.\n.*folder/],
      [logs.root, /No event files in .*tfevents.*\n.*--logdir/],
    ] as const) {
      await assert.rejects(findRuns(path), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        return true;
      });
    }
  });

  it("reports a folder that it may not list, and lists the others", async () => {
    logs.run(someEvents, "open");
    chmodSync(logs.run(someEvents, "closed").directory, 0o000);
    const losses: Loss[] = [];
    const found = await asNobody(() =>
      findRuns(logs.root, { onLoss: (loss) => losses.push(loss) }),
    );
    assert.deepEqual(
      found.map(({ name }) => name),
      ["open"],
    );
    assert.deepEqual(
      losses.map(({ kind, file }) => [kind, file]),
      [["unreadable", join(logs.root, "closed")]],
    );
  });

  it("refuses a log directory that it may not list", async () => {
    const { directory } = logs.run(someEvents, "closed");
    chmodSync(directory, 0o000);
    await asNobody(() =>
      assert.rejects(findRuns(directory), (error: unknown) => error instanceof UserError),
    );
  });
});

describe("readRun of files that are not as they were listed", () => {
  const logs = new TemporaryLogs();
  before(() => chmodSync(logs.root, 0o755));
  after(() => logs.remove());

  const good = { "tfevents.2": eventRecord(scalarEvent("good", 0, 1)) };

  it("reports a file that has vanished and reads the others", async () => {
    const run = logs.run({ "tfevents.1": new Uint8Array(), ...good }, "vanished");
    rmSync(run.files[0]);
    const { losses, scalars } = await readRun(run);
    assert.deepEqual(
      losses.map(({ kind, file }) => [kind, file]),
      [["vanished", run.files[0]]],
    );
    assert.ok(scalars.has("good"));
  });

  it("reports a file that it may not read and reads the others", async () => {
    const run = logs.run({ "tfevents.1": new Uint8Array(), ...good }, "closed");
    chmodSync(run.files[0], 0o000);
    const { losses, scalars } = await asNobody(() => readRun(run));
    assert.deepEqual(
      losses.map(({ kind, reason }) => [kind, reason]),
      [["unreadable", "this user may not read it"]],
    );
    assert.ok(scalars.has("good"));
  });

  it("reports a folder in the place of a file", async () => {
    const run = logs.run(good, "folder");
    const folder = join(run.directory, "tfevents.1");
    mkdirSync(folder);
    const { losses, scalars } = await readRun({ ...run, files: [folder, ...run.files] });
    assert.deepEqual(
      losses.map(({ kind }) => kind),
      ["not-an-event-file"],
    );
    assert.ok(scalars.has("good"));
  });

  it("goes on with the next run when one has vanished as a whole", async () => {
    logs.run(good, "many/a");
    const b = logs.run(good, "many/b");
    const seen: [string, string[]][] = [];
    for await (const run of readRuns(join(logs.root, "many"))) {
      rmSync(b.directory, { recursive: true, force: true });
      seen.push([run.name, run.losses.map(({ kind }) => kind)]);
    }
    assert.deepEqual(seen, [
      ["a", []],
      ["b", ["vanished"]],
    ]);
  });
});

describe("compareNaturally", () => {
  it("orders numbers by value and all else by code unit", () => {
    const sorted = [
      "",
      "a",
      "a0",
      "a00",
      "a1",
      "a1b",
      "a2",
      "a9",
      "a10",
      "a10/b",
      "a99999999999999999999",
      "b",
    ];
    for (const a of sorted) {
      for (const b of sorted) {
        const expected = Math.sign(sorted.indexOf(a) - sorted.indexOf(b));
        assert.equal(Math.sign(compareNaturally(a, b)), expected, `${a} ${b}`);
      }
    }
  });
});
