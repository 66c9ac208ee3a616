import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { figures } from "../helpers/recordingTerminal.js";

/** Names of models in the list of the papers' numbers, where the figures have others. */
const models: Record<string, string> = {
  NAC_add: "NAC₊",
  NAC_mul: "NAC•",
  NAC_mul_NMU: "NAC•,NMU",
  NAC_mul_sigma: "NAC•,σ",
  Gated_NAU_NMU: "Gated NAU/NMU",
  NALU_separate: "NALU (separate)",
  NALU_shared: "NALU (shared)",
};
const quantities: Record<string, string> = {
  success_rate: "success.rate mean",
  solved_at_median: "converged.at median",
  solved_at_mean: "converged.at mean",
  sparsity_error_mean: "sparse.error mean",
};

async function query(sql: string): Promise<Record<string, string | number>[]> {
  const { code, out, err } = await figures(["query", "--format", "json", sql]);
  assert.equal(code, 0, err);
  return JSON.parse(out) as Record<string, string | number>[];
}

/** Cells of the lines of a Markdown table. */
const cellsOf = (text: string): string[][] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2, -2).split(" | "));

describe("numbers of the papers in docs/reproduction.md", () => {
  it("are those that the tables print, each with its value", async () => {
    const printed = await query(
      "select source, operation, model, metric, value from 'fixtures/nau/paper-numbers.csv' where kind = 'table'",
    );
    const held = await query(
      "select item, parameter, model, key, statistic, value from 'lookups/nau/data/published-numbers.parquet'",
    );
    const place = (...parts: readonly unknown[]) => parts.join(" ");
    const values = new Map(
      held.map(({ item, parameter, model, key, statistic, value }) => [
        place(`${item}.tex`, parameter, model, key, statistic),
        Number(value),
      ]),
    );
    const missing = printed.filter(({ source, operation, model, metric, value }) => {
      const name = models[model] ?? model;
      const found = values.get(place(source, operation, name, quantities[metric]));
      return (
        found === undefined || Math.abs(found - Number(value)) > 1e-9 * Math.abs(Number(value))
      );
    });
    const sources = missing.map(({ source }) => source);
    assert.deepEqual(sources, new Array(24).fill("function_task_static_ablation.tex"));
    assert.equal(printed.length, 261);
  });

  it("are counted where they have no line", async () => {
    const text = await readFile("docs/reproduction.md", "utf8");
    const [, section = ""] = /## Numbers without a line\n([^]*?)\n## /.exec(text) ?? [];
    const [, report = ""] = text.split("<!-- figures summary --all --markdown -->");
    const rows = cellsOf(section).slice(2);
    const lines = cellsOf(report);
    const items = await query(
      "select item, count(*) n from 'lookups/nau/data/published-numbers.parquet' group by item",
    );
    const others = await query(
      "select kind, count(*) n from 'fixtures/nau/paper-numbers.csv' " +
        "where kind <> 'table' or source like '%ablation.tex' group by kind",
    );
    const numbers = new Map([...items, ...others].map(({ item, kind, n }) => [item ?? kind, n]));
    let [all, without] = [0, 0];
    for (const [name, key, n, withLine, rest] of rows) {
      const ours = lines.filter(([, of]) => of === key);
      // Model, place and number; the origins of ours are lines of their own.
      const distinct = new Set(ours.map((cells) => cells.slice(2, 5).join("|"))).size;
      assert.equal(Number(n), Number(numbers.get(name.replaceAll("`", ""))), name);
      assert.equal(Number(withLine), distinct, name);
      assert.equal(Number(rest), Number(n) - distinct, name);
      [all, without] = [all + Number(n), without + Number(rest)];
    }
    assert.equal(rows.length, numbers.size);
    assert.ok(section.includes(`${without} of ${all} numbers`), `${without} of ${all} numbers`);
  });
});
