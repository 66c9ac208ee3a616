import { contours } from "d3-contour";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";

/** How a table of points on a grid becomes filled contours. */
export interface ContourRequest {
  /** The columns of the two axes, and of the height above them. */
  readonly x: string;
  readonly y: string;
  readonly z: string;
  /** Columns that tell one grid from another. */
  readonly by: readonly string[];
  /** Heights of the contours, in increasing order. */
  readonly levels: readonly number[];
}

type Row = Readonly<Record<string, unknown>>;
type Place = readonly [column: number, line: number];
type Ring = readonly Place[];

interface Painted {
  readonly ring: Ring;
  /** The band inside the ring: -1 where the height is missing, 0 below the first level. */
  readonly band: number;
  readonly area: number;
}

/**
 * Filled contours of grids, as the vertices of rings that are to be painted one over the other: a row per vertex with
 * the columns of `by`, `ring` and `point` (numbers from 0), the axes' columns, and `level`, a height inside the band of
 * the ring's inside (null where heights are missing). Each ring is painted before those that lie inside it, so that no
 * gap can show between bands. Infinite heights belong to the outermost bands.
 *
 * @param rows a row for every pair of values of x and y; NaN and null are heights that are missing
 * @throws {UserError} when a grid has gaps or points that come twice
 */
export function contourRings(rows: readonly object[], request: ContourRequest): Row[] {
  const { x, y, by, levels } = request;
  const groups = new Map<string, Row[]>();
  for (const row of rows as readonly Row[]) {
    const key = JSON.stringify(by.map((column) => own(row, column)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => {
    const names = Object.fromEntries(by.map((column) => [column, own(group[0], column)]));
    const { xs, ys, heights } = readGrid(group, request, Object.values(names).join(", "));
    return paintedRings(heights, xs.length, ys.length, levels).flatMap(({ ring, band }, order) =>
      ring.map(([column, line], point) => ({
        ...names,
        ring: order,
        point,
        level: heightInBand(band, levels),
        [x]: valueAt(column, xs),
        [y]: valueAt(line, ys),
      })),
    );
  });
}

function readGrid(rows: readonly Row[], { x, y, z }: ContourRequest, where: string) {
  const axis = (column: string) => {
    const values = [...new Set(rows.map((row) => Number(own(row, column))))].sort((a, b) => a - b);
    return { values, place: new Map(values.map((value, index) => [value, index])) };
  };
  const [columns, lines] = [axis(x), axis(y)];
  const [width, height] = [columns.values.length, lines.values.length];
  const heights = new Array<number | undefined>(width * height).fill(undefined);
  for (const row of rows) {
    const at =
      lines.place.get(Number(own(row, y)))! * width + columns.place.get(Number(own(row, x)))!;
    heights[at] = own(row, z) === null ? NaN : Number(own(row, z));
  }
  if (
    rows.length !== heights.length ||
    heights.includes(undefined) ||
    Math.min(width, height) < 2
  ) {
    throw new UserError(
      `Contours need one row for each pair of "${x}" and "${y}", but ${where || "the table"} has ${rows.length} rows for ${width} x ${height} values.\nEvaluate the whole grid, and nothing twice.`,
    );
  }
  return { xs: columns.values, ys: lines.values, heights: heights as number[] };
}

/** Rings in the order in which they are to be painted, in units of grid cells. */
function paintedRings(
  heights: number[],
  width: number,
  height: number,
  levels: readonly number[],
): Painted[] {
  const isolines = contours().size([width, height]);
  const painted = [-Number.MAX_VALUE, ...levels].flatMap((level, band) =>
    isolines.contour(heights, level).coordinates.flatMap((polygon) =>
      polygon.map((points, index) => {
        const ring = withinSamples(points as unknown as Ring, width, height);
        return { ring, band: index === 0 ? band : band - 1, isHole: index > 0, area: areaOf(ring) };
      }),
    ),
  );
  // Where heights jump, rings coincide: what is further up, or further down in a hole, comes later.
  return painted
    .filter(({ area }) => area > 0)
    .sort((a, b) => b.area - a.area || (a.isHole ? b.band - a.band : a.band - b.band));
}

/** The library takes samples for centres of cells: cuts the outer halves off, and what a line along them needs not. */
function withinSamples(ring: Ring, width: number, height: number): Ring {
  const points: Place[] = [];
  for (const [column, line] of ring) {
    const point: Place = [
      Math.min(Math.max(column - 0.5, 0), width - 1),
      Math.min(Math.max(line - 0.5, 0), height - 1),
    ];
    if (isSame(point, points.at(-1))) continue;
    if (isStraight(points.at(-2), points.at(-1), point)) points.pop();
    points.push(point);
  }
  return points;
}

function isSame(a: Place, b: Place | undefined): boolean {
  return b !== undefined && a[0] === b[0] && a[1] === b[1];
}

/** Whether three points lie on one line along an axis. */
function isStraight(a: Place | undefined, b: Place | undefined, c: Place): boolean {
  if (a === undefined || b === undefined) return false;
  return (a[0] === b[0] && b[0] === c[0]) || (a[1] === b[1] && b[1] === c[1]);
}

function areaOf(ring: Ring): number {
  let twice = 0;
  for (let index = 1; index < ring.length; index++) {
    twice += ring[index - 1][0] * ring[index][1] - ring[index][0] * ring[index - 1][1];
  }
  return Math.abs(twice) / 2;
}

function heightInBand(band: number, levels: readonly number[]): number | null {
  if (band < 0) return null;
  const step = levels.length > 1 ? levels[1] - levels[0] : 1;
  if (band === 0) return levels[0] - step / 2;
  const upper =
    levels[band] ?? 2 * levels[band - 1] - (levels[band - 2] ?? levels[band - 1] - step);
  return (levels[band - 1] + upper) / 2;
}

/** What an axis reads at a place between its samples. */
function valueAt(place: number, samples: readonly number[]): number {
  const before = Math.min(Math.floor(place), samples.length - 2);
  const value = samples[before] + (place - before) * (samples[before + 1] - samples[before]);
  return Number(value.toPrecision(6));
}
