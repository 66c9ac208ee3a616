import type { SvgText } from "../../plot/index.js";
import type { StatisticsMode } from "../../stats/index.js";
import type { DataOrigin, Lookup, LookupSeries } from "../lookups/index.js";
import type { InputFile } from "./inputFile.js";
import type { ResolvedLogs } from "../logs/resolvedLogs.js";
import type { DeclaredSize } from "./declaredExperiments.js";
import type { Threshold } from "./readThresholds.js";
import type { SeriesSource } from "./seriesSource.js";

export type { RunsSource, SeriesSource, TableSource } from "./seriesSource.js";

/** A series of a figure, its data found and its threshold read. */
export interface ResolvedSeries extends LookupSeries {
  readonly source: SeriesSource;
  /** What its runs are judged by. */
  readonly limit: Threshold;
}

/** The data of a figure: everything that its numbers are made from. Nothing is looked for after this. */
export interface ResolvedData {
  readonly lookup: Lookup;
  readonly series: readonly ResolvedSeries[];
  /** Paths of the tables that the lookup lists under `data`, by their names. */
  readonly tables: Readonly<Record<string, string>>;
  readonly statistics: StatisticsMode;
  /**
   * Which of a paper's data are shown: those of its authors (the lookup's published outcomes or numbers),
   * those of runs that were trained again (its series), or both. Undefined where nothing was published.
   */
  readonly origins?: readonly DataOrigin[];
  /** Path of the table with the outcomes that the paper's authors published. */
  readonly outcomes?: string;
  /** Series that were not trained again. */
  readonly notRetrained: readonly LookupSeries[];
  /** The runs of a lookup of one's own logs. */
  readonly logs?: ResolvedLogs;
  /** How large the experiments of its series are, as far as pipelines declare them. */
  readonly declaredRuns: () => Promise<ReadonlyMap<string, DeclaredSize>>;
}

/** A figure with everything that it is made from: what was hashed is what is read and drawn. */
export interface ResolvedFigure extends ResolvedData {
  readonly spec: InputFile;
  readonly theme: InputFile;
  /** What the theme extends, nearest first. */
  readonly extended?: readonly InputFile[];
  /** Resolution of the PNG in dots per inch. */
  readonly dpi: number;
  readonly svgText: SvgText;
  /** Everything that the outputs depend on, with the SHA-256 of its content. */
  readonly inputs: Readonly<Record<string, string>>;
}
