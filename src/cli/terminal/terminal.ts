/** How a command talks to the outside: results on `out`, progress and warnings on `err`. */
export interface Terminal {
  readonly out: (text: string) => void | Promise<void>;
  readonly err: (text: string) => void;
  /** Width in characters for tables that may be cut; undefined when the output is no terminal. */
  readonly columns?: number;
  /** Width of `err` in characters, for progress that is drawn again; undefined: it is no terminal. */
  readonly errColumns?: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** The terminal of this process. Waits when the reader of stdout is slower than we are. */
export const processTerminal: Terminal = {
  out: (text) =>
    process.stdout.write(text)
      ? undefined
      : new Promise((resolve) => process.stdout.once("drain", () => resolve())),
  err: (text) => void process.stderr.write(text),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  errColumns: process.stderr.isTTY ? process.stderr.columns : undefined,
  environment: process.env,
};

/** A function that prints each warning once, as one or more lines on `err`. */
export function warner(terminal: Terminal): (message: string) => void {
  const seen = new Set<string>();
  return (message) => {
    if (seen.has(message)) return;
    seen.add(message);
    terminal.err(`warning: ${message}\n`);
  };
}
