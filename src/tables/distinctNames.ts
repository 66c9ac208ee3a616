/** A name that a column is to have, and what it names: a prefix that tells it from another of that name. */
export interface WantedName {
  readonly name: string;
  readonly prefix: string;
}

/** A column that could not have the name that it was to have. */
export interface Renaming extends WantedName {
  readonly column: string;
  /** The column that has the name; undefined where the name itself is none. */
  readonly takenBy: string | undefined;
}

export interface DistinctNames {
  /** One for each wanted name, in their order. */
  readonly names: readonly string[];
  readonly renamed: readonly Renaming[];
}

/**
 * Names for the columns of a table, one-to-one with what they name. Whoever comes first has the name, the
 * `fixed` columns before all others; who comes later gets `<prefix>_<name>`, numbered where that is taken
 * too. Names that differ in case only count as one: databases take them for the same column.
 */
export function distinctNames(
  fixed: readonly string[],
  wanted: readonly WantedName[],
): DistinctNames {
  const taken = new Map(fixed.map((name) => [folded(name), name]));
  const own = wanted.map(({ name }) => {
    const column = withoutNul(name);
    if (column === "" || column !== name || taken.has(folded(name))) return undefined;
    taken.set(folded(name), name);
    return name;
  });
  const renamed: Renaming[] = [];
  const names = wanted.map(({ name, prefix }, index) => {
    const given = own[index];
    if (given !== undefined) return given;
    const takenBy = taken.get(folded(name));
    const column = freeName(`${prefix}_${withoutNul(name)}`, taken);
    taken.set(folded(column), column);
    renamed.push({ name, prefix, column, takenBy });
    return column;
  });
  return { names, renamed };
}

function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  if (!taken.has(folded(name))) return name;
  for (let number = 2; ; number++) {
    const numbered = `${name}_${number}`;
    if (!taken.has(folded(numbered))) return numbered;
  }
}

/** Text without the one character that neither SQL nor most readers of CSV take. */
export const withoutNul = (text: string): string => text.replaceAll("\0", "\\x00");

const folded = (name: string): string => name.toLowerCase();

/** Why a column is called as it is, in a sentence for people. */
export function describeRenaming({ name, prefix, column, takenBy }: Renaming): string {
  const what = `the ${prefix} ${JSON.stringify(name)} is the column ${JSON.stringify(column)}`;
  if (takenBy === undefined) return `${what}: ${name === "" ? "it has no name" : "NUL is none"}`;
  return takenBy === name
    ? `${what}: another column is called ${JSON.stringify(takenBy)}`
    : `${what}: ${JSON.stringify(takenBy)} differs from it in case only`;
}
