import { UserError } from "../../util/userError.js";
import type { TaskName } from "./training.js";

/** An argument of the original scripts that decides nothing about a run, or that is refused. */
export interface ScriptFlag {
  /** `--dataset-workers` */
  readonly name: string;
  /** What follows it: nothing, or a whole number as Python's `int` reads it. */
  readonly value: "none" | "int";
  /** For the help. */
  readonly about: string;
  /** Why it is refused. */
  readonly refusal?: string;
  /** What the original does with it and this program does not, to be told when it is given. */
  readonly lost?: string;
}

/**
 * The arguments of `simple_function_static.py`, `single_layer.py` and `sequential_mnist.py` that are not
 * settings of a run, nor options of `figures run` with a meaning of their own.
 */
export const scriptFlags: readonly ScriptFlag[] = [
  { name: "--no-cuda", value: "none", about: "accepted; see --backend" },
  { name: "--no-save", value: "none", about: "accepted; no checkpoints are written" },
  {
    name: "--load-checkpoint",
    value: "none",
    about: "refused: a run is trained from its start",
    refusal: "Checkpoints are not supported: leave --load-checkpoint out.",
  },
  { name: "--dataset-workers", value: "int", about: "accepted; images are in memory" },
  {
    name: "--save-best-model",
    value: "none",
    about: "accepted; no models are written",
    lost: "--save-best-model: models are not written, only event files",
  },
  { name: "--W-set-count", value: "int", about: "accepted; the original reads it nowhere" },
  { name: "--weight-pull-start", value: "int", about: "accepted; the original reads it nowhere" },
  { name: "--weight-pull-end", value: "int", about: "accepted; the original reads it nowhere" },
  {
    name: "--softmax-transform",
    value: "none",
    about: "refused: sequential_mnist never ran with it",
    refusal: "The original program stops with --softmax-transform: leave it out.",
  },
];

/**
 * Checks the arguments that decide nothing.
 *
 * @param values the value of each flag that was given, by its name; true for one without a value
 * @returns what the original would have done and is not done
 * @throws {UserError} for a refused flag, and for a value that is no whole number
 */
export function checkScriptFlags(values: ReadonlyMap<string, unknown>): string[] {
  const given = scriptFlags.filter(({ name }) => values.has(name));
  for (const { name, value, refusal } of given) {
    if (refusal !== undefined) throw new UserError(refusal, 2);
    const text = values.get(name);
    if (value === "int" && !/^[+-]?\d+$/.test(String(text))) {
      throw new UserError(`argument ${name}: "${String(text)}" is not a whole number.`, 2);
    }
  }
  return given.flatMap(({ lost }) => lost ?? []);
}

/** Operations that `sequential_mnist.py` offers and cannot learn, or learns under another name. */
const sequenceOperations = new Map([
  ["sum", "the original calls itself without end. Give cumsum."],
  ["prod", "the original computes cumprod. Give that name."],
  ["cumdiv", "the original divides whole numbers, so that every digit above 1 counts as 0."],
  ["div", "the original computes cumprod. Give that name."],
]);

/**
 * Refuses an operation that the task's own script offers or refuses, before anything is planned.
 *
 * @throws {UserError} with the reason
 */
export function checkOperation(task: TaskName, operation: string): void {
  const onSequences = operation === "cumsum" || operation === "cumprod";
  if (task === "sequential_mnist") {
    const reason = sequenceOperations.get(operation);
    if (reason === undefined) return;
    throw new UserError(`argument --operation: "${operation}" is refused: ${reason}`, 2);
  }
  if (onSequences) {
    throw new UserError(
      `argument --operation: "${operation}" is an operation on sequences: ` +
        "the task sequential_mnist learns it.",
      2,
    );
  }
}
