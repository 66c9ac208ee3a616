import type { Code } from "../../util/wasm/code.js";
import { f32x4, i32, v128 } from "../../util/wasm/instructions.js";
import type { FunctionWriter, Local } from "../../util/wasm/moduleWriter.js";
import { copyOf, pointerAt, repeat } from "./loops.js";

/** A loop around a product: how far its two sides go on with each round, in bytes. */
export interface Round {
  readonly count: number | Code;
  readonly left: number;
  readonly result: number;
}

/**
 * C = A B, with rows of A that lie anywhere at fixed distances (the patches of a picture do), a B that is packed
 * (see {@link writePack}), and rows of C side by side.
 */
export interface MatrixProduct {
  /** Addresses. */
  readonly left: Code;
  readonly packed: Code;
  readonly result: Code;
  /** Loops around the strips of B: one round a picture. */
  readonly outer: readonly Round[];
  /** Loops inside of the strips; the last one goes over tiles of rows. */
  readonly inner: readonly Round[];
  readonly tile: Tile;
  /** Bytes from one row of a tile to the next. */
  readonly leftRow: number;
  readonly resultRow: number;
  /** What is summed over: segments of numbers at fixed distances. */
  readonly segments: { readonly count: number; readonly bytes: number };
  readonly terms: { readonly count: number | Code; readonly bytes: number };
  /** Columns of C: a multiple of a tile's. */
  readonly columns: number;
  /** The address of a number for each column that sums start from; absent: 0. */
  readonly start?: number;
  readonly relu?: boolean;
}

/** What is summed in registers at once: rows times vectors of four columns. */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
}

/** Tiles that fit the sixteen registers of a processor, the best one first. */
const tiles: readonly Tile[] = [
  { rows: 2, vectors: 5 },
  { rows: 2, vectors: 4 },
  { rows: 4, vectors: 3 },
  { rows: 4, vectors: 2 },
  { rows: 8, vectors: 1 },
];

/** The best tile for so many rows (a multiple of its own) and columns (a multiple of four). */
export function tileOf(rows: number, columns: number): Tile {
  const found = tiles.find(({ vectors }) => (columns / 4) % vectors === 0) ?? tiles[4];
  let count = found.rows;
  while (rows % count !== 0) count /= 2;
  return { ...found, rows: count };
}

/** Writes the loops of a product into a function. */
export function writeProduct(fn: FunctionWriter, product: MatrixProduct): void {
  const first = { left: pointerAt(fn, product.left), result: pointerAt(fn, product.result) };
  nest(fn, product.outer, first.left, first.result, (left, result) => {
    const strip = product.tile.vectors * 16;
    const packed = pointerAt(fn, product.packed);
    const stripResult = copyOf(fn, result);
    const start = pointerAt(fn, i32.const(product.start ?? 0));
    const next = fn.local("i32");
    const steps = [
      { pointer: stripResult, bytes: strip },
      { pointer: start, bytes: strip },
    ];
    repeat(fn, (product.columns * 4) / strip, steps, () => {
      const rowLeft = copyOf(fn, left);
      const rowResult = copyOf(fn, stripResult);
      nest(fn, product.inner, rowLeft, rowResult, (tileLeft, tileResult) => {
        const weights = copyOf(fn, packed);
        writeTile(fn, product, { left: tileLeft, weights, result: tileResult, start });
        fn.emit(next.set(weights.get));
      });
      fn.emit(packed.set(next.get));
    });
  });
}

/** Loops in each other; both pointers are at their starts again for each round of the one outside. */
function nest(
  fn: FunctionWriter,
  rounds: readonly Round[],
  left: Local,
  result: Local,
  body: (left: Local, result: Local) => void,
): void {
  const [round, ...others] = rounds;
  if (!round) {
    body(left, result);
    return;
  }
  const steps = [
    { pointer: left, bytes: round.left },
    { pointer: result, bytes: round.result },
  ];
  repeat(fn, round.count, steps, () => {
    if (others.length === 0) body(left, result);
    else nest(fn, others, copyOf(fn, left), copyOf(fn, result), body);
  });
}

interface TilePointers {
  readonly left: Local;
  /** Is at the next strip afterwards. */
  readonly weights: Local;
  readonly result: Local;
  readonly start: Local;
}

/** Segments of at least this many terms are summed by themselves: fewer numbers are added to a large sum. */
const ownSumTerms = 32;

/** Whether each segment has a sum of its own, which is added to the whole one. */
export function hasOwnSums(segments: number, terms: unknown): boolean {
  return segments > 1 && typeof terms === "number" && terms >= ownSumTerms;
}

function writeTile(fn: FunctionWriter, product: MatrixProduct, pointers: TilePointers): void {
  const { tile, segments, terms, relu = false } = product;
  const { result } = pointers;
  const sums = Array.from({ length: tile.rows }, () =>
    Array.from({ length: tile.vectors }, () => fn.local("v128")),
  );
  const everySum = (write: (sum: Local, offset: number, vector: number) => void): void =>
    sums.forEach((row, index) =>
      row.forEach((sum, vector) => write(sum, index * product.resultRow + 16 * vector, vector)),
    );
  const begin = (sum: Local, vector: number): void => {
    const starts = product.start !== undefined;
    fn.emit(sum.set(starts ? v128.load(pointers.start.get, 16 * vector) : f32x4.const(0)));
  };
  const ownSums = hasOwnSums(segments.count, terms.count);
  const segment = copyOf(fn, pointers.left);
  everySum((sum, _, vector) => begin(sum, vector));
  if (ownSums) everySum((sum, offset) => fn.emit(v128.store(result.get, sum.get, offset)));
  repeat(fn, segments.count, [{ pointer: segment, bytes: segments.bytes }], () => {
    if (ownSums) everySum((sum) => fn.emit(sum.set(f32x4.const(0))));
    writeSegment(fn, product, copyOf(fn, segment), pointers.weights, sums);
    if (!ownSums) return;
    everySum((sum, offset) => {
      const before = v128.load(result.get, offset);
      fn.emit(v128.store(result.get, f32x4.add(before, sum.get), offset));
    });
  });
  if (ownSums && !relu) return;
  everySum((sum, offset) => {
    const value = ownSums ? v128.load(result.get, offset) : sum.get;
    // Not-a-number on the left stays.
    const shown = relu ? f32x4.pmax(value, f32x4.const(0)) : value;
    fn.emit(v128.store(result.get, shown, offset));
  });
}

/** Adds the terms of one segment. */
function writeSegment(
  fn: FunctionWriter,
  { tile, terms, leftRow }: MatrixProduct,
  at: Local,
  weights: Local,
  sums: readonly (readonly Local[])[],
): void {
  const factors = sums.map(() => fn.local("v128"));
  const weight = fn.local("v128");
  const unrolled = unrolledTerms(terms.count);
  const stripBytes = tile.vectors * 16;
  const steps = [
    { pointer: at, bytes: unrolled.terms * terms.bytes },
    { pointer: weights, bytes: unrolled.terms * stripBytes },
  ];
  repeat(fn, unrolled.rounds, steps, () => {
    for (let term = 0; term < unrolled.terms; term++) {
      factors.forEach((factor, row) => {
        fn.emit(factor.set(v128.load32Splat(at.get, row * leftRow + term * terms.bytes)));
      });
      for (let vector = 0; vector < tile.vectors; vector++) {
        fn.emit(weight.set(v128.load(weights.get, term * stripBytes + 16 * vector)));
        sums.forEach((row, index) => {
          const share = f32x4.mul(factors[index].get, weight.get);
          fn.emit(row[vector].set(f32x4.add(row[vector].get, share)));
        });
      }
    }
  });
}

/** Terms that one round of the innermost loop adds. A count that is not known is a multiple of four. */
function unrolledTerms(count: number | Code): { terms: number; rounds: number | Code } {
  if (typeof count !== "number") return { terms: 4, rounds: i32.shrU(count, i32.const(2)) };
  return writtenOut(count);
}

/** How many terms of a sum of so many are written out, and how often. */
export function writtenOut(count: number): { terms: number; rounds: number } {
  if (count <= 8) return { terms: count, rounds: 1 };
  const terms = [5, 4, 3, 2, 1].find((candidate) => count % candidate === 0) ?? 1;
  return { terms, rounds: count / terms };
}
