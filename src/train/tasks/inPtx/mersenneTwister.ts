import type { PtxDrawingPlaces } from "../../../compute/backends/cuda/drawing.js";
import type { Operand, PtxFunction } from "../../../compute/backends/cuda/ptx/ptxFunction.js";
import type { ThreadGroup } from "../../../compute/backends/cuda/ptx/threadGroup.js";

/** Words of an MT19937 generator's state. */
export const stateWords = 624;
export const middle = 397;

/**
 * Writes the next words of a run's generator, tempered, one after the other: what is left of the state's
 * words, then those of new states. The arrays `words` and `position` are the generator.
 */
export function writeWords(
  fn: PtxFunction,
  { group, address }: PtxDrawingPlaces,
  target: Operand,
  count: number,
): void {
  const { lane, threads } = group;
  const state = address("words");
  const positionAt = `[${address("position")}+0]`;
  const position = fn.op("b32", "ld.global.b32", positionAt);
  // Everyone has read it before it is written below, and the batch before, which is written over.
  group.barrier();
  const done = fn.variable("b32", "0");
  const again = fn.newLabel();
  fn.label(again);
  const isUsedUp = fn.op("pred", "setp.eq.u32", position, String(stateWords));
  fn.when(isUsedUp, () => {
    writeTwist(fn, group, state);
    fn.emit(`mov.b32 ${position}, 0`);
  });
  const left = fn.op("b32", "sub.u32", String(stateWords), position);
  const wanted = fn.op("b32", "sub.u32", String(count), done);
  const some = fn.op("b32", "min.u32", left, wanted);
  const from = fn.op("b64", "mad.wide.u32", position, "4", state);
  const to = fn.op("b64", "mad.wide.u32", done, "4", target);
  const index = fn.variable("b32", lane);
  const last = fn.op("b32", "add.u32", some, String(threads - 1));
  fn.count(index, threads, last, () => {
    fn.when(fn.op("pred", "setp.lt.u32", index, some), () => {
      const source = fn.op("b64", "mad.wide.u32", index, "4", from);
      const word = temper(fn, fn.op("b32", "ld.global.b32", `[${source}+0]`));
      fn.emit(`st.global.b32 [${fn.op("b64", "mad.wide.u32", index, "4", to)}+0], ${word}`);
    });
  });
  fn.emit(`add.u32 ${position}, ${position}, ${some}`);
  fn.emit(`add.u32 ${done}, ${done}, ${some}`);
  fn.emit(`@${fn.op("pred", "setp.lt.u32", done, String(count))} bra ${again}`);
  fn.when(fn.op("pred", "setp.eq.u32", lane, "0"), () =>
    fn.emit(`st.global.b32 ${positionAt}, ${position}`),
  );
  // Words are read by other threads than those that tempered them.
  group.barrier();
}

/**
 * Makes the next 624 words in their places: as many at a time as there are threads, from words that are older
 * than they are. Each thread writes the words that it then reads.
 */
function writeTwist(fn: PtxFunction, group: ThreadGroup, state: Operand): void {
  const { lane, threads } = group;
  if (threads > stateWords - middle) throw new RangeError(`${threads} threads`);
  const index = fn.variable("b32", lane);
  const rounds = Math.ceil(stateWords / threads) * threads;
  fn.count(index, threads, String(rounds), () => {
    const isWord = fn.op("pred", "setp.lt.u32", index, String(stateWords));
    const word = (offset: number) => {
      const sum = fn.op("b32", "add.u32", index, String(offset));
      const wrapped = fn.op("b32", "rem.u32", sum, String(stateWords));
      const at = fn.op("b64", "mad.wide.u32", wrapped, "4", state);
      return fn.op("b32", "ld.global.b32", `[${at}+0]`);
    };
    const twisted = writeNextWord(fn, word(0), word(1), word(middle));
    // Everyone has read before anyone writes.
    group.barrier();
    fn.when(isWord, () => {
      const at = fn.op("b64", "mad.wide.u32", index, "4", state);
      fn.emit(`st.global.b32 [${at}+0], ${twisted}`);
    });
    // What is read next was written two rounds before, or more; where many write at once in the last one.
    if (2 * threads > stateWords - middle) group.barrier();
  });
}

/** The word that follows from the first, the second and the one in the middle of the last 624. */
export function writeNextWord(
  fn: PtxFunction,
  first: Operand,
  second: Operand,
  inMiddle: Operand,
): Operand {
  const upper = fn.op("b32", "and.b32", first, "0x80000000");
  const lower = fn.op("b32", "and.b32", second, "0x7fffffff");
  const bits = fn.op("b32", "or.b32", upper, lower);
  const odd = fn.op("b32", "neg.s32", fn.op("b32", "and.b32", bits, "1"));
  const shifted = fn.op("b32", "xor.b32", inMiddle, fn.op("b32", "shr.u32", bits, "1"));
  return fn.op("b32", "xor.b32", shifted, fn.op("b32", "and.b32", odd, "0x9908b0df"));
}

export function temper(fn: PtxFunction, word: Operand): Operand {
  const xor = (left: Operand, right: Operand) => fn.op("b32", "xor.b32", left, right);
  const masked = (shifted: Operand, mask: string) => fn.op("b32", "and.b32", shifted, mask);
  let y = xor(word, fn.op("b32", "shr.u32", word, "11"));
  y = xor(y, masked(fn.op("b32", "shl.b32", y, "7"), "0x9d2c5680"));
  y = xor(y, masked(fn.op("b32", "shl.b32", y, "15"), "0xefc60000"));
  return xor(y, fn.op("b32", "shr.u32", y, "18"));
}
