import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { RunRows } from "../../src/stats/runRows.js";

/** Text of a file in `fixtures/stats`, unpacked where its name ends in `.gz`. */
export function readFixture(file: string): string {
  const bytes = readFileSync(new URL(`../../fixtures/stats/${file}`, import.meta.url));
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** Rows of a CSV fixture by column name; quotes around fields are taken off. */
export function readCsvFixture(file: string): Record<string, string>[] {
  const [header, ...lines] = readFixture(file).trimEnd().split("\n").map(splitLine);
  return lines.map((fields) =>
    Object.fromEntries(header.map((column, index) => [column, fields[index] ?? ""])),
  );
}

/** Fields of one line; the fixtures' quoted fields hold commas, but no quotes and no line ends. */
function splitLine(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"([^"]*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
}

/** A number as R writes it: NA and the empty text are null. */
export function numberOf(text: string | undefined): number | null {
  return text === undefined || text === "" || text === "NA" || text === "NaN" ? null : Number(text);
}

export interface JudgedRun {
  readonly figure: string;
  readonly model: string;
  readonly parameter: string;
  readonly threshold: number;
  readonly rows: RunRows;
}

/** The runs of `division-runs.csv.gz`; fields that repeat within a run are written in its first row only. */
export function readDivisionRuns(): JudgedRun[] {
  const groups: Record<string, string>[][] = [];
  for (const row of readCsvFixture("division-runs.csv.gz")) {
    if (row.name !== "") groups.push([]);
    groups.at(-1)!.push(row);
  }
  return groups.map((rows) => {
    const first = rows[0];
    const column = (name: string) =>
      Float64Array.from(rows, (row) => numberOf(row[name]) ?? Number.NaN);
    return {
      figure: first.figure,
      model: first.model,
      parameter: first.parameter,
      threshold: Number(first.threshold),
      rows: {
        name: first.name,
        step: column("step"),
        interpolationError: column("interpolation"),
        extrapolationError: column("extrapolation"),
        sparsityError: column("sparsity"),
      },
    };
  });
}
