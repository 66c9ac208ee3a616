import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** Rows that `rows.py` beside the runs worked out with TensorBoard's own reader. */
interface Expected {
  readonly columns: readonly string[];
  /** Without the name; null where the original has no value. */
  readonly rows: readonly (readonly (number | null)[])[];
}

const exporter = fileURLToPath(new URL("../../../fixtures/nau/exporter", import.meta.url));
const runs = readdirSync(exporter).filter((name) => !name.includes("."));

function expectedOf(run: string): Expected | null {
  return JSON.parse(readFileSync(join(exporter, run, "rows.json"), "utf8")) as Expected | null;
}

describe("event files of runs of two layers, exported as the original does", () => {
  const folder = temporaryFolder();

  async function exported(run: string, ...options: readonly string[]) {
    const path = join(folder(), `${run}${options.length}.csv`);
    const { code, err } = await figures([
      ...["export", "--tensorboard-dir", join(exporter, run), "--csv-out", path],
      ...options,
    ]);
    assert.equal(code, 0, err);
    const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    const rows = lines.map((line) => line.split(",").slice(1));
    return {
      columns: header.split(","),
      rows: rows.map((row) => row.map((cell) => (cell === "" ? null : Number(cell)))),
    };
  }

  it("has whole runs with and without gates, runs killed in a row, and one that logged nothing", () => {
    assert.deepEqual(
      [runs.length, runs.filter((run) => expectedOf(run) === null)],
      [10, ["nothing"]],
    );
  });

  for (const run of runs) {
    const expected = expectedOf(run);
    if (!expected) continue;

    it(`with --export-gate: ${run}`, async () => {
      assert.deepEqual(await exported(run, "--export-gate"), expected);
    });

    it(`and without gates: ${run}`, async () => {
      const kept = expected.columns.flatMap((name, at) => (name.includes("gate") ? [] : [at]));
      assert.deepEqual(await exported(run), {
        columns: kept.map((at) => expected.columns[at]),
        rows: expected.rows.map((row) => kept.slice(1).map((at) => row[at - 1])),
      });
    });
  }
});
