import type { Run, ScalarSeries } from "../../events/index.js";
import { floatType, type ColumnType } from "../../tables/table.js";
import {
  type ColumnKey,
  type ExportedRun,
  type NumberColumn,
  type RunToJoin,
  stepColumn,
  wallTimeColumn,
} from "./exportedRun.js";
import { commonSteps, type CommonSteps, StepCursor, type StepSeries } from "./commonSteps.js";

/** What rows are made of. */
type Series = Pick<ScalarSeries, "tag" | "value"> & StepSeries;

/** What one piece has at most: of tables with many columns few rows are made at a time. */
const pieceLimits = { rows: 65_536, cells: 2 ** 18 };

/**
 * Any scalars of a run, tidy: one row per step at which one of them was logged, steps ascending, one
 * column per tag. The wall time is that of the row's first value. A step that a tag has several times
 * has as many rows.
 *
 * @returns undefined when the run logged none of the tags
 */
export function exportScalars(run: Run): RunToJoin | undefined {
  const series = [...run.scalars.values()].filter(({ length }) => length > 0);
  return series.length === 0 ? undefined : seriesToJoin(run.name, series);
}

/** All rows of such a run at once. */
export function exportAllScalars(run: Run): ExportedRun | undefined {
  const series = [...run.scalars.values()].filter(({ length }) => length > 0);
  if (series.length === 0) return undefined;
  const [all] = seriesToJoin(run.name, series, { rows: Infinity, cells: Infinity }).pieces();
  return all;
}

/** The same for some series, of which there is at least one and none is empty. */
function seriesToJoin(name: string, series: readonly Series[], limits = pieceLimits): RunToJoin {
  const common = commonSteps(series);
  const { length: rows } = common.steps;
  const columns = new Map<ColumnKey, ColumnType>([
    [stepColumn, "integer"],
    [wallTimeColumn, "double"],
  ]);
  for (const { tag, value, length } of series)
    columns.set(tag, floatType(value.subarray(0, length)));
  return {
    name,
    rows,
    columns,
    bytes: rows * columns.size * (Float64Array.BYTES_PER_ELEMENT + 1),
    pieces: () => piecesOf(name, series, common, limits),
  };
}

/** The rows of some series, of which there is at least one and none is empty, bit by bit. */
export function rowsOfSeries(name: string, series: readonly Series[]): Generator<ExportedRun> {
  return piecesOf(name, series, commonSteps(series), pieceLimits);
}

function* piecesOf(
  name: string,
  series: readonly Series[],
  { steps, isShared }: CommonSteps,
  limits: typeof pieceLimits,
): Generator<ExportedRun> {
  const cursors = isShared ? undefined : series.map((one) => new StepCursor(one, steps));
  const rowsPerPiece = Math.min(Math.ceil(limits.cells / (series.length + 2)), limits.rows);
  for (let start = 0; start < steps.length;) {
    const end = Math.min(start + rowsPerPiece, steps.length);
    const times = new Float64Array(end - start).fill(NaN);
    const columns = new Map<ColumnKey, NumberColumn>([
      [stepColumn, { values: steps.subarray(start, end) }],
      [wallTimeColumn, { values: times }],
    ]);
    series.forEach((one, index) =>
      columns.set(
        one.tag,
        cursors === undefined
          ? fullColumn(one, start, end, times)
          : columnOf(one, cursors[index], start, end, times),
      ),
    );
    yield { name, rows: end - start, columns };
    start = end;
  }
}

/** The values in some rows of a tag that has one in each; their times go into `times` as below. */
function fullColumn(
  { value, wallTime }: Series,
  start: number,
  end: number,
  times: Float64Array,
): NumberColumn {
  for (let row = 0; row < times.length; row++) {
    const time = wallTime[start + row];
    if (!(times[row] <= time)) times[row] = time;
  }
  return { values: value.slice(start, end), missing: "none" };
}

/** The values in some rows; their times go into `times` where they are the earliest. */
function columnOf(
  { value, wallTime }: Series,
  cursor: StepCursor,
  start: number,
  end: number,
  times: Float64Array,
): NumberColumn {
  const values = new Float64Array(end - start);
  const from = cursor.taken;
  const isMissing = new Uint8Array(end - start).fill(1);
  for (let row = cursor.nextBelow(end); row >= 0; row = cursor.nextBelow(end)) {
    const i = cursor.index;
    values[row - start] = value[i];
    isMissing[row - start] = 0;
    // Written so that a missing time (NaN) counts as later.
    if (!(times[row - start] <= wallTime[i])) times[row - start] = wallTime[i];
  }
  return { values, missing: cursor.taken - from === end - start ? "none" : isMissing };
}
