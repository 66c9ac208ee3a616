import type { Command } from "commander";

/** Commands after whose `--` options stand that are not this program's, but a batch system's. */
const passing: ReadonlySet<string> = new Set(["train", "export"]);

/** Parts a command line at its `--`, where the command passes on what follows it. */
export function splitPassedOn(args: readonly string[]): {
  readonly own: readonly string[];
  readonly passedOn: readonly string[];
} {
  const at = passing.has(args[0] ?? "") ? args.indexOf("--") : -1;
  return at < 0
    ? { own: args, passedOn: [] }
    : { own: args.slice(0, at), passedOn: args.slice(at + 1) };
}

const given = new WeakMap<Command, readonly string[]>();

export function setPassedOn(program: Command, passedOn: readonly string[]): void {
  given.set(program, passedOn);
}

/** What stood after the `--`. */
export function passedOnOf(program: Command): readonly string[] {
  return given.get(program) ?? [];
}
