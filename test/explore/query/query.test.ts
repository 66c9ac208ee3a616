import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { query } from "../../../src/explore/query/query.js";
import { tableRows } from "../../../src/tables/database/readTable.js";
import { UserError } from "../../../src/util/userError.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** What TensorBoard read out of the fixtures. */
const expected = z
  .record(
    z.string(),
    z.object({
      scalars: z
        .record(z.string(), z.array(z.tuple([z.number(), z.union([z.number(), z.string()])])))
        .optional(),
    }),
  )
  .parse(JSON.parse(readFileSync("fixtures/events/expected.json", "utf8")));

describe("query", () => {
  const folder = temporaryFolder();
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const ask = async (sql: string) => tableRows(await query(sql, { warn }));
  const refuses = (sql: string, ...patterns: RegExp[]) =>
    assert.rejects(ask(sql), (error: unknown) => {
      assert.ok(error instanceof UserError, String(error));
      for (const pattern of patterns) assert.match(error.message, pattern);
      return true;
    });

  let logs = "";
  before(() => {
    logs = join(folder(), "lo'gs.v[1]");
    for (const model of ["mlp", "vit"]) {
      for (const seed of [0, 1, 2]) {
        const writer = openEventWriter(
          join(logs, `${model}_lr-${model === "mlp" ? 0.1 : 0.01}_seed-${seed}`),
        );
        for (const step of [0, 10, 20]) {
          writer.scalar("acc/val", (model === "mlp" ? 1 : 2) * step + seed, step);
          writer.scalar("loss", step === 20 && seed === 2 ? NaN : -step, step);
        }
        writer.close();
      }
    }
  });
  beforeEach(() => void warnings.splice(0));

  it("reads every scalar that TensorBoard reads", async () => {
    const sql =
      "select run, tag, step, value::varchar as value from scalars('fixtures/events') order by run, tag, step";
    const rows = tableRows(await query(sql, { warn, supersede: "none" }));
    const wanted = Object.entries(expected)
      .filter(([run]) => !["restart", "truncated", "bitflip"].includes(run))
      .flatMap(([run, { scalars = {} }]) =>
        Object.entries(scalars).flatMap(([tag, points]) =>
          points.map(([step, value]) => ({ run, tag, step, value })),
        ),
      );
    const runs = new Set(wanted.map(({ run }) => run));
    const key = ({ run, tag, step, value }: Record<string, unknown>) =>
      [run, tag, step, /\d/.test(String(value)) ? Number(value) : value].join(" ");
    assert.ok(wanted.length > 50);
    assert.deepEqual(
      rows
        .filter(({ run }) => runs.has(String(run)))
        .map(key)
        .sort(),
      wanted.map(key).sort(),
    );
  });

  it("knows what names say of runs, and groups by it", async () => {
    const rows = await ask(
      `select model, lr, max(seed) as last, avg(value) as acc, count(*) as n from scalars(${quoted(logs)}) where tag = 'acc/val' group by all order by model`,
    );
    assert.deepEqual(rows, [
      { model: "mlp", lr: 0.1, last: 2, acc: 11, n: 9 },
      { model: "vit", lr: 0.01, last: 2, acc: 21, n: 9 },
    ]);
  });

  it("takes a fact for what it is where the answer has a column of its name", async () => {
    assert.deepEqual(
      await ask(
        `with best as (select model, seed, max(value) as acc from scalars(${quoted(logs)}) where tag = 'acc/val' group by all)
         select seed, arg_max(model, acc) as model from best group by seed order by seed`,
      ),
      [0, 1, 2].map((seed) => ({ seed, model: "vit" })),
    );
    assert.deepEqual(
      await ask(
        `select model as m, max(lr) as lr from scalars(${quoted(logs)}) group by m order by m`,
      ),
      [
        { m: "mlp", lr: 0.1 },
        { m: "vit", lr: 0.01 },
      ],
    );
  });

  it("reads logs again as often as a query asks for them", async () => {
    const scalars = `scalars(${quoted(logs)})`;
    const rows = await ask(
      `with recursive sums(round, total) as (
         select 0, (select count(*) from ${scalars})
         union all
         select round + 1, total + (select count(*) from ${scalars} where step > round) from sums where round < 2)
       select a.total, b.n from sums a, (select count(*) n from ${scalars} x join ${scalars} y using (run, tag, step)) b order by 1`,
    );
    assert.deepEqual(
      rows.map(({ total }) => total),
      [36, 60, 84],
    );
    assert.ok(rows.every(({ n }) => n === 36));
  });

  it("does not lose rows where two places take other tags of the same logs", async () => {
    const scalars = `scalars(${quoted(logs)})`;
    const [row] = await ask(
      `select (select count(*) from ${scalars} where tag = 'loss') a, (select count(*) from ${scalars} where tag = 'acc/val' or step = 0) b`,
    );
    assert.deepEqual(row, { a: 18, b: 24 });
    const [around] = await ask(
      `select sum((select count(*) from ${scalars} s where x.tag = 'loss')) as n from (values ('loss'), ('other')) x(tag)`,
    );
    assert.deepEqual(around, { n: 36 });
  });

  it("tells NaN from a missing value", async () => {
    const [row] = await ask(
      `select count(value) n, sum(isnan(value)::int) nan from scalars(${quoted(logs)}) where tag = 'loss'`,
    );
    assert.deepEqual(row, { n: 18, nan: 2 });
  });

  it("keeps whole numbers that a 64-bit float cannot hold, and what SQL has besides", async () => {
    const table = await query(
      "select 9007199254740993 as big, 7 as small, date '2020-02-01' as day, [1, 2] as list, true as yes, null as none, 1.50 as dec",
    );
    assert.deepEqual(tableRows(table), [
      {
        big: "9007199254740993",
        small: 7,
        day: "2020-02-01",
        list: "[1, 2]",
        yes: true,
        none: null,
        dec: 1.5,
      },
    ]);
    assert.equal(table.columns[1].type, "integer");
  });

  it("says what was lost, left out or never logged", async () => {
    await ask("select count(*) from scalars('fixtures/events/truncated')");
    assert.match(warnings.join("\n"), /is not complete/);
    warnings.splice(0);
    assert.deepEqual(await ask(`from scalars(${quoted(logs)}) where tag = 'acc/vall'`), []);
    assert.match(warnings.join("\n"), /no run logged a scalar "acc\/vall".*"acc\/val"/);
  });

  it("reads tables by the rules of this program, whatever their names", async () => {
    const csv = join(folder(), "a [b]*'c.csv");
    writeFileSync(csv, "id,when,x\n007,2020-01-01,1e-3\n008,2020-01-02,NA\n");
    assert.deepEqual(await ask(`select * from ${quoted(csv)}`), [
      { id: "007", when: "2020-01-01", x: 0.001 },
      { id: "008", when: "2020-01-02", x: null },
    ]);
    const parquet = join(folder(), "a [b]*'c.parquet");
    const { code, err } = await figures([
      ...["query", `from scalars(${quoted(logs)})`, "--out", parquet],
    ]);
    assert.equal(code, 0, err);
    const [row] = await ask(`select count(*) n, sum(seed) s from read_table(${quoted(parquet)})`);
    assert.deepEqual(row, { n: 36, s: 36 });
  });

  it("has the numbers of figures, by run and by group", async () => {
    const [counted] = await ask(
      "select count(*) n, sum(solved::int) solved from outcomes('nips-sltr-in2') where model = 'NRU'",
    );
    const [rate] = await ask(
      "select sum(mean_value * n) solved from summary('nips-sltr-in2') where model = 'NRU' and key = 'success.rate'",
    );
    assert.deepEqual(counted, { n: 225, solved: 224 });
    assert.ok(Math.abs(Number(rate["solved"]) - 224) < 1e-9);
  });

  it("names the place of what is wrong", async () => {
    await refuses("select from", /line 1: select from\n {21}\^/);
    await refuses(
      `select 1,\n  'ä', modl\nfrom scalars(${quoted(logs)})`,
      /modl/,
      /line 2: {3}'ä', modl/,
      /model/,
    );
    await refuses("select * from\n scalrs('logs')", /scalrs/, /"scalars"/, /line 2: {2}scalrs/);
    await refuses("select * from scalars(1)", /takes one text/);
    await refuses(`select * from scalars(${quoted(join(folder(), "none"))})`, /does not exist/);
    await refuses("from unheard_of", /unheard_of does not exist/, /scalars\('folder'\)/);
    await refuses("", /empty/);
  });

  it("changes nothing and reads nothing that it was not told to", async () => {
    const secret = join(folder(), "secret.txt");
    writeFileSync(secret, "secret");
    mkdirSync(join(folder(), "new"), { recursive: true });
    for (const sql of [
      `copy (select 1) to ${quoted(join(folder(), "new/x.csv"))}`,
      "create table t (a int)",
      "install httpfs",
      "set memory_limit = '1GB'",
      "attach 'x.db'",
      "pragma database_list",
      "select 1; drop table t",
    ]) {
      await refuses(sql, /Only questions|several queries/);
    }
    for (const sql of [
      `from read_text(${quoted(secret)})`,
      `from read_csv(${quoted(secret)})`,
      `from read_blob(${quoted(secret)})`,
      `from glob('/*')`,
      `from query('select 1')`,
      "from duckdb_settings()",
    ]) {
      await refuses(sql, /cannot select from/);
    }
    await refuses(`from ${quoted(secret)}`, /does not exist/);
    await refuses(`select getenv('HOME')`, /getenv/);
  });
});
