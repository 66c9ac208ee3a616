import assert from "node:assert/strict";
import { checkVocabulary } from "../../../../src/plot/spec/fields/checkVocabulary.js";

const check = (spec: object) => () => checkVocabulary(spec as never, "mine.vl.json");

describe("checkVocabulary", () => {
  for (const [spec, message] of [
    [{ mark: "pont" }, /spec\.mark: there is no mark "pont"\. Did you mean "point"/],
    [{ mark: { type: 3 } }, /spec\.mark\.type: there is no mark 3/],
    [
      { layer: [{ mark: "point", encoding: { colour: {} } }] },
      /spec\.layer\[0\]\.encoding\.colour: there is no channel "colour"\. Did you mean "color"/,
    ],
    [
      { encoding: { x: { field: "a", type: "quantitive" } } },
      /encoding\.x\.type: there is no type "quantitive"/,
    ],
    [{ encoding: { x: { aggregate: "avg" } } }, /there is no aggregation "avg"/],
    [{ encoding: { x: "a" } }, /spec\.encoding\.x is "a", expected a definition/],
    [
      { transform: [{ filtre: "1" }] },
      /spec\.transform\[0\]: there is no transform "filtre"\. Did you mean "filter"/,
    ],
    [{ transform: { filter: "1" } }, /spec\.transform is .*, expected a list of transforms/],
    [{ layer: {} }, /spec\.layer is \{\}, expected a list of views/],
    [{ hconcat: [1] }, /spec\.hconcat\[0\] is 1/],
    [{ params: "x" }, /spec\.params is "x", expected a list of parameters/],
    [{ data: "rows" }, /spec\.data is "rows"/],
  ] as const) {
    it(`refuses ${JSON.stringify(spec)}`, () => {
      assert.throws(check(spec), message);
    });
  }

  it("takes tooltips and details as lists, and channels that are null", () => {
    check({ mark: "point", encoding: { tooltip: [{ field: "a" }], x: null } })();
  });
});
