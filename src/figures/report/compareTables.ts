import { readRecords } from "../../tables/database/csvRecords.js";

/** A cell of a table that holds something else now. */
export interface CellChange {
  /** Its row: what tells it apart from the others, as `NRU, U[1,2), success.rate`. */
  readonly place: string;
  readonly column: string;
  /** As the files have them; empty for a missing value. */
  readonly old: string;
  readonly now: string;
  /** New less old; undefined where one of them is no finite number. */
  readonly difference?: number;
  /** The difference in widths of the row's old interval; undefined for what is no end or middle of one. */
  readonly widths?: number;
}

/** How two versions of a table differ. Cells, rows and columns are in the order of the new one. */
export interface TableChanges {
  readonly cells: readonly CellChange[];
  readonly newRows: readonly string[];
  readonly goneRows: readonly string[];
  readonly newColumns: readonly string[];
  readonly goneColumns: readonly string[];
  /** Whether what both have stands in another order. */
  readonly isReordered: boolean;
}

/** The columns of estimates with their intervals, in the tables of figures. */
const intervals = [
  { middle: "mean.value", lower: "lower.value", upper: "upper.value" },
  { middle: "centre", lower: "lower", upper: "upper" },
  { middle: "mean", lower: "lower", upper: "upper" },
];

/** Columns that do not tell rows apart: values, and how they were found. */
const described = new Set([
  ...intervals.flatMap(({ middle, lower, upper }) => [middle, lower, upper]),
  ..."max.value median smallest largest value n runs solved not.judged left.out diverged raw".split(
    " ",
  ),
  ..."our.model statistics statistic interval method note missing".split(" "),
]);

interface Sheet {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Compares two versions of a CSV file, row by row: rows are known by what they are of, not by their place. */
export function compareTables(before: string, now: string): TableChanges {
  const [old, fresh] = [sheetOf(before), sheetOf(now)];
  const shared = fresh.header.filter((name) => old.header.includes(name));
  const identity = identityOf(old, fresh, shared);
  const oldRows = byIdentity(old, identity);
  const newRows = byIdentity(fresh, identity);
  const placeOf = placeWriter([old, fresh], identity);
  const kept = [...newRows.keys()].filter((id) => oldRows.has(id));
  const cells = kept.flatMap((id) => {
    const [was, is] = [oldRows.get(id)!, newRows.get(id)!];
    const width = widthOf(old, was);
    return shared.flatMap((column): CellChange[] => {
      const cell = { old: at(old, was, column), now: at(fresh, is, column) };
      if (cell.old === cell.now) return [];
      const difference = changeOf(cell.old, cell.now);
      const isOfInterval = intervals.some((names) => Object.values(names).includes(column));
      return [
        {
          ...{ place: placeOf(fresh, is), column, ...cell },
          ...(difference !== undefined && { difference }),
          ...(difference !== undefined &&
            isOfInterval &&
            width !== undefined && { widths: difference / width }),
        },
      ];
    });
  });
  const order = (names: Iterable<string>, others: (name: string) => boolean) =>
    [...names].filter(others).join("\n");
  return {
    cells,
    newRows: [...newRows].flatMap(([id, row]) => (oldRows.has(id) ? [] : placeOf(fresh, row))),
    goneRows: [...oldRows].flatMap(([id, row]) => (newRows.has(id) ? [] : placeOf(old, row))),
    newColumns: fresh.header.filter((name) => !old.header.includes(name)),
    goneColumns: old.header.filter((name) => !fresh.header.includes(name)),
    isReordered:
      order(oldRows.keys(), (id) => newRows.has(id)) !== kept.join("\n") ||
      order(old.header, (name) => shared.includes(name)) !== shared.join("\n"),
  };
}

function sheetOf(text: string): Sheet {
  const [first, ...rest] = readRecords(text, ",");
  return { header: first?.cells ?? [], rows: rest.map(({ cells }) => cells) };
}

const at = ({ header }: Sheet, row: readonly string[], column: string): string =>
  row[header.indexOf(column)] ?? "";

/** The first columns that tell all rows of both versions apart: those of texts before those of numbers. */
function identityOf(old: Sheet, now: Sheet, shared: readonly string[]): string[] {
  const own = shared.filter((name) => !described.has(name));
  const isText = (name: string) =>
    [old, now].some((sheet) => sheet.rows.some((row) => !/^$|^[-+.\d]/.test(at(sheet, row, name))));
  const candidates = [...own.filter(isText), ...own.filter((name) => !isText(name))];
  const isUnique = (sheet: Sheet, columns: readonly string[]) =>
    new Set(sheet.rows.map((row) => idOf(sheet, row, columns))).size === sheet.rows.length;
  for (let count = 1; count < candidates.length; count++) {
    const columns = candidates.slice(0, count);
    if (isUnique(old, columns) && isUnique(now, columns)) return columns;
  }
  return candidates;
}

const idOf = (sheet: Sheet, row: readonly string[], columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => at(sheet, row, column)));

/** Rows that nothing tells apart are known by their number among their like. */
function byIdentity(
  sheet: Sheet,
  columns: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const met = new Map<string, number>();
  return new Map(
    sheet.rows.map((row) => {
      const id = idOf(sheet, row, columns);
      const number = (met.get(id) ?? 0) + 1;
      met.set(id, number);
      return [`${id} ${number}`, row];
    }),
  );
}

/** Names rows by those columns of their identity that are not the same everywhere. */
function placeWriter(sheets: readonly Sheet[], identity: readonly string[]) {
  const told = identity.filter(
    (column) =>
      new Set(sheets.flatMap((sheet) => sheet.rows.map((row) => at(sheet, row, column)))).size > 1,
  );
  const columns = told.length > 0 ? told : identity.slice(0, 1);
  return (sheet: Sheet, row: readonly string[]): string =>
    columns
      .map((column) => at(sheet, row, column))
      .filter((text) => text !== "")
      .join(", ");
}

function widthOf(sheet: Sheet, row: readonly string[]): number | undefined {
  for (const { lower, upper } of intervals) {
    const width = numberOf(at(sheet, row, upper)) - numberOf(at(sheet, row, lower));
    if (width > 0 && Number.isFinite(width)) return width;
  }
  return undefined;
}

const numberOf = (text: string): number => (text.trim() === "" ? NaN : Number(text));

function changeOf(old: string, now: string): number | undefined {
  const difference = numberOf(now) - numberOf(old);
  return Number.isFinite(difference) ? difference : undefined;
}
