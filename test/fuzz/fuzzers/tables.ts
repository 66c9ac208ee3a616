import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeTable } from "../../../src/exports/exportLogs.js";
import type { Table } from "../../../src/tables/table.js";
import { readTable, tableRows } from "../../../src/tables/database/readTable.js";
import type { Fuzzer } from "../fuzzer.js";
import { mutateBytes, mutateLines } from "../mutate.js";

const texts = [
  "run,step,loss\na,0,1.5\na,1,0.25\nb,0,NA\n",
  'name,"a, b",x\n"r ""1""",1,2\n,,\nü,3e5,inf\n',
  "\ufeffid;value\r\n007;1,5\r\n008;2,5\r\n",
  "date,y\n2024-01-01,1\n2024-01-02,2\n",
];

export const csvTables: Fuzzer = {
  name: "csv",
  attempt: async (random, folder) => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "t.csv");
    const text = mutateLines(random.pick(texts), random);
    const bytes = Buffer.from(text);
    writeFileSync(path, random.chance(0.3) ? mutateBytes(bytes, random) : bytes);
    tableRows(await readTable(path));
  },
};

const table: Table = {
  rows: 200,
  columns: [
    { name: "run", type: "text", values: Array.from({ length: 200 }, (_, i) => `run ${i % 7}`) },
    { name: "step", type: "integer", values: Float64Array.from({ length: 200 }, (_, i) => 10 * i) },
    {
      name: "loss",
      type: "double",
      values: Float64Array.from({ length: 200 }, (_, i) => Math.exp(-i)),
    },
  ],
};

export const parquetTables: Fuzzer = {
  name: "parquet",
  prepare: (folder) => writeTable(join(folder, "t.parquet"), table),
  attempt: async (random, folder, prepared) => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "t.parquet");
    writeFileSync(path, mutateBytes(readFileSync(join(prepared, "t.parquet")), random));
    const rows = tableRows(await readTable(path));
    assert.deepEqual(rows, tableRows(table), "other numbers without a word");
  },
};
