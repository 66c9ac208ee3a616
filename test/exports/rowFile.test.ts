import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RowFile } from "../../src/exports/rowFile.js";
import { thisProcess } from "../../src/util/files/processIdentity.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

describe("RowFile", function () {
  const folder = temporaryFolder();

  it("replaces what was there with the first rows, and grows", async () => {
    const path = join(folder(), "rows.csv");
    writeFileSync(path, "old");
    const file = await RowFile.open(path);
    assert.equal(readFileSync(path, "utf8"), "old");
    await file.write("a,é\n");
    await file.write("1,2\n");
    await file.close();
    assert.equal(readFileSync(path, "utf8"), "a,é\n1,2\n");
    assert.deepEqual(readdirSync(folder()), ["rows.csv"]);
  });

  it("is written by one at a time", async () => {
    const path = join(folder(), "one.csv");
    const file = await RowFile.open(path);
    await assert.rejects(
      RowFile.open(path),
      new RegExp(`one\\.csv is being written by process ${process.pid} of .*\\nGive another file`),
    );
    await file.close();
    await (await RowFile.open(path)).close();
  });

  it("is taken over from a writer of which nothing is heard", async () => {
    const path = join(folder(), "silent.csv");
    const claim = join(folder(), ".silent.csv.writer");
    mkdirSync(claim);
    writeFileSync(join(claim, "claim-1"), JSON.stringify({ ...thisProcess(), place: "elsewhere" }));
    const file = await RowFile.open(path, { abandonedAfterSeconds: 0.2 });
    await file.close();
  });

  it("refuses rows that would go into a file that has lost its name", async () => {
    const path = join(folder(), "replaced.csv");
    const file = await RowFile.open(path);
    await file.write("a\n");
    rmSync(path);
    await assert.rejects(file.write("b\n"), /replaced\.csv was removed by another program/);
    writeFileSync(path, "of another");
    await assert.rejects(file.write("b\n"), /replaced\.csv was replaced by another program/);
    await file.close();
    assert.equal(readFileSync(path, "utf8"), "of another");
  });

  it("ends at a whole row when the disk is full", async function () {
    // A file system of 64 KB, where this process may make one.
    const disk = join(folder(), "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", disk], { stdio: "ignore" });
    } catch {
      this.skip();
    }
    try {
      const path = join(disk, "rows.csv");
      const file = await RowFile.open(path);
      const rows = Array.from({ length: 500 }, (_, row) => `run,tag,${row},9.99e-10\n`).join("");
      let written = 0;
      await assert.rejects(async () => {
        for (; ; written++) await file.write(rows);
      }, /Cannot write .*rows\.csv: ENOSPC/);
      await file.close();
      assert.ok(written > 0);
      assert.equal(readFileSync(path, "utf8"), rows.repeat(written));
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
