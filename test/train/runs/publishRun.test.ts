import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishRun } from "../../../src/train/runs/publishRun.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

describe("publishRun", () => {
  const folder = temporaryFolder();
  const newRun = (name: string): string => {
    const path = join(folder(), ".work", name);
    writeFiles(path, { "events.out.tfevents.9.host": "new", ".run.json": "record" });
    return path;
  };
  const contents = (directory: string) =>
    Object.fromEntries(
      readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]),
    );

  it("puts a run where nothing or an empty folder is", async () => {
    for (const name of ["nothing", "empty"]) {
      const directory = join(folder(), name);
      if (name === "empty") mkdirSync(directory);
      await publishRun(newRun(name), directory);
      assert.deepEqual(contents(directory), {
        ".run.json": "record",
        "events.out.tfevents.9.host": "new",
      });
    }
  });

  it("replaces the files of what is there, of which nothing remains", async () => {
    const directory = join(folder(), "old");
    writeFiles(directory, {
      "events.out.tfevents.1.host": "old",
      "events.out.tfevents.2.host": "old, continued",
      ".run.json": "old record",
      "checkpoints/1": "",
      "notes.txt": "",
    });
    await publishRun(newRun("old"), directory);
    assert.deepEqual(contents(directory), {
      ".run.json": "record",
      "events.out.tfevents.2.host": "new",
    });
  });

  it("clears the note of a failure away", async () => {
    const directory = join(folder(), "failed");
    writeFiles(directory, { ".failed.json": "{}" });
    await publishRun(newRun("failed"), directory);
    assert.deepEqual(readdirSync(directory).sort(), [".run.json", "events.out.tfevents.9.host"]);
  });

  it("says which place cannot be written to", async () => {
    writeFileSync(join(folder(), "file"), "");
    const directory = join(folder(), "file", "run");
    await assert.rejects(publishRun(newRun("file"), directory), /Cannot write .*file/);
  });
});
