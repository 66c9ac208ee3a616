import assert from "node:assert/strict";
import { figureStore } from "../../../src/explore/serve/figureStore.js";
import type { RunRows } from "../../../src/stats/runRows.js";

const rowsOf = (name: string, errors: readonly number[], at?: RunRows["at"]): RunRows => ({
  name,
  ...(at && { at }),
  step: Float64Array.of(1, 1941),
  interpolationError: Float64Array.of(9, 3),
  extrapolationError: Float64Array.from(errors),
  sparsityError: Float64Array.of(0.5, 0.25),
});

describe("figureStore", () => {
  it("shows a run that is judged at several places once, with an error for each", () => {
    const store = figureStore("figure-x", "Products", [
      {
        label: "NMU",
        runs: [
          rowsOf("a", [8, 4], { length: 2 }),
          rowsOf("a", [80, 40], { length: 20 }),
          rowsOf("b", [7, 5], { length: 2 }),
        ],
      },
      { label: "NAC", runs: [rowsOf("a", [6, 1], { length: 2 })] },
    ]);
    const { runs, tags } = store.index();
    assert.deepEqual(
      runs.map(({ name, values }) => [name, values]),
      [
        ["NMU/a", 8],
        ["NMU/b", 6],
        ["NAC/a", 6],
      ],
    );
    assert.deepEqual(tags, [
      "interpolation error",
      "extrapolation error, length 2",
      "sparsity error",
      "extrapolation error, length 20",
    ]);
    const at = (run: number, tag: string) => [...(store.series(run, tag)?.value ?? [])];
    assert.deepEqual(at(0, "extrapolation error, length 20"), [80, 40]);
    assert.deepEqual(at(0, "extrapolation error, length 2"), [8, 4]);
    assert.deepEqual(at(0, "interpolation error"), [9, 3]);
    assert.deepEqual(at(1, "extrapolation error, length 20"), []);
    assert.deepEqual(at(2, "extrapolation error, length 2"), [6, 1]);
  });

  it("keeps runs of one name apart where nothing says that they are one", () => {
    const runs = [rowsOf(".", [2, 1]), rowsOf(".", [4, 3])];
    const store = figureStore("figure-x", "Own", [{ label: "A", runs }]);
    assert.equal(store.index().runs.length, 2);
    assert.deepEqual([...store.series(1, "extrapolation error")!.value], [4, 3]);
  });
});
