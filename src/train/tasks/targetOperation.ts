import type { Operation } from "../../experiments/settings/arithmetic.js";
import { UserError } from "../../util/userError.js";

/** How many subsets an operation reads; `add` and `mul` take any number of at least one. */
const neededSubsets: Record<Operation, number> = {
  add: 1,
  sub: 2,
  mul: 1,
  div: 2,
  squared: 1,
  root: 1,
  reciprocal: 1,
  cumsum: Infinity,
  cumprod: Infinity,
};

/**
 * The target of one row from the sums of its input subsets. Further subsets than the operation needs
 * are ignored, except by `add` and `mul`.
 */
export function applyOperation(operation: Operation, sums: readonly number[]): number {
  const [a, b] = sums;
  switch (operation) {
    case "add":
      return sums.reduce((total, sum) => total + sum);
    case "sub":
      return a - b;
    case "mul":
      return sums.reduce((product, sum) => product * sum);
    case "div":
      return a / b;
    case "squared":
      return a * a;
    case "root":
      return Math.sqrt(a);
    case "reciprocal":
      return 1 / a;
    case "cumsum":
    case "cumprod":
      throw new RangeError(`${operation} is an operation on sequences`);
  }
}

/** @throws {UserError} when the operation needs more subsets than there are */
export function checkSubsetCount(operation: Operation, count: number): void {
  if (operation === "cumsum" || operation === "cumprod") {
    throw new UserError(
      `The operation ${operation} is one on sequences: the task sequential_mnist learns it.`,
    );
  }
  if (count < neededSubsets[operation]) {
    throw new UserError(
      `The operation ${operation} needs ${neededSubsets[operation]} subsets, there are ${count}. ` +
        "Raise the number of subsets.",
    );
  }
}
