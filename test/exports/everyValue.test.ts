import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { exportLogs, writeTable } from "../../src/exports/exportLogs.js";
import { readRecords as readCsv } from "../../src/tables/database/csvRecords.js";
import { missingTest } from "../../src/tables/table.js";
import { readRecords } from "../helpers/readRecords.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const tag = fc.oneof(
  fc.constantFrom(
    "loss",
    "Loss",
    "/loss",
    "step",
    "run",
    "wall_time",
    "",
    "a,b",
    'q"',
    "x\ny",
    "tag_step",
  ),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const point = fc.record({
  tag: fc.nat({ max: 3 }),
  step: fc.nat({ max: 6 }),
  value: fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity, 0), fc.float().map(Math.fround)),
});
const logs = fc.record({
  tags: fc.uniqueArray(tag, { minLength: 4, maxLength: 4 }),
  files: fc.array(fc.array(point, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
});

/** What tells a logged value from others, NaN included. */
const key = (tagName: string, step: number, value: number) =>
  JSON.stringify([tagName.replaceAll("\0", "\\x00"), step, String(value)]);

describe("every logged value", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const options = { onLoss: () => assert.fail("a loss"), onEmptyRun: () => assert.fail("no rows") };

  it("is in the long and in the wide table once, or counted as left out, in CSV and Parquet alike", async () => {
    await fc.assert(
      fc.asyncProperty(logs, async ({ tags, files }) => {
        const directory = join(folder(), "logs");
        rmSync(directory, { recursive: true, force: true });
        let time = 1000;
        const logged: string[] = [];
        const order: string[] = [];
        for (const points of files) {
          const writer = openEventWriter(join(directory, "r"), { clock: () => time++ });
          for (const { tag: index, step, value } of points) {
            writer.scalar(tags[index], value, step);
            logged.push(key(tags[index], step, value));
            if (!order.includes(tags[index])) order.push(tags[index]);
          }
          writer.close();
        }
        logged.sort();

        const long = await exportLogs(directory, { ...options, long: true, supersede: "none" });
        const wide = await exportLogs(directory, { ...options, supersede: "none" });
        for (const ending of ["csv", "parquet"] as const) {
          const longPath = join(folder(), `long.${ending}`);
          await writeTable(longPath, long.table);
          const rows = ending === "csv" ? csvRows(longPath) : await readRecords(longPath);
          assert.deepEqual(
            rows
              .map((row) => key(String(row["tag"]), Number(row["step"]), numberOf(row["value"])))
              .sort(),
            logged,
          );
          const widePath = join(folder(), `wide.${ending}`);
          await writeTable(widePath, wide.table);
          const columns = wide.table.columns.slice(3).map(({ name }) => name);
          assert.equal(columns.length, order.length);
          const wideRows = ending === "csv" ? csvRows(widePath) : await readRecords(widePath);
          const found = wideRows.flatMap((row) =>
            columns.flatMap((name, index) => {
              const cell = row[name];
              return cell === null || cell === ""
                ? []
                : [key(order[index], Number(row["step"]), numberOf(cell))];
            }),
          );
          assert.deepEqual(found.sort(), logged);
        }

        let leftOut = 0;
        const settled = await exportLogs(directory, {
          ...options,
          onSuperseded: (_run, superseded) =>
            superseded.forEach(({ values }) => (leftOut += values)),
        });
        const kept = settled.table.columns.slice(3).reduce((sum, column) => {
          assert.ok(column.type === "float" || column.type === "double");
          const isMissing = missingTest(column.values, column.missing);
          return sum + Array.from(column.values).filter((_value, row) => !isMissing(row)).length;
        }, 0);
        assert.equal(kept + leftOut, logged.length);
      }),
      { numRuns: 40 },
    );
  });
});

function csvRows(path: string): Record<string, unknown>[] {
  const [header, ...rows] = [...readCsv(readFileSync(path, "utf8"), ",")];
  return rows.map(({ cells }) =>
    Object.fromEntries(cells.map((cell, i) => [header.cells[i], cell])),
  );
}

/** Number("nan") is NaN as well, but Number("inf") is not infinite. */
function numberOf(cell: unknown): number {
  const text = String(cell);
  return Number(text.replace(/^(-?)inf$/, "$1Infinity"));
}
