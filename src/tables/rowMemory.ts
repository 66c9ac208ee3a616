import { getHeapStatistics } from "node:v8";
import { UserError } from "../util/userError.js";

/** About what a cell takes as a row that is drawn, measured with 1,000,000 rows of 5 columns. */
const bytesPerCell = 250;

/**
 * Refuses a table whose rows would not fit into memory as the objects that figures are drawn from: the
 * program would be ended by Node, with nothing said that helps.
 *
 * @throws {UserError} with what they take, and what there is
 */
export function refuseTooManyRows(what: string, rows: number, columns: number): void {
  const wanted = rows * columns * bytesPerCell;
  const { heap_size_limit: limit } = getHeapStatistics();
  if (wanted <= limit) return;
  const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  throw new UserError(
    `${what} has ${rows} rows of ${columns} columns: as data of a figure they take about ${gigabytes(wanted)} GB of ` +
      `memory, and Node allows ${gigabytes(limit)} GB.\n` +
      `Give it fewer rows or columns (every tenth step, a mean per group), or allow more: ` +
      `NODE_OPTIONS=--max-old-space-size=${Math.ceil(wanted / 2 ** 20)}.`,
  );
}
