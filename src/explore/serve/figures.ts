import { makeFigure } from "../../figures/build/buildFigure.js";
import { loadSeries } from "../../figures/data/loadSeries.js";
import type { Folders } from "../../figures/folders.js";
import { findLookup, readLookups } from "../../figures/lookups/index.js";
import { withReferenceThresholds } from "../../figures/numbers/referenceThresholds.js";
import { isJudged } from "../../figures/quantities/index.js";
import { resolveFigure } from "../../figures/resolve/resolveFigure.js";
import type { ResolvedFigure } from "../../figures/resolve/resolvedFigure.js";
import { compileFigure } from "../../plot/index.js";
import type { RunRows } from "../../stats/runRows.js";
import { missingTest, type Table } from "../../tables/table.js";
import { largest, smallest } from "../../util/lists/longLists.js";
import type { Cell, FigurePage, PlainTable } from "../curves/protocol.js";
import { differencesOf, isCommitted } from "./committed.js";
import { descriptionOf } from "./figureEntry.js";
import { LastUsed } from "./lastUsed.js";
import { figureAt, type JudgedRuns } from "./thresholds.js";

export interface FigureSettings {
  readonly folders: Folders;
  /** Where the committed figures are. */
  readonly against: string;
}

/** A figure as a page has it, and what else is to be known of it. Plain values: threads send it to each other. */
export interface DrawnFigure {
  readonly page: Omit<FigurePage, "store">;
  /** How its runs were judged by thresholds of this project, and by what rule; undefined where none was. */
  readonly judged?: JudgedRuns;
  /** The directories of a figure of one's own logs. */
  readonly logs?: readonly string[];
}

/** The runs of a series, with every logged value of what they are judged by. */
export interface RunsOfSeries {
  readonly label: string;
  readonly runs: readonly RunRows[];
}

/** So many figures are remembered as they were shown. */
const mostShown = 16;
const silent = () => undefined;

/** Draws figures for pages, compares them and reads their runs: all that takes long. */
export class Figures {
  private readonly shown = new LastUsed<ResolvedFigure>(mostShown);

  constructor(private readonly settings: FigureSettings) {}

  /**
   * A figure; with a factor, as it is when each threshold is multiplied by it.
   *
   * @throws {UserError} when there is no such figure or it cannot be drawn
   */
  async draw(key: string, factor: number): Promise<DrawnFigure> {
    const figure = factor === 1 ? await this.resolve(key) : await this.shownAt(key, factor);
    const { lookup, logs } = figure;
    const notes: string[] = [];
    const warn = (message: string) => void (notes.includes(message) || notes.push(message));
    const { data, contents } = await makeFigure(figure, { formats: ["vl.json"], warn });
    const vega = await compileFigure(String(contents.get(`${lookup.key}.vl.json`)));
    const table = Object.entries(data.tables).find(([ending]) => ending === "");
    const outcomes = data.numbers?.outcomes ?? [];
    const own = outcomes.filter(({ data: origin }) => origin !== "published");
    const thresholds = own.map(({ threshold }) => threshold);
    return {
      page: {
        key: lookup.key,
        title: lookup.title,
        description: descriptionOf(lookup),
        vega,
        notes,
        table: table === undefined ? null : plainTable(table[1]),
        isCommitted: isCommitted(lookup, this.settings.against),
        runs: outcomes.map((outcome) => ({
          name: `${outcome.model}/${outcome.name}`,
          model: outcome.model,
          parameter: outcome.parameter,
          solved: isJudged(outcome) ? outcome.solved : null,
        })),
        thresholds: own.length === 0 ? null : [smallest(thresholds), largest(thresholds)],
      },
      ...(data.numbers !== undefined && {
        judged: { outcomes: own, inclusive: lookup.inclusive, better: lookup.better },
      }),
      ...(logs !== undefined && { logs: logs.paths }),
    };
  }

  /** The judged runs of a figure, with all of their values. @throws {UserError} as `draw` does */
  async runs(key: string): Promise<RunsOfSeries[]> {
    const figure = this.shown.get(key) ?? (await this.resolve(key));
    const all: RunsOfSeries[] = [];
    for (const series of figure.series) {
      const runs = await loadSeries(series, figure.lookup, silent, (rows) => rows);
      all.push({ label: series.label, runs });
    }
    return all;
  }

  /**
   * How a figure differs from the committed one: a line for each file.
   *
   * @throws {UserError} when there is no such figure or it cannot be made
   */
  async differences(key: string): Promise<readonly string[]> {
    const { folders, against } = this.settings;
    return differencesOf(findLookup(await readLookups(folders.lookups), key), folders, against);
  }

  private async resolve(asked: string): Promise<ResolvedFigure> {
    const { folders } = this.settings;
    const lookup = findLookup(await readLookups(folders.lookups), asked);
    const figure = await resolveFigure(lookup, folders, { dpi: 300 });
    this.shown.set(lookup.key, figure);
    return figure;
  }

  /** The figure that was shown, not what its data are by now, with other thresholds. */
  private async shownAt(key: string, factor: number): Promise<ResolvedFigure> {
    const figure = this.shown.get(key) ?? (await this.resolve(key));
    const series = await withReferenceThresholds({ ...figure, rowsOf: () => 0 }, silent);
    const judged = { ...figure, series };
    this.shown.set(key, judged);
    return figureAt(judged, factor);
  }
}

function plainTable({ rows, columns }: Table): PlainTable {
  const cells = columns.map((column): ((row: number) => Cell) => {
    if (column.type === "text" || column.type === "boolean") return (row) => column.values[row];
    const isMissing = missingTest(column.values, column.missing);
    return (row) => (isMissing(row) ? null : column.values[row]);
  });
  return {
    columns: columns.map(({ name }) => name),
    rows: Array.from({ length: rows }, (_, row) => cells.map((cell) => cell(row))),
  };
}
