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
