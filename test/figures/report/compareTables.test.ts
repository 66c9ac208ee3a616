import assert from "node:assert/strict";
import { compareTables } from "../../../src/figures/report/compareTables.js";

const header = "model,parameter,key,mean.value,upper.value,lower.value,n,note";
const table = (...rows: string[]) => [header, ...rows, ""].join("\n");

describe("comparing two versions of a table", () => {
  it("says how far an estimate moved in widths of its old interval", () => {
    const old = table('NRU,"U[1,2)",success.rate,0.5,0.7,0.3,25,');
    const now = table('NRU,"U[1,2)",success.rate,0.6,0.8,0.3,24,');
    const { cells } = compareTables(old, now);
    assert.deepEqual(
      cells.map(({ place, column, old: was, now: is, difference, widths }) => [
        ...[place, column, was, is],
        difference?.toFixed(9),
        widths?.toFixed(9),
      ]),
      [
        // The interval was 0.4 wide: a move by 0.1 is a quarter of it. A count is no part of it.
        ["NRU", "mean.value", "0.5", "0.6", "0.100000000", "0.250000000"],
        ["NRU", "upper.value", "0.7", "0.8", "0.100000000", "0.250000000"],
        ["NRU", "n", "25", "24", "-1.000000000", undefined],
      ],
    );
  });

  it("knows rows by what they are of, not by their place", () => {
    const rows = [
      "NRU,a,success.rate,0.5,0.7,0.3,25,",
      "NRU,b,success.rate,0.1,0.2,0.0,25,",
      "NMRU,a,success.rate,0.9,1.0,0.8,25,",
    ];
    const [first, second, third] = rows;
    const changes = compareTables(
      table(...rows),
      table(third.replace("0.9", "0.95"), first, "NMRU,c,success.rate,1.0,1.0,0.9,25,"),
    );
    assert.deepEqual(changes.newRows, ["NMRU, c"]);
    assert.deepEqual(changes.goneRows, ["NRU, b"]);
    assert.equal(changes.isReordered, true);
    assert.deepEqual(
      changes.cells.map(({ place, old, now }) => [place, old, now]),
      [["NMRU, a", "0.9", "0.95"]],
    );
    assert.equal(compareTables(table(second), table(second)).isReordered, false);
  });

  it("names columns that came and went, and compares the others", () => {
    const changes = compareTables("name,a,b\nx,1,2\n", "name,b,c\nx,3,4\n");
    assert.deepEqual([changes.newColumns, changes.goneColumns], [["c"], ["a"]]);
    assert.deepEqual(
      changes.cells.map(({ column, old, now }) => [column, old, now]),
      [["b", "2", "3"]],
    );
  });

  it("takes texts, not values, for what rows are known by", () => {
    const { cells, newRows } = compareTables(
      "module,parameter,test.mse,range\nNRU,a,1.5,r\nNRU,a,2.5,s\n",
      "module,parameter,test.mse,range\nNRU,a,1.5,r\nNRU,a,4.5,s\n",
    );
    assert.deepEqual(newRows, []);
    assert.deepEqual(
      cells.map(({ place, column, difference }) => [place, column, difference]),
      [["s", "test.mse", 2]],
    );
  });

  it("counts rows that nothing tells apart", () => {
    const { cells } = compareTables("name,value\nx,1\nx,2\n", "name,value\nx,1\nx,5\n");
    assert.deepEqual(
      cells.map(({ old, now }) => [old, now]),
      [["2", "5"]],
    );
  });

  it("has no width for what has no interval, and no difference for what is missing or no number", () => {
    const old = table("NRU,a,success.rate,0.5,0.5,0.5,25,", "NRU,b,success.rate,,,,0,");
    const now = table("NRU,a,success.rate,inf,0.5,0.5,25,", "NRU,b,success.rate,0.5,0.7,0.3,1,x");
    for (const { column, difference, widths } of compareTables(old, now).cells) {
      assert.equal(widths, undefined);
      assert.equal(difference === undefined, column !== "n", column);
    }
  });
});
