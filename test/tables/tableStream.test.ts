import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { csvText } from "../../src/tables/csv.js";
import { duckdb, sqlText } from "../../src/tables/database/duckdb.js";
import {
  collect,
  StartAgain,
  type TablePart,
  type TableStream,
} from "../../src/tables/tableStream.js";
import { csvParts, writeCsv } from "../../src/tables/writeCsv.js";
import { writeParquet } from "../../src/tables/database/writeParquet.js";
import { UserError } from "../../src/util/userError.js";
import { readRecords } from "../helpers/readRecords.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const columns: TableStream["columns"] = [
  { name: "name", type: "text" },
  { name: "tag", type: "text" },
  { name: "step", type: "integer" },
];

/** A stream made anew of these parts at every iteration. */
const streamOfParts = (parts: () => Iterable<TablePart | undefined>): TableStream => ({
  columns,
  parts: { [Symbol.iterator]: () => parts()[Symbol.iterator]() },
});

describe("TableStream", () => {
  const folder = temporaryFolder();

  it("writes parts of any size and kind of text in order, to Parquet as to CSV", async () => {
    const part = fc.record({
      name: fc.constantFrom("a", "b, c", 'd "e"'),
      tags: fc.array(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 400,
      }),
      codes: fc.array(fc.nat(), { maxLength: 3000, size: "max" }),
      isPlain: fc.boolean(),
      pauses: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (given) => {
        const expected = given.flatMap(({ name, tags, codes }) =>
          codes.map((code, step) => ({ name, tag: tags[code % tags.length], step })),
        );
        const stream = streamOfParts(function* () {
          for (const { name, tags, codes, isPlain, pauses } of given) {
            if (pauses) yield undefined;
            const rows = codes.length;
            const tag = Uint32Array.from(codes, (code) => code % tags.length);
            yield {
              rows,
              columns: [
                {
                  name: "name",
                  type: "category",
                  codes: new Uint32Array(rows),
                  categories: [name],
                },
                isPlain
                  ? { name: "tag", type: "text", values: Array.from(tag, (code) => tags[code]) }
                  : { name: "tag", type: "category", codes: tag, categories: tags },
                { name: "step", type: "integer", values: Float64Array.from(codes.keys()) },
              ],
            };
          }
        });
        const path = join(folder(), "any.parquet");
        await writeParquet(path, stream);
        assert.deepEqual(await readRecords(path), expected);
        const csv = join(folder(), "streamed.csv");
        await writeCsv(csv, stream);
        assert.equal(readFileSync(csv, "utf8"), csvText(await collect(stream)));
      }),
      { numRuns: 25 },
    );
  });

  it("lists categories that grow from part to part", async () => {
    const tags: string[] = [];
    const path = join(folder(), "growing.parquet");
    const stream = streamOfParts(function* () {
      tags.length = 0;
      for (let part = 0; part < 50; part++) {
        tags.push(`t${2 * part}`, `t${2 * part + 1}`);
        const codes = Uint32Array.from({ length: 101 }, (_, i) => i % tags.length);
        yield {
          rows: 101,
          columns: [
            { name: "name", type: "text", values: Array.from(codes, () => null) },
            { name: "tag", type: "category", codes, categories: tags },
            { name: "step", type: "integer", values: codes },
          ],
        };
      }
    });
    await writeParquet(path, stream);
    const records = await readRecords(path);
    assert.equal(records.length, 50 * 101);
    assert.ok(records.every(({ name, tag, step }) => name === null && tag === `t${step}`));
  });

  for (const count of [1, 255, 256]) {
    it(`writes ${count} texts that are known beforehand`, async () => {
      const names = Array.from({ length: count }, (_, i) => `run ${i}, "ü"`);
      const path = join(folder(), `known-${count}.parquet`);
      const stream: TableStream = {
        columns: [{ name: "name", type: "text", categories: [...names, names[0]] }, columns[1]],
        parts: names.map((name, i) => ({
          rows: 3,
          columns: [
            i % 2 === 0
              ? { name: "name", type: "category", codes: new Uint32Array(3), categories: [name] }
              : { name: "name", type: "text", values: [name, name, name] },
            { name: "tag", type: "text", values: [name, null, "b"] },
          ],
        })),
      };
      await writeParquet(path, stream);
      assert.deepEqual(
        await readRecords(path),
        names.flatMap((name) => [name, null, "b"].map((tag) => ({ name, tag }))),
      );
    });
  }

  it("writes tables of many columns, of which the database cannot hold many rows", async () => {
    const rows = 20_000;
    const wide = Array.from(
      { length: 400 },
      (_, i) => ({ name: `c${i}`, type: "double" }) as const,
    );
    const values = Float64Array.from({ length: rows }, (_, i) => Math.sin(i));
    const path = join(folder(), "wide.parquet");
    await writeParquet(path, {
      columns: wide,
      parts: [{ rows, columns: wide.map((column) => ({ ...column, values })) }],
    });
    const query = `SELECT c399 FROM read_parquet(${sqlText(path)})`;
    const reader = await (await duckdb()).runAndReadAll(query);
    assert.deepEqual(reader.getColumnsJS(), [[...values]]);
  });

  it("gives no text, not even a header, when there is an error before the first row", () => {
    const stream = streamOfParts(function* () {
      yield undefined;
      throw new UserError("nothing there");
    });
    let text = "";
    assert.throws(() => {
      for (const part of csvParts(stream)) text += part;
    }, new UserError("nothing there"));
    assert.equal(text, "");
  });

  const row = (step: number): TablePart => ({
    rows: 1,
    columns: [
      { name: "name", type: "text", values: ["a"] },
      { name: "tag", type: "text", values: ["b"] },
      { name: "step", type: "integer", values: [step] },
    ],
  });

  for (const [ending, write] of [
    ["csv", writeCsv],
    ["parquet", writeParquet],
  ] as const) {
    it(`leaves nothing behind when a stream breaks off (${ending})`, async () => {
      let closed = false;
      const stream = streamOfParts(function* () {
        try {
          for (let step = 0; step < 9000; step++) yield row(step);
          throw new UserError("no more");
        } finally {
          closed = true;
        }
      });
      const path = join(folder(), `broken.${ending}`);
      await assert.rejects(write(path, stream), new UserError("no more"));
      await assert.rejects(write(join(folder(), "new/folder/a"), stream));
      assert.ok(!existsSync(path) && !existsSync(join(folder(), "new")));
      assert.deepEqual(
        readdirSync(folder()).filter((name) => name.startsWith("broken")),
        [],
      );
      assert.ok(closed);
    });

    it(`takes the parts from the first on when the stream starts again (${ending})`, async () => {
      let attempts = 0;
      const stream = streamOfParts(function* () {
        attempts++;
        for (let step = 0; step < 5000; step++) yield row(attempts * 10_000 + step);
        if (attempts < 3) throw new StartAgain();
      });
      const path = join(folder(), `again.${ending}`);
      await write(path, stream);
      const steps = (await readRecords(path)).map((record) => record["step"]);
      assert.deepEqual(
        steps,
        Array.from({ length: 5000 }, (_, step) => 30_000 + step),
      );
    });

    it(`says what cannot be written and why (${ending})`, async () => {
      writeFileSync(join(folder(), "file"), "");
      const path = join(folder(), `file/below.${ending}`);
      await assert.rejects(
        write(
          path,
          streamOfParts(() => [row(1)]),
        ),
        (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, /Cannot write .*below.*\nChoose another folder/);
          return true;
        },
      );
    });
  }
});
