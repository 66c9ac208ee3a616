import { type Column, type ColumnType, missingTest, type Table } from "./table.js";

/** Texts of which few are distinct, as pandas (category) and R (factor) have them. */
export interface CategoryColumn {
  readonly name: string;
  readonly type: "category";
  /** Indices into `categories`, one per row. */
  readonly codes: Uint32Array;
  readonly categories: readonly string[];
}

export type PartColumn = Column | CategoryColumn;

/** Some rows of a table. */
export interface TablePart {
  readonly rows: number;
  readonly columns: readonly PartColumn[];
}

/** What is known of a column before its first row. */
export interface ColumnHead {
  readonly name: string;
  readonly type: ColumnType;
  /** All texts of a column that has a text in every row; knowing them makes writing faster. */
  readonly categories?: readonly string[];
}

/** A table whose rows come in parts, so that no more of them than a part need be in memory. */
export interface TableStream {
  readonly columns: readonly ColumnHead[];
  /**
   * Parts with these columns (a text may be a category in them), from the first row on at every new
   * iteration; undefined where others may have their turn. A part's arrays may be used again for the
   * next part.
   *
   * @throws {StartAgain} when what was given turns out not to be so
   */
  readonly parts: Iterable<TablePart | undefined>;
}

/** The rows given so far do not hold: drop them, and take the parts again from the first on. */
export class StartAgain extends Error {
  override readonly name = "StartAgain";

  constructor() {
    super("rows that were given do not hold any more");
  }
}

/** A table in memory as a stream of one part. */
export function streamOf(table: Table): TableStream {
  return { columns: table.columns, parts: [table] };
}

/** Does work that takes a stream's parts, again if the stream wants it to. */
export async function startingAgain<T>(work: () => T): Promise<Awaited<T>> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StartAgain)) throw error;
    }
  }
}

/** All rows of a stream in memory. */
export function collect(stream: TableStream): Promise<Table> {
  return startingAgain(() => concatenated(stream));
}

function concatenated({ columns, parts }: TableStream): Table {
  const gathered = columns.map(({ name, type }) => new GatheredColumn(name, type));
  let rows = 0;
  for (const part of parts) {
    if (part === undefined) continue;
    rows += part.rows;
    part.columns.forEach((column, index) => gathered[index].add(column, part.rows));
  }
  return { rows, columns: gathered.map((column) => column.whole()) };
}

/** One column of all parts. */
class GatheredColumn {
  private readonly cells: unknown[][] = [];
  private readonly masks: Uint8Array[] = [];
  private saysMissing = false;

  constructor(
    private readonly name: string,
    private readonly type: ColumnType,
  ) {}

  add(column: PartColumn, rows: number): void {
    this.cells.push(cellsOf(column, rows));
    if (column.type === "text" || column.type === "category" || column.type === "boolean") return;
    const isMissing = missingTest(column.values, column.missing);
    this.masks.push(Uint8Array.from({ length: rows }, (_, row) => Number(isMissing(row))));
    this.saysMissing ||= column.missing !== undefined;
  }

  whole(): Column {
    const { name, type } = this;
    const values = this.cells.flat();
    if (!this.saysMissing) return { name, type, values } as Column;
    const missing = Uint8Array.from(this.masks.flatMap((mask) => [...mask]));
    return { name, type, values, missing: missing.includes(1) ? missing : "none" } as Column;
  }
}

function cellsOf(column: PartColumn, rows: number): unknown[] {
  const cellOf = cellReader(column);
  return Array.from({ length: rows }, (_, row) => cellOf(row));
}

/** Gives the cell in a row of the column. */
export function cellReader(column: PartColumn): (row: number) => string | number | boolean | null {
  if (column.type === "category") {
    const { codes, categories } = column;
    return (row) => categories[codes[row]];
  }
  const { values } = column;
  return (row) => values[row];
}
