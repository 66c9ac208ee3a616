import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { readTable, tableRows } from "../../../src/tables/database/readTable.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const cases = fileURLToPath(new URL("../../../fixtures/cases", import.meta.url));

describe("figures export of several folders, with facts", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  before(() => {
    const accuracies = {
      "june/mlp_lr-0.1_s0": 0.5,
      "june/vit_lr-1e-3_s0": 0.6,
      "july/mlp_lr-1_s0": 0.7,
    };
    for (const [run, accuracy] of Object.entries(accuracies)) {
      const writer = openEventWriter(place(run), { clock: () => 1000, host: "host" });
      writer.scalar("acc", accuracy, 1);
      writer.close();
    }
    symlinkSync(place("june"), place("again"));
    mkdirSync(place("lookups"));
    writeFileSync(
      place("lookups/mine.yaml"),
      'title: Mine\nruns: [../june, ../july]\nname: "{model}_lr-{lr}_s{seed}"\nwhere: { model: mlp }\nquantity: { tag: acc }\n',
    );
  });
  const lines = ({ out }: { out: string }) => out.trimEnd().split("\n");

  it("has the runs of all, under names that tell the folders apart", async () => {
    const done = await figures(["export", place("june"), place("july")]);
    assert.equal(done.code, 0, done.err);
    assert.deepEqual(lines(done), [
      "run,step,wall_time,acc",
      "june/mlp_lr-0.1_s0,1,1000.0,0.5",
      "june/vit_lr-1e-3_s0,1,1000.0,0.6000000238418579",
      "july/mlp_lr-1_s0,1,1000.0,0.699999988079071",
    ]);
    assert.match(done.err, /june, .*july: 3 runs, 3 rows\n$/);
    for (const options of [["--long"], ["--reduce", "mean,n"], ["--kind", "hparams"]]) {
      const { code, out, err } = await figures([
        ...["export", place("june"), place("july"), ...options],
      ]);
      if (options[1] === "hparams") assert.match(err, /No run in .*june, .*july logged hparams/);
      else assert.equal(code, 0, err);
      if (options[0] === "--long") assert.equal(out.trimEnd().split("\n").length, 4);
      if (options[0] === "--reduce") assert.match(out, /acc,1,3,0\.6/);
    }
  });

  it("counts a run once that two folders reach, and says so", async () => {
    const done = await figures(["export", place("june"), place("again"), place("july")]);
    assert.equal(lines(done).length, 4);
    assert.match(done.err, /note: 2 of 2 runs below .*again are also below .*june, and count once/);
    const inside = await figures(["export", folder(), place("june")]);
    assert.equal(lines(inside).length, 1 + 3);
  });

  it("has what names say as typed columns", async () => {
    const path = place("facts.parquet");
    const form = ["--name", "{model}_lr-{lr}_s{seed}"];
    const done = await figures(["export", place("june"), place("july"), ...form, "--out", path]);
    assert.equal(done.code, 0, done.err);
    const table = await readTable(path);
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ["run", "model", "lr", "seed", "step", "wall_time", "acc"],
    );
    assert.deepEqual(
      tableRows(table).map(({ model, lr, seed }) => [model, lr, Number(seed)]),
      [
        ["mlp", 0.1, 0],
        ["vit", 0.001, 0],
        ["mlp", 1, 0],
      ],
    );
    const pattern = ["--pattern", "_lr-(?<step>[^_]+)_", "--long"];
    const other = await figures(["export", place("june"), ...pattern]);
    assert.equal(lines(other)[0], "run,fact_step,tag,step,wall_time,value");
    assert.match(other.err, /note: the fact "step" is the column "fact_step"/);
  });

  it("has all that is known, of hyperparameters and of a table", async () => {
    const logs = join(cases, "hparams-tell-runs-apart/logs");
    const done = await figures(["export", logs, "--facts", "--tags", "val_acc"]);
    assert.equal(lines(done)[0], "run,lr,opt,seed,step,wall_time,val_acc");
    assert.match(lines(done)[1], /^267853,0\.001,adam,1,0,/);
    writeFileSync(place("runs.csv"), "run,gpu,ok\nmlp_lr-0.1_s0,a100,true\n");
    const table = await figures(["export", place("june"), "--facts", place("runs.csv")]);
    assert.equal(table.code, 0, table.err);
    assert.match(lines(table)[0], /^run,.*gpu,ok,step,/);
    assert.match(lines(table)[1], /,a100,(true|True|TRUE),1,/);
    assert.match(lines(table)[2], /,,,1,/);
  });

  it("takes runs and facts from a lookup", async () => {
    const environment = { FIGURES_LOOKUPS: place("lookups") };
    const done = await figures(["export", "--lookup", "mine"], environment);
    assert.equal(done.code, 0, done.err);
    assert.deepEqual(lines(done), [
      "run,model,lr,seed,step,wall_time,acc",
      "june/mlp_lr-0.1_s0,mlp,0.1,0,1,1000.0,0.5",
      "july/mlp_lr-1_s0,mlp,1.0,0,1,1000.0,0.699999988079071",
    ]);
    const paper = await figures(["export", "--lookup", "nips-sltr-in2"]);
    assert.equal(paper.code, 2);
    assert.match(paper.err, /no lookup of logs of one's own/);
  });

  it("says what it cannot do", async () => {
    const follow = await figures(["export", place("june"), place("july"), "--follow"]);
    assert.equal(follow.code, 2);
    assert.match(follow.err, /--follow goes on with one folder of runs, not 2/);
    const missing = await figures(["export", place("june"), "--name", "{model}-{x}-{seed}"]);
    assert.match(missing.err, /note: 1 of 2 runs are not named like \{model\}-\{x\}-\{seed\}/);
    const none = await figures(["export", place("june"), place("nowhere")]);
    assert.equal(none.code, 1);
    assert.match(none.err, /nowhere/);
  });
});
