import { type Operand, singleLiteral } from "../../backends/cuda/ptx/ptxFunction.js";
import { hasOwnSums, writtenOut } from "../matrixProduct.js";
import type { ThreadEntry } from "./threadEntry.js";

/** Bytes that both factors go on by. */
interface Steps {
  readonly left: number;
  readonly right: number;
}

/** Sums of products, one for each of some offsets of the left factors. */
export interface Sums {
  readonly left: Operand;
  readonly right: Operand;
  readonly offsets: readonly number[];
  /** What each starts from; absent: 0. */
  readonly start?: Operand;
  readonly segments: Steps & { readonly count: number };
  /** A count in a register is a multiple of four, and that of the only segment. */
  readonly terms: Steps & { readonly count: number | Operand };
}

/** Adds up in the order of WebAssembly's tiles, so that sums have the same bits. */
export function writeSums(entry: ThreadEntry, sums: Sums): readonly Operand[] {
  const { fn } = entry;
  const { segments, terms } = sums;
  const left = fn.variable("b64", sums.left);
  const right = fn.variable("b64", sums.right);
  const zero = singleLiteral(0);
  const totals = sums.offsets.map(() => fn.variable("f32", sums.start ?? zero));
  const own = hasOwnSums(segments.count, terms.count);
  const parts = own ? totals.map(() => fn.variable("f32", zero)) : totals;
  const { count } = terms;
  if (typeof count === "string" && segments.count > 1) throw new RangeError("Several segments");
  const written = typeof count === "number" ? writtenOut(count) : roundsOfFour(entry, count);
  entry.repeat(segments.count, () => {
    if (own) for (const part of parts) fn.emit(`mov.f32 ${part}, ${zero}`);
    entry.repeat(written.rounds, () => {
      for (let term = 0; term < written.terms; term++) {
        const weight = entry.load(right, term * terms.right);
        parts.forEach((part, index) => {
          const factor = entry.load(left, sums.offsets[index] + term * terms.left);
          const share = fn.op("f32", "mul.rn.f32", factor, weight);
          fn.emit(`add.rn.f32 ${part}, ${part}, ${share}`);
        });
      }
      entry.advance(left, written.terms * terms.left);
      entry.advance(right, written.terms * terms.right);
    });
    if (typeof count === "number" && segments.count > 1) {
      entry.advance(left, segments.left - count * terms.left);
      entry.advance(right, segments.right - count * terms.right);
    }
    if (!own) return;
    totals.forEach((total, index) => fn.emit(`add.rn.f32 ${total}, ${total}, ${parts[index]}`));
  });
  return totals;
}

const roundsOfFour = ({ fn }: ThreadEntry, count: Operand) => ({
  terms: 4,
  rounds: fn.op("b32", "shr.u32", count, "2"),
});
