/**
 * Says in one line where two CSV files differ: the first row and column, both values, and how many
 * lines differ in all.
 */
export function describeCsvDifference(before: string, now: string): string {
  const old = before.split("\n");
  const lines = now.split("\n");
  if (old.length !== lines.length) {
    return `has ${lines.length - 2} rows now instead of ${old.length - 2}`;
  }
  const differing = old.flatMap((line, index) => (line === lines[index] ? [] : [index]));
  const [first] = differing;
  if (first === undefined) return "is equal";
  const columns = cells(lines[0]);
  const left = cells(old[first]);
  const right = cells(lines[first]);
  const column = right.findIndex((value, index) => value !== left[index]);
  const more = differing.length > 1 ? `; ${differing.length} rows differ` : "";
  return `row ${first}, ${columns[column] ?? "header"}: ${right[column]} instead of ${left[column]}${more}`;
}

/** The cells of one CSV line without line breaks in them. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map((match) => match[1]);
}
