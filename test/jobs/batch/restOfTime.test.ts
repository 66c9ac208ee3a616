import assert from "node:assert/strict";
import { RestOfTime } from "../../../src/jobs/batch/restOfTime.js";

describe("RestOfTime", () => {
  it("lets begin what is finished in time, by what was learnt on the way", () => {
    let now = 0;
    const rest = new RestOfTime(100, () => now);
    assert.ok(rest.isEnoughFor(99) && !rest.isEnoughFor(101));
    now = 40;
    assert.ok(rest.isEnoughFor(59) && !rest.isEnoughFor(61));
    // Twice as slow as was thought, and a fifth on top.
    rest.took(20, 10);
    assert.ok(rest.isEnoughFor(24) && !rest.isEnoughFor(26));
  });

  it("ends where the batch system says so, and takes nothing of unknown length then", () => {
    let now = 0;
    const rest = new RestOfTime(1000, () => now);
    assert.ok(rest.isEnoughFor(undefined));
    rest.warn(30);
    assert.ok(rest.isEnoughFor(29) && !rest.isEnoughFor(31) && !rest.isEnoughFor(undefined));
    now = 31;
    assert.ok(!rest.isEnoughFor(0));
  });
});
