/** One line of the table: what was looked at, what came out, and what it should be. */
export interface Row {
  readonly what: string;
  readonly result: string;
  /** Empty: nothing is asked of it. */
  readonly bar?: string;
  readonly isGood?: boolean;
}

/** The lines as text, in columns. */
export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map(({ what, result, bar = "", isGood }) => [
    isGood === undefined ? "" : isGood ? "good" : "NOT",
    what,
    result,
    bar,
  ]);
  const all = [["", "what", "result", "bar"], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((line) => line[column].length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** What is left of some seconds. */
export class Deadline {
  private readonly end: number;

  constructor(seconds: number) {
    this.end = performance.now() + 1000 * seconds;
  }

  get seconds(): number {
    return Math.max(0, (this.end - performance.now()) / 1000);
  }

  get isOver(): boolean {
    return this.seconds === 0;
  }
}

/** A part of the check. */
export interface Part {
  readonly name: string;
  /** At most; fewer where less of the whole is left. */
  readonly seconds: number;
  readonly check: (deadline: Deadline) => readonly Row[] | Promise<readonly Row[]>;
}

/** Does one part after the other. One that fails is a line of the table. */
export async function checkAll(
  parts: readonly Part[],
  whole: Deadline,
  note: (text: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, seconds, check } of parts) {
    note(`${whole.seconds.toFixed(0)} s left: ${name}`);
    try {
      rows.push(...(await check(new Deadline(Math.min(seconds, whole.seconds)))));
    } catch (error) {
      const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
      rows.push({ what: name, result: `failed: ${reason}`, isGood: false });
      if (process.env["DEBUG"]) console.error(error);
    }
  }
  return rows;
}
