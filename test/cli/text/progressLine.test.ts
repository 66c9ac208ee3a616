import assert from "node:assert/strict";
import { formatDuration, progressLine } from "../../../src/cli/text/progressLine.js";

describe("progressLine", () => {
  const watch = (errColumns: number | undefined) => {
    const drawn: string[] = [];
    let time = 0;
    const line = progressLine(
      {
        out: () => undefined,
        err: (text) => void drawn.push(text.replace("\r\x1b[K", "")),
        errColumns,
        environment: {},
      },
      () => time,
    );
    return { drawn, line, wait: (milliseconds: number) => (time += milliseconds) };
  };

  it("draws runs done, steps per second and time left", () => {
    const { drawn, line, wait } = watch(80);
    line.update({ runsDone: 0, runs: 9, iterationsDone: 0, iterations: 900_000 });
    wait(1000);
    line.update({ runsDone: 1, runs: 9, iterationsDone: 150_000, iterations: 900_000 });
    assert.deepEqual(drawn, ["0 of 9 runs", "1 of 9 runs, 150,000 steps/s, 5 s left"]);
  });

  it("is not drawn too often, nor wider than the terminal", () => {
    const { drawn, line, wait } = watch(20);
    const update = (iterationsDone: number) =>
      line.update({ runsDone: 0, runs: 9, iterationsDone, iterations: 900_000 });
    update(0);
    wait(50);
    update(10);
    wait(200);
    update(100_000);
    assert.equal(drawn.length, 2);
    assert.ok(drawn.every((text) => text.length < 20));
  });

  it("draws nothing when err is no terminal", () => {
    const { drawn, line } = watch(undefined);
    line.update({ runsDone: 0, runs: 1, iterationsDone: 0, iterations: 1 });
    line.clear();
    assert.deepEqual(drawn, []);
  });
});

describe("formatDuration", () => {
  it("gives two units at most", () => {
    assert.deepEqual([0, 59, 60, 200, 3599.7, 7500].map(formatDuration), [
      "0 s",
      "59 s",
      "1 min",
      "3 min 20 s",
      "1 h",
      "2 h 5 min",
    ]);
  });
});
