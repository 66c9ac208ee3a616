import assert from "node:assert/strict";
import { applyParams } from "../../../src/plot/spec/applyParams.js";
import { readSpec } from "../../../src/plot/spec/readSpec.js";

const spec = {
  params: [
    { name: "band", value: "range" },
    { name: "runs", value: true },
    { name: "labels", value: {} },
    { name: "free", value: null },
  ],
  usermeta: {
    params: { columns: "/concat/columns", title: ["/concat/title"], "a/b": "/x~1y" },
    choices: { band: ["range", "none"], columns: { minimum: 1, integer: true } },
  },
  concat: { columns: 3, title: null },
  "x/y": 1,
};
const apply = (params: Record<string, unknown>) => applyParams(spec, "mine.vl.json", params);

describe("applyParams", () => {
  it("sets declared parameters and the places that pointers lead to", () => {
    const applied = apply({ band: "none", columns: 2, title: "T", "a/b": 5, free: [1] });
    assert.deepEqual(applied.concat, { columns: 2, title: "T" });
    assert.equal(applied["x/y"], 5);
    assert.deepEqual(
      (applied.params as { value: unknown }[]).map(({ value }) => value),
      ["none", true, {}, [1]],
    );
  });

  for (const [params, message] of [
    [{ band: "std" }, /the parameter "band" is "std", expected one of range, none/],
    [{ runs: "no" }, /the parameter "runs" is "no", expected true or false/],
    [{ labels: "Loss" }, /expected names with values/],
    [{ columns: 0 }, /"columns" is 0, expected a whole number from 1/],
    [{ columns: 1.5 }, /expected a whole number/],
    [{ columns: "2" }, /"columns" is "2", expected a number/],
    [{ constructor: 1 }, /has no parameter "constructor"/],
  ] as const) {
    it(`refuses ${JSON.stringify(params)}`, () => {
      assert.throws(() => apply(params), message);
    });
  }

  it("never writes to what an object inherits", () => {
    for (const pointer of [
      "/__proto__/polluted",
      "/constructor/prototype/polluted",
      "/concat/__proto__",
    ]) {
      const evil = { usermeta: { params: { x: pointer } }, concat: {} };
      assert.throws(() => applyParams(evil, "evil.vl.json", { x: "hello" }), /is not in the spec/);
    }
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it("knows what the parameters of curves can be", async () => {
    const { spec: curves } = await readSpec("curves");
    for (const params of [
      { band: "std" },
      { centre: "mode" },
      { yScale: "logg" },
      { resolution: 0 },
    ]) {
      assert.throws(() => applyParams(curves, "curves", params), /expected/);
    }
    assert.ok(applyParams(curves, "curves", { band: "quartiles", yScale: "log", resolution: 10 }));
  });
});
