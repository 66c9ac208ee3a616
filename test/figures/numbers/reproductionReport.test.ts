import assert from "node:assert/strict";
import { findLookup, readLookups } from "../../../src/figures/lookups/index.js";
import { computeFigure } from "../../../src/figures/numbers/computeFigure.js";
import { resolveFolders } from "../../../src/figures/folders.js";
import { resolveData } from "../../../src/figures/resolve/resolveFigure.js";
import { reportLines } from "../../../src/figures/numbers/reproductionReport.js";

describe("reportLines", () => {
  it("holds published numbers against the interval of ours", async () => {
    const folders = resolveFolders({ tables: "fixtures/original/tables", runs: "none" });
    const lookup = findLookup(await readLookups(folders.lookups), "nips-sltr-in2");
    const published = [
      { model: "NRU", key: "success.rate", value: 0.9, source: "text" },
      { model: "NMRU", key: "success.rate", value: 0.2, source: "text" },
      { model: "NRU", key: "success.rate", parameter: "U[10,20)", value: 0.99, source: "figure" },
    ] as const;
    const data = await resolveData({ ...lookup, published: [...published] }, folders);
    const numbers = await computeFigure(data, {
      warn: (message) => assert.fail(message),
    });
    // 34 of 36 NRU runs and all NMRU runs are solved; on U[10,20) 3 of 4: Wilson's interval is [0.30, 0.95].
    const lines = reportLines(numbers).filter((line) => line.published !== null);
    assert.deepEqual(
      lines.map(({ model, parameter, runs, agrees }) => [model, parameter, runs, agrees]),
      [
        ["NRU", "all", 36, true],
        ["NMRU", "all", 36, false],
        ["NRU", "U[10,20)", 4, false],
      ],
    );
  });
});
