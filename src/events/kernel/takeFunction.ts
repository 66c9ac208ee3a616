import type { Code } from "../../util/wasm/code.js";
import {
  call,
  f32,
  f64,
  i32,
  ifThen,
  loopForEver,
  loopUntil,
  loopWhile,
  v128,
} from "../../util/wasm/instructions.js";
import { FunctionWriter, type Local } from "../../util/wasm/moduleWriter.js";
import { crc32c } from "../wire/crc32c.js";
import * as layout from "./kernelLayout.js";

const headerBytes = 12;
const footerBytes = 4;
/** Shorter events are left to the decoder. */
const shortestEvent = 24;
/** Of the events that are taken: first the time, then mostly the step. */
const timeKey = 0x09;
const stepKey = 0x10;
/** So many patterns are tried when the expected one does not fit. */
const tries = 16;
const zeros: Code = v128.const(Array<number>(16).fill(0));

const add = (a: Code, b: number): Code => i32.add(a, i32.const(b));
const partsOf = (pattern: Code): Code => i32.mul(pattern, i32.const(layout.patternPartBytes));
const bytesOf = (pattern: Code): Code => i32.mul(pattern, i32.const(layout.patternStride));
const partOf = (pattern: Code, name: keyof typeof layout.part): Code =>
  i32.load(partsOf(pattern), layout.patternParts + layout.part[name]);

/** The CRC, not inverted at its end, of the key that each record begins with. */
const remainderOfTimeKey = ~crc32c(Uint8Array.of(timeKey));

const tablesAt = (bytesBehind: Code): Code => i32.mul(bytesBehind, i32.const(layout.crcTableBytes));

/** What a byte of a word adds to the remainder when so many bytes come behind it, from a table on. */
function tableEntry(word: Code, byte: number, bytesBehind: number, table?: Code): Code {
  const shift = 8 * byte - 2;
  const shifted = shift < 0 ? i32.shl(word, i32.const(-shift)) : i32.shrU(word, i32.const(shift));
  const index = i32.and(shifted, i32.const(4 * 255));
  const address = table === undefined ? index : i32.add(index, table);
  return i32.load(address, layout.crcTables + layout.crcTableBytes * bytesBehind);
}

/** The remainder of a word when so many bytes come behind it, and as many more as `tables` stand for. */
function advanced(word: Code, bytesBehind: number, tables?: Code): Code {
  return [0, 1, 2, 3]
    .map((byte) => tableEntry(word, byte, bytesBehind + 3 - byte, tables))
    .reduce((a, b) => i32.xor(a, b));
}

/**
 * `find(last, rest, length)`: the pattern behind `last`, in the order of the tags and round their end, that
 * the bytes from `rest` on have; -1 when none of the next ones fits.
 */
export function writeFind(): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32", "i32"], ["i32"]);
  const [pattern, rest, length] = [0, 1, 2].map((index) => fn.parameter(index));
  const count = fn.local("i32");
  const found = fn.local("i32");
  const fits = writeFits(fn, pattern, rest, length);
  fn.emit(
    count.set(i32.const(tries)),
    found.set(i32.const(-1)),
    loopForEver((leaveIf) => [
      pattern.set(add(pattern.get, 1)),
      ifThen(i32.geU(pattern.get, i32.load(i32.const(0), layout.state.patterns)), [
        pattern.set(i32.const(0)),
      ]),
      ...fits.test,
      ifThen(fits.result, [found.set(pattern.get)]),
      leaveIf(fits.result),
      count.set(add(count.get, -1)),
      leaveIf(i32.eqz(count.get)),
    ]),
    found.get,
  );
  return fn;
}

/** Code that finds out whether `length` bytes from `rest` on have a pattern. */
function writeFits(
  fn: FunctionWriter,
  pattern: Local,
  rest: Local,
  length: Local,
): { test: Code[]; result: Code } {
  const bytes = fn.local("i32");
  const at = fn.local("i32");
  const different = fn.local("v128");
  const result = fn.local("i32");
  const expected = i32.add(bytes.get, at.get);
  const test = [
    result.set(i32.const(0)),
    ifThen(i32.eq(partOf(pattern.get, "length"), length.get), [
      bytes.set(bytesOf(pattern.get)),
      at.set(i32.const(0)),
      different.set(zeros),
      loopUntil(
        [
          different.set(
            v128.or(
              different.get,
              v128.and(
                v128.xor(
                  v128.load(i32.add(rest.get, at.get)),
                  v128.load(expected, layout.patternBytes),
                ),
                v128.load(expected, layout.patternBytes + layout.maskOffset),
              ),
            ),
          ),
          at.set(add(at.get, 16)),
        ],
        i32.geU(at.get, length.get),
      ),
      result.set(i32.eqz(v128.anyTrue(different.get))),
    ]),
  ];
  return { test, result: result.get };
}

/**
 * `take(position, end, length, order, lastPattern, checks, hasFirst, lastWallTime)`: takes the records from
 * `position` on that differ from earlier ones in time, step and number alone, into the columns from `length`
 * on, until they are full, and gives where the first record begins that it did not take.
 */
export function writeTake(find: number): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32", "i32", "i32", "i32", "i32", "i32", "f64"], ["i32"]);
  const [position, end, length, order, last, checks, hasFirst, lastWallTime] = [
    0, 1, 2, 3, 4, 5, 6, 7,
  ].map((index) => fn.parameter(index));
  const [bytes, start, stop, rest, restBytes, byte, step, pattern, lastStart, row, isWrong] =
    Array.from({ length: 11 }, () => fn.local("i32"));
  const wallTime = fn.local("f64");
  const fits = writeFits(fn, pattern, rest, restBytes);

  const nextByteOfStep = (shift: number, more: readonly Code[]): Code =>
    ifThen(i32.geU(byte.get, i32.const(128)), [
      byte.set(i32.load8U(rest.get)),
      rest.set(add(rest.get, 1)),
      step.set(i32.or(step.get, i32.shl(i32.and(byte.get, i32.const(127)), i32.const(shift)))),
      ...more,
    ]);
  const readStep: Code[] = [
    step.set(i32.const(0)),
    byte.set(i32.const(0)),
    ifThen(i32.eq(i32.load8U(rest.get), i32.const(stepKey)), [
      byte.set(i32.load8U(rest.get, 1)),
      rest.set(add(rest.get, 2)),
      step.set(i32.and(byte.get, i32.const(127))),
      nextByteOfStep(7, [nextByteOfStep(14, [nextByteOfStep(21, [])])]),
    ]),
  ];
  const [crc, low, high, at] = Array.from({ length: 4 }, () => fn.local("i32"));
  // The remainder of several parts is the sum of theirs, each advanced over the bytes behind it; that of
  // the pattern is known. So it takes a few tables for time, step and value instead of one for each byte.
  const valueBits = i32.load(i32.add(rest.get, partOf(pattern.get, "valueAt")));
  const computeCrc: Code[] = [
    low.set(i32.xor(i32.load(start.get, 1), i32.const(remainderOfTimeKey))),
    high.set(i32.load(start.get, 5)),
    crc.set(i32.xor(advanced(low.get, 4), advanced(high.get, 0))),
    at.set(add(start.get, 9)),
    loopWhile(i32.ltU(at.get, rest.get), [
      crc.set(
        i32.xor(
          i32.shrU(crc.get, i32.const(8)),
          tableEntry(i32.xor(crc.get, i32.load8U(at.get)), 0, 0),
        ),
      ),
      at.set(add(at.get, 1)),
    ]),
    low.set(valueBits),
    at.set(tablesAt(partOf(pattern.get, "bytesBehind"))),
    high.set(tablesAt(add(restBytes.get, -4))),
    crc.set(
      i32.xor(
        partOf(pattern.get, "remainder"),
        i32.xor(advanced(crc.get, 0, high.get), advanced(low.get, 0, at.get)),
      ),
    ),
  ];
  const masked = (checksum: Code): Code =>
    i32.add(i32.rotr(checksum, i32.const(15)), i32.const(0xa282ead8 | 0));
  const inverted = (word: Code): Code => i32.xor(word, i32.const(-1));
  const setSuccessor = i32.store(
    partsOf(last.get),
    pattern.get,
    layout.patternParts + layout.part.successor,
  );
  const putValue: Code[] = [
    row.set(i32.shl(length.get, i32.const(3))),
    f64.store(row.get, f64.convertI32U(step.get), layout.columns.step),
    f64.store(row.get, wallTime.get, layout.columns.wallTime),
    f64.store(
      row.get,
      f64.promoteF32(f32.load(i32.add(rest.get, partOf(pattern.get, "valueAt")))),
      layout.columns.value,
    ),
    row.set(i32.shl(length.get, i32.const(2))),
    i32.store(row.get, pattern.get, layout.columns.tag),
    i32.store(row.get, order.get, layout.columns.order),
    length.set(add(length.get, 1)),
  ];

  fn.emit(
    lastStart.set(i32.const(-1)),
    loopForEver((leaveIf) => [
      leaveIf(i32.ltU(i32.sub(end.get, position.get), i32.const(headerBytes))),
      bytes.set(i32.load(position.get)),
      leaveIf(
        i32.gtU(add(bytes.get, -shortestEvent), i32.const(layout.mostRecordBytes - shortestEvent)),
      ),
      leaveIf(i32.load(position.get, 4)),
      leaveIf(
        i32.ne(
          i32.load(position.get, 8),
          i32.load(i32.shl(bytes.get, i32.const(2)), layout.lengthMasks),
        ),
      ),
      start.set(add(position.get, headerBytes)),
      stop.set(i32.add(start.get, bytes.get)),
      leaveIf(i32.gtU(add(stop.get, footerBytes), end.get)),
      leaveIf(i32.ne(i32.load8U(start.get), i32.const(timeKey))),
      wallTime.set(f64.load(start.get, 1)),
      rest.set(add(start.get, 9)),
      ...readStep,
      leaveIf(i32.geU(byte.get, i32.const(128))),
      restBytes.set(i32.sub(stop.get, rest.get)),
      pattern.set(partOf(last.get, "successor")),
      ...fits.test,
      ifThen(i32.eqz(fits.result), [pattern.set(call(find, [last.get, rest.get, restBytes.get]))]),
      leaveIf(i32.eq(pattern.get, i32.const(-1))),
      isWrong.set(i32.const(0)),
      ifThen(checks.get, [
        ...computeCrc,
        isWrong.set(i32.ne(masked(inverted(crc.get)), i32.load(stop.get))),
      ]),
      leaveIf(isWrong.get),
      // The time of the first value has to be taken down with its number.
      leaveIf(
        i32.and(
          i32.and(f64.gt(wallTime.get, lastWallTime.get), i32.eqz(hasFirst.get)),
          f64.ne(wallTime.get, f64.const(0)),
        ),
      ),
      ifThen(f64.gt(wallTime.get, lastWallTime.get), [lastWallTime.set(wallTime.get)]),
      ifThen(partOf(pattern.get, "isWanted"), putValue),
      setSuccessor,
      last.set(pattern.get),
      order.set(add(order.get, 1)),
      lastStart.set(position.get),
      position.set(add(stop.get, footerBytes)),
      leaveIf(i32.eq(length.get, i32.const(layout.columnCapacity))),
    ]),
    i32.store(i32.const(0), length.get, layout.state.length),
    i32.store(i32.const(0), order.get, layout.state.order),
    i32.store(i32.const(0), lastStart.get, layout.state.lastStart),
    i32.store(i32.const(0), last.get, layout.state.lastPattern),
    f64.store(i32.const(0), lastWallTime.get, layout.state.lastWallTime),
    position.get,
  );
  return fn;
}
