import type { Code } from "../../util/wasm/code.js";
import { i32, ifThen, loopWhile } from "../../util/wasm/instructions.js";
import { FunctionWriter } from "../../util/wasm/moduleWriter.js";
import { crcTables } from "./kernelLayout.js";

/** What byte `byte` of a word becomes when `behind` more bytes follow it. */
function advanced(word: Code, byte: number, behind: number): Code {
  const shift = 8 * byte - 2;
  const shifted = shift < 0 ? i32.shl(word, i32.const(-shift)) : i32.shrU(word, i32.const(shift));
  return i32.load(i32.and(shifted, i32.const(1020)), crcTables + 1024 * behind);
}

const exclusiveOr = (parts: readonly Code[]): Code => parts.reduce((a, b) => i32.xor(a, b));

/**
 * CRC-32C of the bytes from `start` to `end`, not inverted at its end: the same arithmetic as
 * `crc32cOfView`, sixteen bytes at a time.
 */
export function writeCrc(): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32"], ["i32"]);
  const position = fn.parameter(0);
  const end = fn.parameter(1);
  const crc = fn.local("i32");
  const words = Array.from({ length: 4 }, () => fn.local("i32"));
  const left = i32.sub(end.get, position.get);

  /** Takes in `count` words. */
  function takeWords(count: number): Code[] {
    const used = words.slice(0, count);
    return [
      ...used.map((word, index) => {
        const bytes = i32.load(position.get, 4 * index);
        return word.set(index === 0 ? i32.xor(bytes, crc.get) : bytes);
      }),
      crc.set(
        exclusiveOr(
          used.flatMap((word, index) =>
            [0, 1, 2, 3].map((byte) => advanced(word.get, byte, 4 * (count - index) - 1 - byte)),
          ),
        ),
      ),
      position.set(i32.add(position.get, i32.const(4 * count))),
    ];
  }

  const byte = i32.xor(i32.load8U(position.get), crc.get);
  fn.emit(
    crc.set(i32.const(-1)),
    loopWhile(i32.geU(left, i32.const(16)), takeWords(4)),
    ifThen(i32.geU(left, i32.const(8)), takeWords(2)),
    ifThen(i32.geU(left, i32.const(4)), takeWords(1)),
    loopWhile(i32.gtU(left, i32.const(0)), [
      crc.set(i32.xor(i32.shrU(crc.get, i32.const(8)), advanced(byte, 0, 0))),
      position.set(i32.add(position.get, i32.const(1))),
    ]),
    crc.get,
  );
  return fn;
}
