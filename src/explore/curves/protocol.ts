/** What the server and its pages say to each other. Nothing here knows of Node or of a browser. */

/** Where curves come from: a log directory, or the runs of a figure. */
export interface StoreName {
  readonly id: string;
  readonly title: string;
}

export interface ProjectState {
  readonly title: string;
  readonly stores: readonly StoreName[];
  /** Whether a lookup can be saved. */
  readonly canSave: boolean;
  /** Whether the pages are files, without a server behind them. */
  readonly isStatic: boolean;
}

export interface FigureEntry {
  readonly key: string;
  readonly title: string;
  readonly paper: string | null;
  readonly figure: string | null;
  /** `up to date`, `stale`, `not built`. */
  readonly built: string;
  /** Whether its data are there: `complete`, `12 of 30 runs`, `missing`. */
  readonly data: string;
  readonly isComplete: boolean;
  /** Whether there is a committed one to compare it with. */
  readonly isCommitted: boolean;
}

export interface FigureList {
  readonly figures: readonly FigureEntry[];
  /** Complaints about lookup files that cannot be read. */
  readonly errors: readonly string[];
}

export type Cell = string | number | boolean | null;

export interface PlainTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A run of a figure and where it stands in it. */
export interface PlacedRun {
  readonly name: string;
  readonly model: string;
  readonly parameter: string;
  readonly solved: boolean | null;
}

export interface FigurePage {
  readonly key: string;
  readonly title: string;
  readonly description: string | null;
  /** The compiled Vega document of the figure, at its size in print. */
  readonly vega: object;
  readonly notes: readonly string[];
  readonly table: PlainTable | null;
  readonly runs: readonly PlacedRun[];
  /** Thresholds by which the runs are judged, smallest and largest; null where none is. */
  readonly thresholds: readonly [number, number] | null;
  /** Where the curves of its runs are. */
  readonly store: string | null;
  /** Whether there is a committed one to compare it with. */
  readonly isCommitted: boolean;
  /** Success rates at other thresholds, for pages without a server: by factor. */
  readonly rates?: Readonly<Record<string, readonly Rate[]>>;
}

/** The share of solved runs of a model at a parameter. */
export interface Rate {
  readonly model: string;
  readonly parameter: string;
  readonly solved: number;
  readonly n: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface StoreRun {
  readonly name: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly values: number;
  /** What is to be known of it: damage, restarts. */
  readonly note: string | null;
  readonly isInTraining?: boolean;
}

export interface StoreIndex {
  readonly id: string;
  readonly title: string;
  /** Grows with every change. */
  readonly version: number;
  readonly runs: readonly StoreRun[];
  readonly tags: readonly string[];
  /** Facts by which runs can be told apart. */
  readonly facts: readonly string[];
  readonly isLive: boolean;
  /** Of pages without a server: most values that a curve has kept. */
  readonly thinnedTo?: number;
  /** Whether a lookup of it can be saved. */
  readonly isOwn: boolean;
}

export const axes = ["step", "relative", "time"] as const;
/** Steps; seconds since the run's first value; seconds since 1970. */
export type Axis = (typeof axes)[number];

export interface CurvesQuery {
  readonly axis: Axis;
  /** TensorBoard's slider: 0 to below 1. */
  readonly smooth: number;
  /** Places on the screen: of the values at one place the first, smallest, largest and last are kept. */
  readonly width: number;
  readonly from?: number;
  readonly to?: number;
}

/** A curve of a run as it is drawn. */
export interface DrawnCurve {
  readonly run: number;
  /** How many values it has in the window. */
  readonly points: number;
  /** How many of them are NaN or infinite, and have no place. */
  readonly notFinite: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What was logged, where `y` is smoothed and there are not more than `mostWithRaw` curves. */
  readonly raw?: { readonly x: Float64Array; readonly y: Float64Array };
}

/** Numbers of runs as text: `0-3,7`. */
export function writeRanges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length;) {
    let end = i;
    while (end + 1 < numbers.length && numbers[end + 1] === numbers[end] + 1) end++;
    parts.push(end === i ? `${numbers[i]}` : `${numbers[i]}-${numbers[end]}`);
    i = end + 1;
  }
  return parts.join(",");
}

/** Reads them again, none that is not below `count`. Undefined for what is no such text. */
export function readRanges(text: string, count: number): number[] | undefined {
  if (text === "") return [];
  const numbers = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (match === null) return undefined;
    const first = Number(match[1]);
    const last = Math.min(Number(match[2] ?? match[1]), count - 1);
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  return [...numbers];
}

/** Curves as bytes: a line of JSON that says which, then their numbers. */
export function encodeCurves(curves: readonly DrawnCurve[]): Uint8Array<ArrayBuffer> {
  const heads = curves.map(({ run, points, notFinite, x, raw }) => [
    run,
    points,
    notFinite,
    x.length,
    raw?.x.length ?? -1,
  ]);
  const head = new TextEncoder().encode(JSON.stringify(heads));
  // Numbers of eight bytes begin at a multiple of eight.
  const start = Math.ceil((4 + head.length) / 8) * 8;
  const arrays = curves.flatMap(({ x, y, raw }) => (raw ? [x, y, raw.x, raw.y] : [x, y]));
  const count = arrays.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(start + 8 * count);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  const numbers = new Float64Array(bytes.buffer, start, count);
  let place = 0;
  for (const array of arrays) {
    numbers.set(array, place);
    place += array.length;
  }
  return bytes;
}

/** Takes them apart again. */
export function decodeCurves(buffer: ArrayBuffer): DrawnCurve[] {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  const heads = JSON.parse(text) as [number, number, number, number, number][];
  let offset = Math.ceil((4 + length) / 8) * 8;
  const take = (count: number) => {
    const array = new Float64Array(buffer, offset, count);
    offset += 8 * count;
    return array;
  };
  return heads.map(([run, points, notFinite, shown, logged]) => ({
    run,
    points,
    notFinite,
    x: take(shown),
    y: take(shown),
    ...(logged >= 0 && { raw: { x: take(logged), y: take(logged) } }),
  }));
}
