import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/**
 * What the original program logged in runs of two layers (steps 0 and 1000, its order of tags), and the rows
 * that its exporter's rules make of that, worked out apart from this program.
 */
interface ExportedRun {
  readonly case: string;
  readonly runName: string;
  readonly events: readonly (readonly [tag: string, step: number, value: number])[];
  /** Those of `--export-gate`. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const fixture = new URL("../../../fixtures/nau/exported-runs.json", import.meta.url);
const runs = JSON.parse(readFileSync(fixture, "utf8")) as readonly ExportedRun[];
const clock = 1234.5;

describe("the exporter of runs of two layers", () => {
  const folder = temporaryFolder();

  async function exported(run: ExportedRun, ...options: readonly string[]) {
    const place = join(folder(), run.case, options.length > 0 ? "gates" : "plain");
    const logs = join(place, "logs");
    const writer = openEventWriter(join(logs, run.runName), { clock: () => clock });
    for (const [tag, step, value] of run.events) writer.scalar(tag, value, step);
    writer.close();
    const path = join(place, "rows.csv");
    const { code, err } = await figures(["export", logs, ...options, "--out", path]);
    assert.equal(code, 0, err);
    const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    const rows = lines.map((line) => line.split(","));
    return { header: header.split(","), rows };
  }

  for (const run of runs) {
    it(`writes the original's columns and values, gates included: ${run.case}`, async () => {
      const { header, rows } = await exported(run, "--export-gate");
      assert.deepEqual(header, run.columns);
      const expected = run.rows.map((row) => row.map(String));
      assert.deepEqual(
        rows.map((row) => row.map((cell, index) => (index === 0 ? cell : `${Number(cell)}`))),
        expected,
      );
    });

    it(`leaves gates out without --export-gate: ${run.case}`, async () => {
      const { header, rows } = await exported(run);
      const kept = run.columns.flatMap((name, index) => (name.includes("gate") ? [] : [index]));
      assert.deepEqual(
        header,
        kept.map((index) => run.columns[index]),
      );
      assert.deepEqual(
        rows.map((row) => row.map((cell, index) => (index === 0 ? cell : `${Number(cell)}`))),
        run.rows.map((row) => kept.map((index) => `${row[index]}`)),
      );
    });
  }
});
