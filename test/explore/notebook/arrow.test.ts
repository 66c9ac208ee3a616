import assert from "node:assert/strict";
import * as arrow from "apache-arrow";
import { fromArrow, toArrow } from "../../../src/explore/notebook/arrow.js";
import { table } from "../../../src/explore/notebook/dataTable.js";
import { query } from "../../../src/explore/query/query.js";

describe("Arrow", () => {
  const { Float64, Table, tableFromIPC, tableToIPC, vectorFromArray } = arrow;
  const through = (one: arrow.Table) => tableFromIPC(tableToIPC(one));

  it("takes every kind of column, and gives it back", async () => {
    const asked = await query(
      "select * from (values ('mlp', 1, 9007199254740991, 0.5, true), (NULL, NULL, NULL, NULL, NULL), " +
        "('ü\"', -2147483648, 3, 'nan'::double, false)) as t(\"model/x\", small, large, acc, ok)",
    );
    const made = through(toArrow(asked, arrow));
    assert.equal(
      String(made.schema),
      "Schema<{ 0: model/x: Utf8, 1: small: Int32, 2: large: Int64, 3: acc: Float64, 4: ok: Bool }>",
    );
    const back = fromArrow(made);
    assert.deepEqual(back.columns, ["model/x", "small", "large", "acc", "ok"]);
    assert.deepEqual(back.rows, [
      { "model/x": "mlp", small: 1, large: 9007199254740991, acc: 0.5, ok: true },
      { "model/x": null, small: null, large: null, acc: null, ok: null },
      { "model/x": 'ü"', small: -2147483648, large: 3, acc: NaN, ok: false },
    ]);
  });

  it("takes tables of rows, and names like any other", () => {
    const rows = table([JSON.parse('{"__proto__": 1, "a": "x"}') as object]);
    assert.deepEqual(fromArrow(through(toArrow(rows, arrow))).columns, ["__proto__", "a"]);
  });

  it("reads what others wrote: whole numbers of 64 bits, and times", () => {
    const other = new Table({
      big: vectorFromArray([2n ** 60n, 5n]),
      at: vectorFromArray([new Date(0), new Date(1e12)]),
      value: vectorFromArray([1, null], new Float64()),
    });
    assert.deepEqual(fromArrow(through(other)).rows, [
      { big: "1152921504606846976", at: "1970-01-01T00:00:00.000Z", value: 1 },
      { big: 5, at: "2001-09-09T01:46:40.000Z", value: null },
    ]);
  });
});
