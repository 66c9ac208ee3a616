import assert from "node:assert/strict";
import { checkFields } from "../../../../src/plot/spec/fields/checkFields.js";
import type { JsonObject } from "../../../../src/plot/spec/figure.js";

const rows = [
  { step: 1, "val.loss": 2, "acc[0]": 3, model: "A", date: "2024-01-01" },
  { step: 2, "val.loss": 1, "acc[0]": 4, model: "B", date: "2024-01-02" },
];

function check(spec: JsonObject, datasets: JsonObject = { rows }) {
  return checkFields({ data: { name: "rows" }, ...spec, datasets }, "mine.vl.json");
}

const complaintsOf = (spec: JsonObject, datasets?: JsonObject) => check(spec, datasets).complaints;

const x = (field: unknown) => ({ x: { field, type: "quantitative" } });

describe("checkFields", () => {
  it("writes columns with dots and brackets as Vega-Lite wants them", () => {
    const encoding = {
      x: { field: "val.loss" },
      y: { field: "acc[0]" },
      color: { field: "model" },
    };
    const { document, complaints } = check({ mark: "point", encoding });
    assert.deepEqual(complaints, []);
    assert.deepEqual(document.encoding, {
      x: { field: "val\\.loss" },
      y: { field: "acc\\[0\\]" },
      color: { field: "model" },
    });
  });

  it("keeps fields that are escaped already", () => {
    const { document } = check({ mark: "point", encoding: x("val\\.loss") });
    assert.deepEqual(document.encoding, x("val\\.loss"));
  });

  it("escapes in transforms, facets, repeats and sorts too", () => {
    const spec = {
      transform: [
        { aggregate: [{ op: "mean", field: "val.loss", as: "m" }], groupby: ["model", "acc[0]"] },
        { filter: { field: "acc[0]", gt: 0 } },
      ],
      facet: { field: "acc[0]" },
      spec: { mark: "point", encoding: { x: { field: "m", sort: { field: "acc[0]" } } } },
    };
    const { document, complaints } = check(spec);
    assert.deepEqual(complaints, []);
    assert.deepEqual(document.transform, [
      {
        aggregate: [{ op: "mean", field: "val\\.loss", as: "m" }],
        groupby: ["model", "acc\\[0\\]"],
      },
      { filter: { field: "acc\\[0\\]", gt: 0 } },
    ]);
    assert.deepEqual(document.facet, { field: "acc\\[0\\]" });
    const repeated = check({ repeat: ["val.loss"], spec: { encoding: x({ repeat: "repeat" }) } });
    assert.deepEqual(repeated.document.repeat, ["val\\.loss"]);
  });

  it("gives the right spelling where it cannot be mended", () => {
    const [dotted] = complaintsOf({ transform: [{ calculate: "datum.val.loss * 2", as: "y" }] });
    assert.match(dotted, /transform\[0\]\.calculate names "val\.loss"/);
    assert.match(dotted, /Write datum\["val\.loss"\] there/);
    const [bar] = complaintsOf({ mark: "errorbar", encoding: { y: { field: "val.loss" } } });
    assert.match(bar, /\{"calculate": "datum\[\\"val\.loss\\"\]", "as": "val_loss"\}/);
    assert.deepEqual(complaintsOf({ transform: [{ filter: "datum['val.loss'] > 1" }] }), []);
  });

  it("knows the fields that each transform makes and drops", () => {
    const good: [object[], string][] = [
      [[{ calculate: "1", as: "n" }], "n"],
      [[{ bin: true, field: "step", as: "b" }], "b_end"],
      [[{ bin: true, field: "step", as: ["b", "c"] }], "c"],
      [[{ timeUnit: "year", field: "date", as: "t" }], "t_end"],
      [[{ aggregate: [{ op: "count", field: "*", as: "n" }], groupby: ["model"] }], "n"],
      [[{ aggregate: [{ op: "argmax", field: "step", as: "best" }] }], "best['val.loss']"],
      [[{ window: [{ op: "rank", as: "r" }], sort: [{ field: "step" }] }], "r"],
      [[{ joinaggregate: [{ op: "sum", field: "step", as: "s" }] }], "s"],
      [[{ fold: ["step", "val.loss"] }], "value"],
      [[{ stack: "step", groupby: ["model"], as: "s" }], "s_end"],
      [[{ density: "step", extent: [0, 3] }], "density"],
      [[{ quantile: "step" }], "prob"],
      [[{ regression: "step", on: "date", params: true }], "rSquared"],
      [[{ pivot: "model", value: "step" }], "A"],
    ];
    for (const [transform, field] of good) {
      assert.deepEqual(
        complaintsOf({ transform, encoding: x(field) }),
        [],
        JSON.stringify(transform),
      );
    }
    const dropped = [{ aggregate: [{ op: "count", as: "n" }], groupby: ["model"] }];
    const [complaint] = complaintsOf({ transform: dropped, encoding: x("step") });
    assert.match(complaint, /spec\.encoding\.x\.field names the field "step"/);
    assert.match(complaint, /They have: model, n\./);
  });

  it("checks both tables of a lookup", () => {
    const transform = (key: string, field: string) => [
      { lookup: "model", from: { data: { name: "other" }, key, fields: [field] } },
    ];
    const datasets = { rows, other: [{ id: "A", size: 3 }] };
    assert.deepEqual(
      complaintsOf({ transform: transform("id", "size"), encoding: x("size") }, datasets),
      [],
    );
    const [wrong] = complaintsOf({ transform: transform("id", "sise") }, datasets);
    assert.match(wrong, /from\.fields\[0\] names the field "sise", which the data "other"/);
  });

  it("checks fields that a repeat names, and the fields of an argmax", () => {
    const repeat = { repeat: { row: ["step", "lss"] }, spec: { encoding: x({ repeat: "row" }) } };
    assert.match(complaintsOf(repeat)[0], /spec\.repeat\.row\[1\] names the field "lss"/);
    const argmax = { y: { aggregate: { argmax: "stpe" }, field: "step" } };
    assert.match(complaintsOf({ encoding: argmax })[0], /argmax names the field "stpe"/);
  });

  it("tells a path into a column that holds numbers", () => {
    const [complaint] = complaintsOf({ encoding: x("step.value") });
    assert.match(complaint, /"step\.value"/);
  });

  it("takes an encoding that only the layers' own data have fields for", () => {
    const layer = [{ data: { values: [{ top: 1 }] }, mark: "rule" }, { mark: "point" }];
    assert.deepEqual(complaintsOf({ encoding: x("top"), layer }), []);
    assert.equal(complaintsOf({ encoding: x("tpo"), layer }).length, 1);
  });

  it("treats names of every object's own as names like others", () => {
    assert.equal(complaintsOf({ encoding: x("constructor") }).length, 1);
    assert.deepEqual(
      complaintsOf({ encoding: x("constructor") }, { rows: [{ constructor: 1 }] }),
      [],
    );
  });
});
