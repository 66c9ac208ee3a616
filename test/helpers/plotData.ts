import { readFileSync } from "node:fs";

export interface PlotRow {
  readonly model: string;
  readonly parameter: string;
  readonly key: string;
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Reads plot data that the R script of the division paper wrote: quoted text, `NA` for what is missing. */
export function readPlotData(name: string): PlotRow[] {
  const file = new URL(`../../fixtures/plot/${name}_plot_data.csv`, import.meta.url);
  const [, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const cells = [...line.matchAll(/"([^"]*)"|([^",]+)/g)].map((cell) => cell[1] ?? cell[2]);
    const number = (cell: string | undefined) => (cell === "NA" ? null : Number(cell));
    return {
      model: cells[1],
      parameter: cells[3],
      key: cells[4],
      mean: number(cells[5]),
      upper: number(cells[6]),
      lower: number(cells[7]),
    };
  });
}
