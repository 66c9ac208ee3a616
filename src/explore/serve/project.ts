import { basename, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Folders } from "../../figures/folders.js";
import { listLookups } from "../../figures/lookups/index.js";
import { compareNaturally } from "../../util/text/compareNaturally.js";
import { displayPath } from "../../util/text/displayPath.js";
import type { FigureEntry, FigureList, FigurePage, Rate } from "../curves/protocol.js";
import type { CurveStore } from "./curveStore.js";
import { entryOf } from "./figureEntry.js";
import { figureStore } from "./figureStore.js";
import { FigureThreads } from "./figureThreads.js";
import { LastUsed } from "./lastUsed.js";
import { LogStore } from "./logStore.js";
import { type JudgedRuns, ratesAt } from "./thresholds.js";

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
  /** How many threads draw figures. Default: 1. */
  readonly threads?: number;
  readonly warn: (message: string) => void;
}

/** How ids of stores of figures begin. */
const ofFigure = "figure-";
/** So many figures are remembered with their runs. */
const mostFigures = 8;

/** What pages show: the figures of a project, and the curves of its logs. Nothing is read before it is asked for. */
export class Project {
  private readonly stores = new Map<string, CurveStore>();
  private readonly ofFigures = new LastUsed<Promise<CurveStore>>(mostFigures);
  private readonly judged = new LastUsed<JudgedRuns>(mostFigures);
  private readonly drawing: FigureThreads;
  private readonly comparing: FigureThreads;

  private readonly against: string;

  constructor(private readonly options: ProjectOptions) {
    const { logs, folders, everySeconds, warn, against = "figures/gallery" } = options;
    this.against = against;
    this.drawing = new FigureThreads({ folders, against }, this.threads);
    this.comparing = new FigureThreads({ folders, against });
    logs.forEach((path, index) => {
      const id = `logs-${index + 1}`;
      const title = displayPath(resolve(path));
      this.stores.set(id, new LogStore([path], { id, title, isOwn: true, everySeconds, warn }));
    });
  }

  get title(): string {
    return basename(resolve("."));
  }

  /** How many figures are drawn at a time. */
  get threads(): number {
    return this.options.threads ?? 1;
  }

  get folders(): Folders {
    return this.options.folders;
  }

  get logStores(): readonly CurveStore[] {
    return [...this.stores.values()].filter(({ id }) => id.startsWith("logs-"));
  }

  /** The directories of a log store, as the command line named them. */
  directoriesOf(id: string): readonly string[] {
    const path = this.options.logs[Number(id.replace("logs-", "")) - 1];
    return path === undefined ? [] : [path];
  }

  close(): void {
    for (const store of this.stores.values()) store.close();
    this.drawing.close();
    this.comparing.close();
  }

  async list(): Promise<FigureList> {
    const { folders, paper } = this.options;
    const { lookups, errors } = await listLookups(folders.lookups, paper);
    const figures: FigureEntry[] = [];
    for (const lookup of lookups) {
      figures.push(await entryOf(lookup, folders, this.against));
      // Each reads its files; others have their turn in between.
      await setImmediate();
    }
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
  async figure(asked: string, factor = 1): Promise<FigurePage> {
    const { page, judged, logs } = await this.drawing.draw(asked, factor);
    const { key } = page;
    // Of a figure at other thresholds the runs are those of the figure.
    if (judged !== undefined && factor === 1) this.judged.set(key, judged);
    const ofLogs = logs === undefined ? null : this.logsOf(page, logs);
    return { ...page, store: judged === undefined ? ofLogs : `${ofFigure}${key}` };
  }

  /**
   * How a figure differs from the committed one: a line for each file.
   *
   * @throws {UserError} when there is no such figure or it cannot be made
   */
  differences(key: string): Promise<readonly string[]> {
    return this.comparing.differences(key);
  }

  /**
   * Success rates by model and parameter when each threshold is multiplied by a factor.
   *
   * @throws {UserError} when there is no such figure or it cannot be drawn
   */
  async rates(asked: string, factor: number): Promise<Rate[]> {
    const key = this.judged.has(asked) ? asked : (await this.figure(asked)).key;
    const judged = this.judged.get(key);
    return judged === undefined ? [] : ratesAt(judged, factor);
  }

  /**
   * Where the curves of an id are; those of a figure are read when they are asked for.
   *
   * @throws {UserError} when it is that of a figure that cannot be drawn
   */
  async openStore(id: string): Promise<CurveStore | undefined> {
    const known = this.stores.get(id) ?? (await this.ofFigures.get(id));
    if (known !== undefined || !id.startsWith(ofFigure)) return known;
    const asked = id.slice(ofFigure.length);
    const key = this.judged.has(asked) ? asked : (await this.figure(asked)).key;
    if (!this.judged.has(key)) return this.stores.get(id);
    const opened = this.drawing.runs(key).then((series) => figureStore(id, key, series));
    this.ofFigures.set(id, opened);
    opened.catch(() => this.ofFigures.delete(id));
    return opened;
  }

  /** The log directories of a figure of one's own logs. */
  private logsOf({ key }: Pick<FigurePage, "key">, paths: readonly string[]): string {
    const named = this.options.logs.findIndex(
      (path) => paths.length === 1 && resolve(path) === resolve(paths[0]),
    );
    if (named >= 0) return `logs-${named + 1}`;
    const id = `${ofFigure}${key}`;
    if (!this.stores.has(id)) {
      const { everySeconds, warn } = this.options;
      const settings = { id, title: paths.join(", "), isOwn: false, everySeconds, warn };
      this.stores.set(id, new LogStore(paths, settings));
    }
    return id;
  }
}
