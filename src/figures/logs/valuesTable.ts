import type { PeopleCell, PeopleTable } from "../../tables/peopleTable.js";
import { smallest } from "../../util/lists/longLists.js";
import { own } from "../../util/own.js";
import type { OwnTable } from "../lookups/ownLogs.js";
import { scaleOf } from "./quantityOf.js";
import type { Cell } from "./summariseCells.js";

/** What a table is called. */
export interface TableNames {
  readonly title: string;
  readonly key: string;
  /** Headings of the columns of rows, and of what makes rows and columns of panels. */
  readonly rows?: string;
  readonly panelRow?: string;
  readonly column?: string;
}

/**
 * The cells of a lookup as a table for people: a row per quantity, facet and row, a column per series. The best of a
 * row is marked, all of those that read the same; a cell of another number of runs than most says so.
 */
export function valuesTable(
  cells: readonly Cell[],
  rule: OwnTable,
  names: TableNames,
): PeopleTable {
  const series = distinct(cells.map((cell) => cell.series));
  const places = distinct(cells.map(placeOf));
  const has = {
    quantity: new Set(cells.map(({ quantity }) => quantity.title)).size > 1,
    panelRow: cells.some(({ panelRow }) => panelRow !== undefined),
    column: cells.some(({ column }) => column !== undefined),
    row: cells.some(({ rowLabel }) => rowLabel !== undefined),
  };
  const usual = mostCommon(cells.map(({ n }) => n));
  const rows = places.map((place) => {
    const row = cells.filter((cell) => placeOf(cell) === place);
    const [first] = row;
    const heads = [
      ...(has.quantity ? [first.quantity.title] : []),
      ...(has.panelRow ? [first.panelRow ?? ""] : []),
      ...(has.column ? [first.column ?? ""] : []),
      ...(has.row ? [first.rowLabel ?? ""] : []),
    ].map((text): PeopleCell => ({ text }));
    const digits = digitsOf(cells.filter((one) => one.quantityOrder === first.quantityOrder));
    const best = isMarked(row, rule) ? bestText(row, digits) : undefined;
    const numbers = series.map((name): PeopleCell => {
      const cell = row.find((one) => one.series === name);
      if (cell === undefined) return { text: "–" };
      const text = cellText(cell, digits, rule.cell);
      const count = cell.n === usual ? "" : ` (n = ${cell.n})`;
      return { text: text + count, isBest: numberText(cell, cell.centre, digits) === best };
    });
    return [...heads, ...numbers];
  });
  const heads = [
    ...(has.quantity ? ["quantity"] : []),
    ...(has.panelRow ? [names.panelRow ?? ""] : []),
    ...(has.column ? [names.column ?? "facet"] : []),
    ...(has.row ? [names.rows ?? ""] : []),
  ];
  const first = heads.length;
  return {
    header: [...heads, ...series],
    rows,
    numbers: new Set(series.map((_, index) => first + index)),
    numbersBy: rule.numbers,
    caption: rule.caption ?? captionOf(cells, rule, names.title, usual),
    label: rule.label ?? `tab:${names.key}`,
  };
}

const placeOf = ({ quantityOrder, panelRowOrder, columnOrder, rowOrder }: Cell): string =>
  `${quantityOrder} ${panelRowOrder} ${columnOrder} ${rowOrder}`;

/** What the numbers are, so that nobody has to guess. */
function captionOf(
  cells: readonly Cell[],
  { best, cell }: OwnTable,
  title: string,
  usual: number | undefined,
): string {
  const quantities = distinct(cells.map(({ quantity }) => quantity.title));
  const areDifferences = cells.some(({ against }) => against !== undefined);
  const percent = areDifferences ? "percentage points" : "percent";
  const unit = cells.every((one) => scaleOf(one.quantity.quantity) === 100)
    ? `, in ${percent}`
    : "";
  const what = quantities.length === 1 ? ` ${quantities[0]}${unit}:` : "";
  const methods = distinct(cells.map((one) => `${one.statistic}${intervalText(one, cell)}`));
  const marked = best === "bold" && !areDifferences ? " The best of each row is bold." : "";
  const noun = areDifferences ? "pairs" : "runs";
  return `${title}.${what} ${methods.join("; ")}, n = ${usual} ${noun} where not said otherwise.${marked}`;
}

const isSymmetric = ({ interval }: Cell): boolean => /^±|t interval/.test(interval);

function intervalText(cell: Cell, pattern: string | undefined): string {
  if (cell.interval === "none") return "";
  if (pattern !== undefined || !isSymmetric(cell)) return ` with ${cell.method}`;
  return cell.interval.startsWith("±") ? ` ${cell.interval}` : ` ± half of the ${cell.interval}`;
}

function cellText(cell: Cell, digits: number, pattern: string | undefined): string {
  const { centre, lower, upper } = cell;
  if (centre === null) return "–";
  const number = (value: number | null) => numberText(cell, value, digits);
  const half = lower === null || upper === null ? null : (upper - lower) / 2;
  const given: Readonly<Record<string, string>> = {
    centre: number(centre),
    lower: number(lower),
    upper: number(upper),
    half: number(half),
    n: String(cell.n),
  };
  const standard =
    half === null
      ? "{centre}"
      : isSymmetric(cell)
        ? "{centre} ± {half}"
        : "{centre} [{lower}, {upper}]";
  return (pattern ?? standard).replaceAll(
    /\{(\w+)\}/g,
    (all, name: string) => own(given, name) ?? all,
  );
}

function numberText(cell: Cell, value: number | null, digits: number): string {
  return value === null ? "–" : (scaleOf(cell.quantity.quantity) * value).toFixed(digits);
}

/** Digits that the intervals call for: two of the narrowest that is not zero; a lookup's own come first. */
function digitsOf(cells: readonly Cell[]): number {
  const [{ quantity }] = cells;
  if (quantity.quantity.digits !== undefined) return quantity.quantity.digits;
  const widths = cells.flatMap((cell) => {
    const { lower, upper } = cell;
    const half =
      lower === null || upper === null
        ? 0
        : (scaleOf(cell.quantity.quantity) * (upper - lower)) / 2;
    return half > 0 ? [half] : [];
  });
  if (widths.length === 0) return 3;
  const exponent = Number(smallest(widths).toExponential().split("e")[1]);
  return Math.min(10, Math.max(0, 1 - exponent));
}

/** Which of some differences is the largest says nothing. */
const isMarked = (row: readonly Cell[], { best }: OwnTable): boolean =>
  best !== "none" && row.every(({ against }) => against === undefined);

function bestText(row: readonly Cell[], digits: number): string | undefined {
  const known = row.filter(({ centre }) => centre !== null);
  if (known.length < 2) return undefined;
  const sign = known[0].quantity.better === "larger" ? 1 : -1;
  const best = known.reduce((a, b) => (sign * (b.centre ?? 0) > sign * (a.centre ?? 0) ? b : a));
  return numberText(best, best.centre, digits);
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

function mostCommon(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([n, a], [m, b]) => b - a || m - n)[0]?.[0];
}
