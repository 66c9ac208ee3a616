import type { PtxDrawingCode, PtxDrawingPlaces } from "../../../compute/backends/cuda/drawing.js";
import {
  warpThreads,
  type Operand,
  type PtxFunction,
} from "../../../compute/backends/cuda/ptx/ptxFunction.js";
import type { ThreadGroup } from "../../../compute/backends/cuda/ptx/threadGroup.js";
import type { BatchPlan } from "../batchPlan.js";
import { middle, stateWords, temper, writeNextWord } from "./mersenneTwister.js";
import { writeTargets } from "./target.js";
import { loadInterval, writeUniform } from "./uniform.js";

/**
 * Words of a stretch, at most: those of four warps with their states, and what sums need, fit into the 48 KiB of
 * shared memory that every card has for a block.
 */
const mostWords = 1600;

/** Words that follow from older ones alone, so that nobody waits between them: whole rounds of a warp. */
const wordsAtOnce = Math.floor((stateWords - middle) / warpThreads) * warpThreads;

/** A block that draws together has as much for one stretch: fewer of its threads wait for the sums of rows. */
const mostWordsOfBlock = 2 * mostWords;

/** Whether batches are one stream, some rows after the other. */
export function isStream(plan: BatchPlan): boolean {
  return rowsOfStretch(plan, mostWords) !== undefined;
}

/** Rows that are drawn in one stretch of the stream; undefined where a batch is no such stream. */
function rowsOfStretch({ rows, inputs, placement }: BatchPlan, most: number): number | undefined {
  if (placement !== "one") return undefined;
  const fits = (count: number) => rows % count === 0 && 2 * inputs * count <= most;
  for (let count = rows; count > 0; count--) if (fits(count)) return count;
  return undefined;
}

/**
 * Draws batches of one interval, some rows at a time, in the group's shared memory: the last 624 words, and
 * behind them those of a stretch, each written at its own place. Pairs of them become doubles where they are.
 */
export function writeStretches(
  fn: PtxFunction,
  plan: BatchPlan,
  { group, address, batch, columnRows, targets }: PtxDrawingPlaces,
): PtxDrawingCode {
  const { inputs } = plan;
  const { lane, threads } = group;
  const rows = rowsOfStretch(plan, threads > warpThreads ? mostWordsOfBlock : mostWords);
  if (rows === undefined) throw new RangeError("No stream");
  const count = 2 * inputs * rows;
  const words = group.shared(16 * Math.ceil((4 * (stateWords + count)) / 16));
  const own = fn.op("b32", "mad.lo.u32", lane, "4", words);
  const numbers = fn.op("b32", "add.u32", words, String(4 * stateWords));
  const state = fn.op("b64", "mad.wide.u32", lane, "4", address("words"));
  const interval = loadInterval(fn, address("intervals"), 0);
  const firstBytes = fn.op("b32", "ld.global.b32", `[${address("first column")}]`);

  const next = (): void => {
    const row = fn.variable("b32", "0");
    fn.count(row, rows, String(plan.rows), () => {
      // All have read what is written over now, and see the state.
      group.barrier();
      writeStretch(fn, group, own, count);
      moveState(fn, group, own, count);
      const start = fn.op("b64", "mad.wide.u32", row, "4", batch);
      each(fn, group, inputs * rows, (index) => {
        const column = fn.op("b32", "div.u32", index, String(rows));
        const inStretch = fn.op("b32", "rem.u32", index, String(rows));
        const element = fn.op("b32", "mad.lo.u32", inStretch, String(inputs), column);
        const at = fn.op("b32", "mad.lo.u32", element, "8", numbers);
        const word = (offset: number) =>
          temper(fn, fn.op("b32", "ld.shared.b32", `[${at}+${offset}]`));
        const value = writeUniform(fn, [word(0), word(4)], interval);
        fn.emit(`st.shared.f64 [${at}+0], ${value}`);
        store(fn, value, place(fn, start, column, inStretch, columnRows));
      });
      // Sums are of numbers that other threads drew.
      group.barrier();
      each(fn, group, rows, (inStretch) => {
        const first = fn.op("b32", "mad.lo.u32", inStretch, String(8 * inputs), firstBytes);
        const at = fn.op("b32", "add.u32", numbers, first);
        const number = (index: number) => fn.op("f64", "ld.shared.f64", `[${at}+${8 * index}]`);
        for (const [index, target] of writeTargets(fn, plan, targets, number).entries()) {
          const column = fn.variable("b32", String(inputs + index));
          store(fn, target, place(fn, start, column, inStretch, columnRows));
        }
      });
    });
  };
  return {
    begin() {
      everyWord(fn, group, (offset) => {
        const word = fn.op("b32", "ld.global.b32", `[${state}+${offset}]`);
        fn.emit(`st.shared.b32 [${own}+${offset}], ${word}`);
      });
    },
    next,
    end: () =>
      everyWord(fn, group, (offset) => {
        const word = fn.op("b32", "ld.shared.b32", `[${own}+${offset}]`);
        fn.emit(`st.global.b32 [${state}+${offset}], ${word}`);
      }),
  };
}

/** Makes the words behind the last 624. Word n + 624 follows from the words n, n + 1 and n + 397. */
function writeStretch(fn: PtxFunction, group: ThreadGroup, own: Operand, count: number): void {
  const { lane, threads } = group;
  const at = fn.variable("b32", own);
  const round = (first: number) => {
    const word = (offset: number) =>
      fn.op("b32", "ld.shared.b32", `[${at}+${4 * (first + offset)}]`);
    const next = writeNextWord(fn, word(0), word(1), word(middle));
    fn.emit(`st.shared.b32 [${at}+${4 * (first + stateWords)}], ${next}`);
  };
  const some = (words: number) => {
    for (let first = 0; first < words; first += threads) {
      if (words - first >= threads) round(first);
      else {
        const isWord = fn.op("pred", "setp.lt.u32", lane, String(words - first));
        fn.when(isWord, () => round(first));
      }
    }
    group.barrier();
  };
  const whole = count - (count % wordsAtOnce);
  if (whole > 0) {
    const done = fn.variable("b32", "0");
    fn.count(done, wordsAtOnce, String(whole), () => {
      some(wordsAtOnce);
      fn.emit(`add.u32 ${at}, ${at}, ${4 * wordsAtOnce}`);
    });
  }
  if (count > whole) some(count - whole);
}

/** The last 624 words become the first; they are read before anything is written over them. */
function moveState(fn: PtxFunction, group: ThreadGroup, own: Operand, count: number): void {
  const moved: (readonly [offset: number, word: Operand])[] = [];
  everyWord(fn, group, (offset) => {
    const word = fn.register("b32");
    fn.emit(`ld.shared.b32 ${word}, [${own}+${4 * count + offset}]`);
    moved.push([offset, word]);
  });
  group.barrier();
  let index = 0;
  everyWord(fn, group, () => {
    const [offset, word] = moved[index++];
    fn.emit(`st.shared.b32 [${own}+${offset}], ${word}`);
  });
}

/** Writes something for each word of the state that is a thread's: at a number of bytes behind its first one. */
function everyWord(
  fn: PtxFunction,
  { lane, threads }: ThreadGroup,
  write: (offset: number) => void,
): void {
  for (let first = 0; first < stateWords; first += threads) {
    if (stateWords - first >= threads) write(4 * first);
    else {
      const isWord = fn.op("pred", "setp.lt.u32", lane, String(stateWords - first));
      fn.when(isWord, () => write(4 * first));
    }
  }
}

/** Writes something for each of some numbers, an equal share a thread. */
function each(
  fn: PtxFunction,
  { lane, threads }: ThreadGroup,
  count: number,
  write: (index: Operand) => void,
): void {
  const index = fn.variable("b32", lane);
  const isOne = () => fn.op("pred", "setp.lt.u32", index, String(count));
  const rounds = Math.ceil(count / threads) * threads;
  fn.count(index, threads, String(rounds), () => {
    if (rounds === count) write(index);
    else fn.when(isOne(), () => write(index));
  });
}

/** The address of a row's number in a column of the batch. */
function place(
  fn: PtxFunction,
  start: Operand,
  column: Operand,
  row: Operand,
  columnRows: number,
): Operand {
  const index = fn.op("b32", "mad.lo.u32", column, String(columnRows), row);
  return fn.op("b64", "mad.wide.u32", index, "4", start);
}

function store(fn: PtxFunction, value: Operand, at: Operand): void {
  fn.emit(`st.global.f32 [${at}+0], ${fn.op("f32", "cvt.rn.f32.f64", value)}`);
}
