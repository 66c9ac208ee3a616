import assert from "node:assert/strict";
import type { Run } from "../../../src/events/index.js";
import { alignedRows, alignSeries } from "../../../src/figures/data/alignScalars.js";
import { scalarRun } from "../../helpers/scalarRun.js";

const options = { align: "auto", resolution: 250, isLog: false } as const;
const seriesOf = (...runs: Run[]) => [{ label: "A", runs }];
const run = (name: string, points: readonly (readonly [number, number])[]): Run =>
  scalarRun(name, { loss: points });

describe("alignSeries", () => {
  it("leaves runs that share their steps as they are", () => {
    const a = run("a", [
      [0, 1],
      [10, 2],
    ]);
    const b = run("b", [
      [0, 3],
      [10, 4],
    ]);
    const [aligned] = alignSeries(seriesOf(a, b), "loss", options);
    assert.equal(aligned.rule, "exact");
    assert.deepEqual(
      alignedRows(aligned, false).map(({ name, step, value, n }) => [name, step, value, n]),
      [
        ["a", 0, 1, 2],
        ["a", 10, 2, 2],
        ["b", 0, 3, 2],
        ["b", 10, 4, 2],
      ],
    );
  });

  it("breaks a run at a NaN, and has no mean there", () => {
    const a = run("a", [
      [0, 1],
      [1, NaN],
      [2, 3],
    ]);
    const b = run("b", [
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    const [aligned] = alignSeries(seriesOf(a, b), "loss", options);
    assert.deepEqual([...aligned.diverged], [0, 1, 0]);
    assert.deepEqual(aligned.divergedAt, [undefined, undefined]);
    const rows = alignedRows(aligned, false).filter(({ name }) => name === "a");
    assert.deepEqual(
      rows.map(({ value, alone }) => [value, alone]),
      [
        [1, true],
        [null, false],
        [3, true],
      ],
    );
  });

  it("marks where runs end and diverge", () => {
    const whole = run("whole", [
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    const ended = run("ended", [
      [0, 1],
      [1, 1],
    ]);
    const gone = run("gone", [
      [0, 1],
      [1, 1],
      [2, Infinity],
    ]);
    const [aligned] = alignSeries(seriesOf(whole, ended, gone), "loss", options);
    const marks = alignedRows(aligned, false).flatMap(({ name, step, mark }) =>
      mark === undefined ? [] : [[name, step, mark]],
    );
    assert.deepEqual(marks, [
      ["ended", 1, "ended"],
      ["gone", 1, "diverged"],
    ]);
    // What diverged stays so after its last value.
    assert.deepEqual([...aligned.diverged], [0, 0, 1, 1]);
  });

  it("counts what a logarithmic axis cannot show, and thins out long logs", () => {
    const long = run(
      "long",
      Array.from({ length: 1000 }, (_, step) => [step, step] as const),
    );
    const [aligned] = alignSeries(seriesOf(long), "loss", { ...options, isLog: true });
    assert.deepEqual([aligned.withoutLogarithm, aligned.logged], [1, 1000]);
    assert.equal(aligned.x.length, 250);
  });
});
