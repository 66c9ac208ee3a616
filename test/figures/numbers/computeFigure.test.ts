import assert from "node:assert/strict";
import { join } from "node:path";
import { findLookup, readLookups } from "../../../src/figures/lookups/index.js";
import { computeFigure, type FigureNumbers } from "../../../src/figures/numbers/computeFigure.js";
import { resolveFolders } from "../../../src/figures/folders.js";
import { resolveData } from "../../../src/figures/resolve/resolveFigure.js";
import { outcomeTable, summaryTable } from "../../../src/figures/numbers/resultTables.js";
import type { Table } from "../../../src/tables/table.js";
import { readRecords, type Value } from "../../helpers/readRecords.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const records = ({ rows, columns }: Table): Record<string, Value>[] =>
  Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      columns.map(({ name, values }) => {
        const value = values[row]!;
        return [name, Number.isNaN(value) ? null : value];
      }),
    ),
  );

const close = (actual: Value | undefined, expected: Value | undefined, tolerance: number) => {
  if (expected === null || typeof expected !== "number") return assert.equal(actual, expected);
  assert.equal(typeof actual, "number");
  const error = Math.abs((actual as number) - expected);
  assert.ok(error <= tolerance * Math.max(1, Math.abs(expected)), `${actual} for ${expected}`);
};

// The tables and the answers are those of the original exporter and R script: 4 models, 9 ranges, 4 seeds.
describe("computeFigure on the published programs' tables of nips-sltr-in2", () => {
  let numbers: FigureNumbers;
  before(async () => {
    const folders = resolveFolders({ tables: "fixtures/original/tables", runs: "none" });
    const lookup = findLookup(await readLookups(folders.lookups), "nips-sltr-in2");
    numbers = await computeFigure(await resolveData(lookup, folders), {
      warn: (message) => assert.fail(message),
    });
  });

  it("judges every run like the R script", async () => {
    const expected = await readRecords("fixtures/stats/sltr-in2_seeds_best.csv");
    assert.equal(expected.length, 144);
    const ours = new Map(
      records(outcomeTable(numbers.outcomes)).map((row) => [`${row["model"]} ${row["name"]}`, row]),
    );
    assert.equal(ours.size, expected.length);
    for (const row of expected) {
      const own = ours.get(`${row["model"]} ${row["name"]}`)!;
      for (const column of Object.keys(own)) close(own[column], row[column], 1e-14);
    }
  });

  it("has the R script's success rates, and numbers where it has numbers", async () => {
    const expected = await readRecords("fixtures/stats/sltr-in2_plot_data.csv");
    const place = (row: Record<string, Value>) =>
      `${row["model"]} ${row["parameter"]} ${row["key"]}`;
    const ours = new Map(records(summaryTable(numbers.summary)).map((row) => [place(row), row]));
    assert.equal(ours.size, expected.length);
    for (const row of expected) {
      const own = ours.get(place(row))!;
      assert.equal(own["operation"], row["operation"]);
      assert.equal(own["our.model"], row["our.model"]);
      if (row["key"] === "success.rate") {
        for (const column of ["mean.value", "lower.value", "upper.value"]) {
          close(own[column], row[column], 1e-9);
        }
      }
      close(own["max.value"], row["max.value"], 1e-12);
      assert.equal(own["mean.value"] === null, row["mean.value"] === null, place(row));
    }
  });

  it("orders models like the lookup and ranges by their middles, as the paper asks", () => {
    const unique = (values: string[]) => [...new Set(values)];
    assert.deepEqual(unique(numbers.summary.map(({ model }) => model)), [
      "Real NPU (baseline)",
      "Real NPU (modified)",
      "NRU",
      "NMRU",
    ]);
    assert.deepEqual(unique(numbers.summary.map(({ parameter }) => parameter)), [
      "U[-20,-10)",
      "U[-2,-1)",
      "U[-1.2,-1.1)",
      "U[-0.2,-0.1)",
      "U[-2,2)",
      "U[0.1,0.2)",
      "U[1.1,1.2)",
      "U[1,2)",
      "U[10,20)",
    ]);
  });
});

describe("computeFigure on a table of many short runs", () => {
  const folder = temporaryFolder();
  const runs = 4000;

  it("judges each of them, for several series at once (f22)", async () => {
    const lines = Array.from({ length: runs }, (_, seed) => {
      const name = `${seed % 2 === 0 ? "a" : "b"}_s${seed}`;
      return `${name},0,1,1\n${name},10,0,${seed < 16 ? 0 : 1}\n`;
    });
    writeFiles(folder(), {
      "many.csv": `run,step,val,test\n${lines.join("")}`,
      "lookups/many.yaml":
        `title: many\nthreshold: 0.5\nnames: "{model}_s{seed}"\nparameter: model\n` +
        `columns: { interpolation: val, extrapolation: test, sparsity: null }\n` +
        `series:\n  - { label: A, table: ../many.csv, where: { model: a } }\n` +
        `  - { label: B, table: ../many.csv, where: { model: b } }\n`,
    });
    const folders = resolveFolders({ lookups: join(folder(), "lookups") });
    const lookup = findLookup(await readLookups(folders.lookups), "many");
    const warn = (message: string) => assert.fail(message);
    const { outcomes, summary } = await computeFigure(await resolveData(lookup, folders), { warn });
    assert.equal(outcomes.length, runs);
    const rates = summary.filter(({ key }) => key === "success.rate");
    const counts = rates.map(({ model, solved, runs }) => [model, solved, runs]);
    assert.deepEqual(counts, [
      ["A", 8, runs / 2],
      ["B", 8, runs / 2],
    ]);
  });
});
