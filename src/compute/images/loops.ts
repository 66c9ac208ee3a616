import type { Code } from "../../util/wasm/code.js";
import { i32, loopUntil } from "../../util/wasm/instructions.js";
import type { FunctionWriter, Local } from "../../util/wasm/moduleWriter.js";

/** A pointer that goes on by some bytes with each round of a loop. */
export interface Step {
  readonly pointer: Local;
  readonly bytes: number;
}

/** Repeats what `body` writes; the count is at least 1. */
export function repeat(
  fn: FunctionWriter,
  count: number | Code,
  steps: readonly Step[],
  body: () => void,
): void {
  const advance = () =>
    steps.map(({ pointer, bytes }) => pointer.set(i32.add(pointer.get, i32.const(bytes))));
  if (count === 1) {
    body();
    fn.emit(...advance());
    return;
  }
  const left = fn.local("i32");
  const statements = fn.capture(body);
  fn.emit(
    left.set(typeof count === "number" ? i32.const(count) : count),
    loopUntil(
      [...statements, ...advance(), left.set(i32.sub(left.get, i32.const(1)))],
      i32.eqz(left.get),
    ),
  );
}

/** A variable that starts at some address. */
export function pointerAt(fn: FunctionWriter, address: Code): Local {
  const pointer = fn.local("i32");
  fn.emit(pointer.set(address));
  return pointer;
}

export function copyOf(fn: FunctionWriter, pointer: Local): Local {
  return pointerAt(fn, pointer.get);
}
