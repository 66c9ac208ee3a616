import assert from "node:assert/strict";
import { writeModule } from "../../../../src/util/wasm/moduleWriter.js";
import { NumpyRandomState } from "../../../../src/compute/random/numpyRandomState.js";
import { streamBytes, writeNextNumbers } from "../../../../src/train/tasks/inWasm/numberStream.js";

const numbersAtOnce = 1600;
const [interval, words] = [64, 80];
const numbers = words + streamBytes(numbersAtOnce);

/** Draws stretches of numbers by compiled code. */
function drawByCode(seed: number, low: number, high: number, stretches: number): Float64Array[] {
  const memory = { words, interval, numbers };
  const functions = new Map([["next", writeNextNumbers(memory, numbersAtOnce)]]);
  const module = new WebAssembly.Module(writeModule(functions, 1));
  const exports = new WebAssembly.Instance(module).exports as unknown as {
    readonly memory: WebAssembly.Memory;
    readonly next: () => void;
  };
  const { buffer } = exports.memory;
  const { words: state } = new NumpyRandomState(seed).snapshot();
  new Uint32Array(buffer, words, state.length).set(state);
  new Float64Array(buffer, interval, 2).set([low, high - low]);
  return Array.from({ length: stretches }, () => {
    exports.next();
    return new Float64Array(buffer, numbers, numbersAtOnce).slice();
  });
}

describe("a stream of uniform numbers in WebAssembly", () => {
  // Widths that are powers of two with ends near and far, and some that only look like it.
  const intervals = [
    [0, 1],
    [1, 2],
    [-2, 2],
    [-6, -2],
    [-1, 0],
    [0.75, 1.25],
    [524286, 524287],
    [524289, 524290],
    [2 ** 40, 2 ** 40 + 1],
    [0.1, 1.1],
    [1 + 2 ** -40, 2 + 2 ** -40],
    [2 ** -190, 2 ** -189],
    [2 ** -250, 2 ** -249],
    [1.1, 1.2],
    [-20, -10],
    [1, 6],
    [3, 3],
  ] as const;
  for (const [low, high] of intervals) {
    it(`is NumPy's in [${low}, ${high}], bit for bit`, () => {
      const random = new NumpyRandomState(3);
      for (const drawn of drawByCode(3, low, high, 4)) {
        assert.deepEqual(drawn, random.uniform(low, high, numbersAtOnce));
      }
    });
  }
});
