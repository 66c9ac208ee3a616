import type { Code } from "../../../util/wasm/code.js";
import { f32x4, i32, loopUntil, v128 } from "../../../util/wasm/instructions.js";
import type { FunctionWriter } from "../../../util/wasm/moduleWriter.js";

/**
 * Sets memory to 0.
 *
 * @param bytes a multiple of 16
 */
export function clear(fn: FunctionWriter, address: number, bytes: number): readonly Code[] {
  const at = fn.local("i32");
  return [
    at.set(i32.const(0)),
    loopUntil(
      [v128.store(at.get, f32x4.const(0), address), at.set(i32.add(at.get, i32.const(16)))],
      i32.geU(at.get, i32.const(bytes)),
    ),
  ];
}
