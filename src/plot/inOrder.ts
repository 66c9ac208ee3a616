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
    const values = new Set([...listed, ...rows.map((row) => (row as never)[field])]);
    return { field, place: new Map([...values].map((value, index) => [value, index])) };
  });
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(
      places.map(({ field, place }) => [`${field}Order`, place.get((row as never)[field])]),
    ),
  }));
}
