import { basename, resolve } from "node:path";
import { makeFigure } from "../../figures/build/buildFigure.js";
import { loadSeries } from "../../figures/data/loadSeries.js";
import type { Folders } from "../../figures/folders.js";
import { findLookup, listLookups, readLookups } from "../../figures/lookups/index.js";
import { decodeRuns, judgeSeries } from "../../figures/numbers/judgeSeries.js";
import { withReferenceThresholds } from "../../figures/numbers/referenceThresholds.js";
import { isJudged } from "../../figures/quantities/index.js";
import { resolveFigure } from "../../figures/resolve/resolveFigure.js";
import type { ResolvedFigure } from "../../figures/resolve/resolvedFigure.js";
import { compileFigure } from "../../plot/index.js";
import type { RunRows } from "../../stats/runRows.js";
import { missingTest, type Table } from "../../tables/table.js";
import { compareNaturally } from "../../util/text/compareNaturally.js";
import { displayPath } from "../../util/text/displayPath.js";
import type { Cell, FigureList, FigurePage, PlainTable, Rate } from "../curves/protocol.js";
import { differencesOf, isCommitted } from "./committed.js";
import type { CurveStore } from "./curveStore.js";
import { descriptionOf, entryOf } from "./figureEntry.js";
import { figureStore } from "./figureStore.js";
import { LogStore } from "./logStore.js";
import { figureAt, ratesOf, seriesAt } from "./thresholds.js";

export interface ProjectOptions {
  /** Log directories to explore. */
  readonly logs: readonly string[];
  readonly folders: Folders;
  /** Figures of one paper that comes with the program. */
  readonly paper?: string;
  /** Seconds between looks at growing logs; 0: none grows. */
  readonly everySeconds?: number;
  /** Where the committed figures are. Default: `figures/gallery`. */
  readonly against?: string;
  readonly warn: (message: string) => void;
}

/** A figure whose runs were read. */
interface JudgedFigure {
  readonly figure: ResolvedFigure;
  readonly series: readonly { readonly index: number; readonly runs: readonly RunRows[] }[];
}

/** What pages show: the figures of a project, and the curves of its logs. Nothing is read before it is asked for. */
export class Project {
  private readonly stores = new Map<string, CurveStore>();
  private readonly judged = new Map<string, JudgedFigure>();

  constructor(private readonly options: ProjectOptions) {
    const { logs, everySeconds, warn } = options;
    logs.forEach((path, index) => {
      const id = `logs-${index + 1}`;
      const title = displayPath(resolve(path));
      this.stores.set(id, new LogStore([path], { id, title, isOwn: true, everySeconds, warn }));
    });
  }

  get title(): string {
    return basename(resolve("."));
  }

  get folders(): Folders {
    return this.options.folders;
  }

  private get against(): string {
    return this.options.against ?? "figures/gallery";
  }

  get logStores(): readonly CurveStore[] {
    return [...this.stores.values()].filter(({ id }) => id.startsWith("logs-"));
  }

  store(id: string): CurveStore | undefined {
    return this.stores.get(id);
  }

  /** The directories of a log store, as the command line named them. */
  directoriesOf(id: string): readonly string[] {
    const path = this.options.logs[Number(id.replace("logs-", "")) - 1];
    return path === undefined ? [] : [path];
  }

  close(): void {
    for (const store of this.stores.values()) store.close();
  }

  async list(): Promise<FigureList> {
    const { folders, paper } = this.options;
    const { lookups, errors } = await listLookups(folders.lookups, paper);
    const figures = await Promise.all(
      lookups.map((lookup) => entryOf(lookup, folders, this.against)),
    );
    figures.sort(
      (a, b) =>
        compareNaturally(a.paper ?? "", b.paper ?? "") ||
        compareNaturally(a.figure ?? "", b.figure ?? "") ||
        compareNaturally(a.key, b.key),
    );
    return { figures, errors: errors.map(({ message }) => message) };
  }

  /**
   * A figure; with a factor, as it is when each threshold is multiplied by it.
   *
   * @throws {UserError} when there is no such figure or it cannot be drawn
   */
  async figure(key: string, factor = 1): Promise<FigurePage> {
    const figure = await this.resolved(key, factor);
    const { lookup } = figure;
    const notes: string[] = [];
    const warn = (message: string) => void (notes.includes(message) || notes.push(message));
    const { data, contents } = await makeFigure(figure, { formats: ["vl.json"], warn });
    const vega = await compileFigure(String(contents.get(`${lookup.key}.vl.json`)));
    const table = Object.entries(data.tables).find(([ending]) => ending === "");
    const page = {
      key: lookup.key,
      title: lookup.title,
      description: descriptionOf(lookup),
      vega,
      notes,
      table: table === undefined ? null : plainTable(table[1]),
      isCommitted: isCommitted(lookup, this.against),
    };
    if (data.numbers === undefined) {
      return { ...page, runs: [], thresholds: null, store: this.logsOf(figure) };
    }
    const { outcomes } = data.numbers;
    const thresholds = outcomes.map(({ threshold }) => threshold);
    return {
      ...page,
      runs: outcomes.map((outcome) => ({
        name: `${outcome.model}/${outcome.name}`,
        model: outcome.model,
        parameter: outcome.parameter,
        solved: isJudged(outcome) ? outcome.solved : null,
      })),
      thresholds: [Math.min(...thresholds), Math.max(...thresholds)],
      store: factor === 1 ? await this.runsOf(figure) : `figure-${lookup.key}`,
    };
  }

  /** With another factor: the figure that is shown, not what its data are by now. */
  private async resolved(asked: string, factor: number): Promise<ResolvedFigure> {
    if (factor !== 1) {
      const key = this.judged.has(asked) ? asked : (await this.figure(asked)).key;
      const shown = this.judged.get(key)?.figure;
      if (shown !== undefined) return figureAt(shown, factor);
    }
    const { folders } = this.options;
    const lookup = findLookup(await readLookups(folders.lookups), asked);
    return resolveFigure(lookup, folders, { dpi: 300 });
  }

  /**
   * How a figure differs from the committed one: a line for each file.
   *
   * @throws {UserError} when there is no such figure or it cannot be made
   */
  async differences(key: string): Promise<readonly string[]> {
    const { folders } = this.options;
    return differencesOf(
      findLookup(await readLookups(folders.lookups), key),
      folders,
      this.against,
    );
  }

  /**
   * Success rates by model and parameter when each threshold is multiplied by a factor.
   *
   * @throws {UserError} when the figure has no runs that are judged
   */
  async rates(asked: string, factor: number): Promise<Rate[]> {
    const key = this.judged.has(asked) ? asked : (await this.figure(asked)).key;
    const judged = this.judged.get(key);
    if (judged === undefined) return [];
    const { figure, series } = judged;
    const outcomes = series.flatMap(({ index, runs }) => {
      const decoded = decodeRuns(runs, figure.lookup);
      const one = seriesAt(figure.series[index], factor);
      return judgeSeries(one, figure.lookup, decoded, () => undefined);
    });
    return ratesOf(outcomes);
  }

  /** The curves of a figure's judged runs. */
  private async runsOf(figure: ResolvedFigure): Promise<string> {
    const { lookup } = figure;
    const id = `figure-${lookup.key}`;
    const series: { index: number; label: string; runs: readonly RunRows[] }[] = [];
    const silent = () => undefined;
    const judged = await withReferenceThresholds({ ...figure, rowsOf: () => 0 }, silent);
    for (const [index, one] of judged.entries()) {
      const runs = await loadSeries(one, lookup, silent, (rows) => rows);
      series.push({ index, label: one.label, runs });
    }
    this.judged.set(lookup.key, { figure: { ...figure, series: judged }, series });
    this.stores.set(id, figureStore(id, lookup.title, series));
    return id;
  }

  /** The log directories of a figure of one's own logs. */
  private logsOf({ lookup, logs }: ResolvedFigure): string | null {
    if (logs === undefined) return null;
    const named = this.options.logs.findIndex(
      (path) => logs.paths.length === 1 && resolve(path) === resolve(logs.paths[0]),
    );
    if (named >= 0) return `logs-${named + 1}`;
    const id = `figure-${lookup.key}`;
    if (!this.stores.has(id)) {
      const { everySeconds, warn } = this.options;
      const settings = { id, title: logs.paths.join(", "), isOwn: false, everySeconds, warn };
      this.stores.set(id, new LogStore(logs.paths, settings));
    }
    return id;
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
