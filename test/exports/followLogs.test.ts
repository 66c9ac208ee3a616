import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { csvRows } from "../../src/tables/csv.js";
import { followLogs } from "../../src/exports/followLogs.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

describe("followLogs", () => {
  const folder = temporaryFolder();

  it("yields what is new, each scalar once, and never half a record", async () => {
    const source = "fixtures/events/tf2";
    const name = readdirSync(source)[0];
    const bytes = readFileSync(join(source, name));
    const run = join(folder(), "run");
    mkdirSync(run);
    const file = join(run, name);
    let written = bytes.length >> 1;
    writeFileSync(file, bytes.subarray(0, written));

    const controller = new AbortController();
    const follow = followLogs(folder(), {
      everySeconds: 0.02,
      signal: controller.signal,
      onLoss: (loss) => assert.fail(loss.reason),
    });
    const seen: string[] = [];
    for await (const part of follow) {
      // What CSV says of numbers is all of them.
      const rows = csvRows(part).trimEnd().split("\n");
      for (const row of rows) {
        const [, tag, step, , value] = row.split(",");
        seen.push(`${tag} ${step} ${Number(value)}`);
      }
      if (written === bytes.length) controller.abort();
      const next = Math.min(written + 37, bytes.length);
      appendFileSync(file, bytes.subarray(written, next));
      written = next;
      if (written < bytes.length) {
        appendFileSync(file, bytes.subarray(written));
        written = bytes.length;
      }
    }
    const expected = JSON.parse(readFileSync("fixtures/events/expected.json", "utf8")) as {
      tf2: { scalars: Record<string, [number, number][]> };
    };
    const all = Object.entries(expected.tf2.scalars).flatMap(([tag, points]) =>
      points.map(([step, value]) => `${tag} ${step} ${value}`),
    );
    assert.deepEqual(seen.toSorted(), all.toSorted());
  });
});
