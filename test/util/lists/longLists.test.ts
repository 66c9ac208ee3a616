import assert from "node:assert/strict";
import { append, largest, smallest } from "../../../src/util/lists/longLists.js";

describe("longLists", () => {
  it("takes more values than a call has room for", () => {
    const values = Array.from({ length: 1_000_000 }, (_, index) => (index * 7919) % 1_000_003);
    assert.throws(() => Math.max(...values), RangeError);
    assert.equal(smallest(values), 0);
    assert.equal(largest(values), values.toSorted((a, b) => b - a)[0]);
    const list = [-1];
    append(list, values);
    assert.equal(list.length, 1_000_001);
    assert.equal(list.at(-1), values.at(-1));
  });

  it("answers as Math.min and Math.max do, of nothing and of NaN too", () => {
    for (const values of [[], [NaN, 1], [1, NaN], [0, -0], [-0, 0], [Infinity, -Infinity]]) {
      assert.ok(Object.is(smallest(values), Math.min(...values)));
      assert.ok(Object.is(largest(values), Math.max(...values)));
    }
  });
});
