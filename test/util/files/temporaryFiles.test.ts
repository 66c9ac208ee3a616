import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { thisProcess } from "../../../src/util/files/processIdentity.js";
import { dropTemporaries, temporaryName } from "../../../src/util/files/temporaryFiles.js";
import { writeAtomically, writeFileAtomically } from "../../../src/util/writeFileAtomically.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("temporary files", () => {
  const folder = temporaryFolder();

  it("are removed by the next writer when their writer is gone, and only then", async () => {
    const { place, pid, started } = thisProcess();
    const file = (name: string, daysOld = 0): string => {
      const path = join(folder(), name);
      writeFileSync(path, "half");
      const time = Date.now() / 1000 - daysOld * 24 * 60 * 60;
      utimesSync(path, time, time);
      return path;
    };
    const killed = file(`t.parquet.${place}-999999999-1-937f28c3.tmp`);
    const ofOtherName = file(`u.csv.${place}-999999999-1-937f28c3.tmp`);
    const sameIdLater = file(`t.parquet.${place}-${pid}-${started + 1}-937f28c3.tmp`);
    const underWay = file(`t.parquet.${place}-${pid}-${started}-937f28c3.tmp`);
    const elsewhere = file(`t.parquet.0123456789ab-1-1-937f28c3.tmp`);
    const longAgo = file(`t.parquet.0123456789ab-2-1-937f28c3.tmp`, 2);
    const ofSomebody = file("notes.tmp", 400);
    await writeFileAtomically(join(folder(), "t.parquet"), "whole");
    assert.equal(readFileSync(join(folder(), "t.parquet"), "utf8"), "whole");
    const all = [killed, ofOtherName, sameIdLater, longAgo, underWay, elsewhere, ofSomebody];
    assert.deepEqual(
      all.map((path) => existsSync(path)),
      // Where the system does not tell when a process started, its number alone proves nothing.
      [false, false, started === 0, false, true, true, true],
    );
  });

  it("have names that fit, and that differ", () => {
    const path = join(folder(), "é".repeat(127));
    const names = [temporaryName(path), temporaryName(path)];
    assert.notEqual(names[0], names[1]);
    for (const name of names) {
      assert.ok(Buffer.byteLength(basename(name)) <= 255);
      writeFileSync(name, "");
    }
    assert.deepEqual(dropTemporaries(), [path, path]);
    assert.ok(!names.some((name) => existsSync(name)));
    assert.deepEqual(dropTemporaries(), []);
  });

  it("are nowhere after a failure", async () => {
    const place = join(folder(), "deep", "failing.csv");
    const failing = writeAtomically(place, async (temporary) => {
      writeFileSync(temporary, "half");
      await setTimeout(1);
      throw new Error("no more rows");
    });
    await assert.rejects(failing, /no more rows/);
    assert.ok(!readdirSync(folder()).includes("deep"));
    assert.deepEqual(dropTemporaries(), []);
  });
});
