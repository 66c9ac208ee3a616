import assert from "node:assert/strict";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readTable, tableRows } from "../../../src/tables/database/readTable.js";
import { duckdb, sqlText } from "../../../src/tables/database/duckdb.js";
import { UserError } from "../../../src/util/userError.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const cases = "fixtures/cases";

describe("readTable", () => {
  const folder = temporaryFolder();
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder(), name);
    writeFileSync(path, content);
    return path;
  };
  const rowsOf = async (path: string) => tableRows(await readTable(path));
  const csv = (content: string | Uint8Array) => rowsOf(write("t.csv", content));

  it("keeps identifiers, dates, hashes and times as they are written", async () => {
    assert.deepEqual(await rowsOf(`${cases}/44-table-as-it-stands/tables/t.csv`), [
      { id: "007", day: "2024-03-01", value: 1.5, hash: "12e4567", took: "00:10:00" },
      { id: "012", day: "2024-03-02", value: 2.5, hash: "1e5", took: "01:00:00" },
    ]);
    const ids = await rowsOf(`${cases}/44-table-as-it-stands/tables/ids.csv`);
    assert.deepEqual(
      ids.map(({ id }) => id),
      ["12345678901234567890", "12345678901234567891"],
    );
  });

  it("reads numbers as R, Python and JavaScript write them", async () => {
    const rows = await csv(
      "a,b,c,d,e,f\n1,NA,None,1e-05,inf,TRUE\n-2.5,0.5,.5,1E+20,-Inf,FALSE\n+3,2.,null,-0,nan,NA\n",
    );
    assert.deepEqual(rows, [
      { a: 1, b: null, c: null, d: 1e-5, e: Infinity, f: true },
      { a: -2.5, b: 0.5, c: 0.5, d: 1e20, e: -Infinity, f: false },
      { a: 3, b: 2, c: null, d: -0, e: null, f: null },
    ]);
    const { columns } = await readTable(write("nan.csv", "x\nnan\nNA\n"));
    assert.deepEqual(columns[0], {
      name: "x",
      type: "double",
      values: [NaN, NaN],
      missing: Uint8Array.of(0, 1),
    });
  });

  it("takes words for missing numbers among numbers only", async () => {
    const rows = await csv('model,augment,country\nA,None,"NA"\nB,flip,DE\n,null,FR\n');
    assert.deepEqual(rows, [
      { model: "A", augment: "None", country: "NA" },
      { model: "B", augment: "flip", country: "DE" },
      { model: null, augment: "null", country: "FR" },
    ]);
  });

  it("keeps whole numbers that no 64-bit float can hold, and hashes of digits with one e", async () => {
    const rows = await csv(
      "step,commit,big\n9007199254740993,1234e56,1\n1,9876543,9007199254740992\n",
    );
    assert.deepEqual(rows, [
      { step: "9007199254740993", commit: "1234e56", big: 1 },
      { step: "1", commit: "9876543", big: 2 ** 53 },
    ]);
  });

  it("understands the usual ways to write a CSV", async () => {
    const expected = [
      { a: 1, "b c": "x, y" },
      { a: 2, "b c": 'say "so"' },
    ];
    assert.deepEqual(await csv('a,b c\n1,"x, y"\n2,"say ""so"""\n'), expected);
    assert.deepEqual(await csv('\uFEFFa,b c\r\n1,"x, y"\r\n2,"say ""so"""\r\n'), expected);
    assert.deepEqual(
      await csv('# made today\n# by hand\na;b c\n1;x, y\n\n2;"say ""so"""'),
      expected,
    );
    assert.deepEqual(await csv('a\tb c\n1\tx, y\n2\t"say ""so"""\n'), expected);
    assert.deepEqual(
      await rowsOf(write("t.csv.gz", gzipSync('a|b c\n1|"x, y"\n2|"say ""so"""\n'))),
      expected,
    );
    assert.deepEqual(await csv('"a\nb","",A\n1,2,3\n'), [{ "a\nb": 1, column1: 2, A: 3 }]);
    assert.deepEqual(await csv("a,a,A\n1,2,3\n"), [{ a: 1, a_1: 2, A_2: 3 }]);
    assert.deepEqual(await csv("__proto__,x\n1,2\n").then(([row]) => Object.entries(row)), [
      ["__proto__", 1],
      ["x", 2],
    ]);
  });

  it("takes a path as a path, whatever signs it has", async () => {
    for (const name of [
      "lr[1].csv",
      "a*.csv",
      "b?.csv",
      "it's {x}.csv",
      "c [0-9]*.parquet",
      "[[].csv",
    ]) {
      const path = join(folder(), name);
      if (name.endsWith("parquet")) {
        await (await duckdb()).run(`COPY (SELECT 1 AS x) TO ${sqlText(path)} (FORMAT parquet)`);
      } else writeFileSync(path, "x\n1\n");
      writeFileSync(join(folder(), `lr1.csv`), "x\n2\n");
      assert.deepEqual(await rowsOf(path), [{ x: 1 }], name);
    }
  });

  it("keeps the values of Parquet's types", async () => {
    const path = join(folder(), "types.parquet");
    await (
      await duckdb()
    ).run(
      `COPY (SELECT DATE '2024-03-01' AS day, TIMESTAMP '2024-03-01 12:00:00' AS at,
        TIMESTAMPTZ '2024-03-01 12:00:00+02' AS instant, TIME '00:10:00' AS took,
        9007199254740993::BIGINT AS id, 42::BIGINT AS step, 1.25::DECIMAL(10, 3) AS price,
        [1, 2] AS list, true AS flag, 0.5::FLOAT AS f, NULL::DOUBLE AS nothing)
        TO ${sqlText(path)} (FORMAT parquet)`,
    );
    assert.deepEqual(await rowsOf(path), [
      {
        ...{ day: "2024-03-01", at: "2024-03-01T12:00:00", instant: "2024-03-01T10:00:00Z" },
        ...{ took: "00:10:00", id: "9007199254740993", step: 42, price: 1.25, list: "[1, 2]" },
        ...{ flag: true, f: 0.5, nothing: null },
      },
    ]);
  });

  for (const [what, content, pattern] of [
    ["an empty file", "", /is empty \(0 bytes\)/],
    ["blank lines alone", "\n\n", /no header/],
    ["a header alone", "a,b\n", /has no rows: below its header \(line 1: a, b\)/],
    [
      "a short row",
      "a,b\n1,2\n3\n",
      /line 3: the row has 1 cell, but the header has 2 columns.*\nWrite a cell/,
    ],
    ["a long row", "a,b\n1,2\n3,4,5\n", /line 3: the row has 3 cells.*\nGive the header/],
    ["a row after text of several lines", 'a,b\n1,"x\ny"\n3\n', /line 4: the row has 1 cell/],
    [
      "a short row below a comment",
      "# c\na;b\n1;2\n3\n",
      /line 4: the row has 1 cell.*divided by ";"/,
    ],
    [
      "another encoding",
      Buffer.from("a,b\n1,caf\xe9\n", "latin1"),
      /line 2: .*not UTF-8.*\n.*iconv -f latin1/,
    ],
    ["UTF-16", Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"), /UTF-16.*\nSave it as "CSV UTF-8"/],
    [
      "a decimal comma",
      "a;b\n1;0,5\n2;1,5\n",
      /line 2: 0,5 in the column "b" has a decimal comma.\n.*write\.csv/,
    ],
    ["a decimal comma in quotes", 'a,b\n1,2\n2,"0,5"\n', /line 3: 0,5 in the column "b"/],
    ["an open quote", 'a,b\n1,"x\n3,4\n', /line 2: a quote \("\) that is never closed/],
  ] as const) {
    it(`refuses ${what}, with the line and a remedy`, async () => {
      await assert.rejects(csv(content), (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, pattern);
        return true;
      });
    });
  }

  it("loads no code from outside, and writes no files of its own", async () => {
    const names = ["autoinstall_known_extensions", "autoload_known_extensions", "temp_directory"];
    const settings = names.map((name) => `CAST(current_setting('${name}') AS VARCHAR)`).join(", ");
    const reader = await (await duckdb()).runAndReadAll(`SELECT ${settings}`);
    assert.deepEqual(reader.getRowsJS(), [["false", "false", ""]]);
    await assert.rejects(readTable("http://127.0.0.1:9/x.csv"), /There is no table/);
  });

  it("refuses folders, and Parquet files that are empty or none", async () => {
    mkdirSync(join(folder(), "d.csv"));
    await assert.rejects(readTable(join(folder(), "d.csv")), /is a folder/);
    await assert.rejects(readTable(write("e.parquet", "")), /is empty/);
    await assert.rejects(
      readTable(write("f.parquet", "PAR1")),
      /Cannot read the table .*f\.parquet/,
    );
    await assert.rejects(readTable(join(folder(), "none.csv")), /There is no table/);
  });

  it("counts the rows of small files that are packed before it reads them", async () => {
    const parquet = join(folder(), "many.parquet");
    const rows = 40_000_000;
    await (
      await duckdb()
    ).run(`COPY (SELECT 1 AS a, 2 AS b FROM range(${rows})) TO ${sqlText(parquet)}`);
    assert.ok(statSync(parquet).size < 200_000);
    const packed = write("many.csv.gz", gzipSync(`a,b\n${"1,2\n".repeat(20_000_000)}`));
    for (const [path, count] of [
      [parquet, rows],
      [packed, rows / 2],
    ] as const) {
      await assert.rejects(
        readTable(path),
        (error: unknown) =>
          error instanceof UserError && error.message.includes(`has ${count} rows of 2 columns`),
      );
    }
  }).timeout(60_000);
});
