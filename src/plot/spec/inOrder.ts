import { own, setOwn } from "../../util/own.js";

/**
 * Rows with one more number field for each ordered field: `modelOrder` for `model` is the place of the row's model in
 * the given list. Specs sort by these, so that legend and axes come in the order that a lookup says. Values that a
 * list does not name come after it, in the order of their first row.
 *
 * @example inOrder(rows, { model: ["NRU", "NMRU"], parameter: sortRanges(labels) })
 */
export function inOrder<Row extends object>(
  rows: readonly Row[],
  orders: Readonly<Record<string, readonly unknown[]>>,
): (Row & Record<string, unknown>)[] {
  const places = Object.entries(orders).map(([field, listed]) => {
    const values = new Set([...listed, ...new Set(rows.map((row) => valueOf(row, field)))]);
    const place = new Map([...values].map((value, index) => [value, index]));
    return { field, name: `${field}Order`, place };
  });
  return rows.map((row) => {
    const ordered = { ...row } as Row & Record<string, unknown>;
    const fields: Record<string, unknown> = ordered;
    for (const { field, name, place } of places) {
      setOwn(fields, name, place.get(valueOf(row, field)));
    }
    return ordered;
  });
}

function valueOf(row: object, field: string): unknown {
  return own(row as Readonly<Record<string, unknown>>, field);
}
