import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readRun } from "../../../src/events/runs/readRun.js";
import { findRuns } from "../../../src/events/runs/findRuns.js";
import { query } from "../../../src/explore/query/query.js";
import { writeSampleLogs } from "../../../src/figures/logs/sampleLogs.js";
import { tableRows } from "../../../src/tables/database/readTable.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** Each question of the documentation with its SQL. */
const questions = [
  ...readFileSync("docs/query.md", "utf8").matchAll(/^([^\n]+\?)\n\n```sql\n(.*?)```/gms),
];

describe("the questions of docs/query.md", function () {
  this.timeout(20_000);
  const folder = temporaryFolder();
  let logs = "";
  before(() => {
    logs = join(folder(), "logs");
    writeSampleLogs(logs);
  });
  const ask = async (sql: string) => {
    const at = sql.replaceAll("'logs'", `'${logs.replaceAll("'", "''")}'`);
    return tableRows(await query(at, { warn: () => undefined }));
  };

  it("are ten", () => assert.equal(questions.length, 10));

  for (const [, question, sql] of questions) {
    it(`have an answer: ${question}`, async () => assert.ok((await ask(sql)).length > 0));
  }

  it("have the answers that the values themselves give", async () => {
    const find = (words: string) => questions.find(([, question]) => question.includes(words))![2];
    const rows = await ask(find("best accuracy of each run"));
    const solved = await ask(find("How many runs of each model"));
    const best = new Map<string, { best: number; at: number }>();
    for (const run of await findRuns(logs)) {
      const { step, value } = (await readRun(run)).scalars.get("acc/val")!;
      const largest = Math.max(...value);
      best.set(run.name, { best: largest, at: step[value.indexOf(largest)] });
    }
    assert.equal(rows.length, best.size);
    for (const { run, ...answer } of rows) assert.deepEqual(answer, best.get(String(run)));
    for (const { dataset, model, ...counts } of solved) {
      const own = [...best].filter(([name]) =>
        name.startsWith(`${String(dataset)}/${String(model)}_`),
      );
      const wanted = { solved: own.filter(([, run]) => run.best >= 0.6).length, runs: own.length };
      assert.deepEqual(counts, wanted);
    }
  });
});
