import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { writeSampleLogs } from "../../../src/figures/logs/sampleLogs.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** Rows of a CSV by column; its quoted cells hold no quotes. */
function readRows(path: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => {
    const cells = line
      .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((cell) => cell.replaceAll('"', ""));
    return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  });
}

describe("figures build of one's own logs", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  before(() => {
    writeSampleLogs(place("logs"));
    mkdirSync(place("lookups"));
  });

  /** Builds a lookup with this content, as SVG. */
  function build(key: string, yaml: string) {
    writeFileSync(place(`lookups/${key}.yaml`), yaml);
    const folders = ["--lookups", place("lookups"), "--out", place("out")];
    return figures(["build", key, "--format", "svg", ...folders]);
  }

  it("draws a log directory that no file describes: every tag, a curve a group", async () => {
    const { code, err } = await figures([
      ...["build", place("logs"), "--format", "svg", "--out", place("out")],
    ]);
    assert.equal(code, 0, err);
    const rows = readRows(place("out/logs.csv"));
    assert.deepEqual(
      [...new Set(rows.map(({ tag }) => tag))],
      ["acc/val", "loss/train", "loss/val", "lr"],
    );
    assert.deepEqual([...new Set(rows.map(({ series }) => series))], ["mlp", "resnet", "vit"]);
    assert.deepEqual([...new Set(rows.map(({ facet }) => facet))], ["cifar10", "svhn"]);
    assert.equal(rows[0].n, "5");
    assert.equal(rows[0].statistic, "mean");
    assert.equal(rows[0].interval, "95 % t interval");
    assert.match(err, /svhn\/vit_seed-3 ends at 2[34]00, before the others/);
    // Of the run that was restarted and of the one that was killed, and of no other.
    assert.match(err, /cifar10\/vit_seed-1: 34 values left out[^]*--supersede none keeps them/);
    assert.equal(
      err.split("\n").filter((line) => !/vit_seed-[13]|built|^$/.test(line)).length,
      0,
      err,
    );
    const svg = readFileSync(place("out/logs.svg"), "utf8");
    for (const text of ["acc/val · svhn", "resnet", "Step"]) assert.ok(svg.includes(text), text);
  });

  it("draws logs whose hyperparameters alone tell the runs apart", async () => {
    const logs = "fixtures/cases/hparams-tell-runs-apart/logs";
    const build = ["build", logs, "--format", "svg", "--out", place("hparams")];
    const { code, err } = await figures(build);
    assert.equal(code, 0, err);
    assert.equal(err, "logs: built\n");
    const rows = readRows(place("hparams/logs.csv"));
    const last = rows.filter(({ tag, x }) => tag === "val_acc" && x === "4.0");
    // Seeds 0 and 1 differ by 0.1 and start at 0.5 + 10 lr.
    assert.deepEqual(
      last.map(({ series, n, centre }) => [series, n, Number(centre).toFixed(3)]),
      [
        ["lr = 0.001", "2", "0.600"],
        ["lr = 0.01", "2", "0.690"],
      ],
    );
  });

  it("groups, chooses and places runs as a lookup says", async () => {
    const { code, err } = await build(
      "chosen",
      `title: Chosen
runs: ../logs
name: "{dataset}/{model}_seed-{seed}"
where: { model: [vit, mlp], seed: "< 3" }
tags: ["acc/*"]
series: { by: [model, dataset] }
centre: median
band: quartiles
smooth: 0.5
labels: { vit: ViT, acc/val: Accuracy }
palette: { "ViT, svhn": "#123456" }
`,
    );
    assert.equal(code, 0, err);
    const rows = readRows(place("out/chosen.csv"));
    assert.equal(rows[0].n, "3");
    assert.equal(rows[0].statistic, "median");
    assert.equal(rows[0].interval, "quartiles");
    const svg = readFileSync(place("out/chosen.svg"), "utf8");
    for (const text of ["ViT, svhn", "Accuracy", "#123456"]) assert.ok(svg.includes(text), text);
    assert.ok(!svg.includes("resnet"));
  });

  it("names the fact, the tag, the interval that there is not", async () => {
    const head = "title: X\nruns: ../logs\n";
    for (const [yaml, message] of [
      ["series: { by: modle }\n", /"series": no run has the fact "modle".*Did you mean "model"/],
      ["where: { model: gpt }\n", /no run has model: "gpt"[^]*There are: mlp, resnet, vit/],
      [
        "tags: [accuracy]\n",
        /no run logged a scalar that matches accuracy[^]*They logged: .*acc\/val/,
      ],
      ["band: std\n", /x\.yaml:3: "band": there is no interval "std"; there are sd, se, t95/],
      [
        "align: nearest\n",
        /x\.yaml:3: "align": expected one of "auto", "exact", "previous", "linear"/,
      ],
      ["smoth: 0.6\n", /x\.yaml:3: unknown field "smoth"\. Did you mean "smooth"/],
      ["name: nothing\n", /names no fact/],
    ] as const) {
      const { code, err } = await build("x", head + yaml);
      assert.equal(code, 1, err);
      assert.match(err, message);
    }
  });

  it("says which tag pattern matches nothing, and which runs a form leaves out", async () => {
    const { code, err } = await build(
      "partly",
      'title: X\nruns: ../logs\nname: "svhn/{model}_seed-{seed}"\ntags: [acc/val, los]\n',
    );
    assert.equal(code, 0, err);
    assert.match(err, /no run logged a scalar that matches "los"/);
    assert.match(err, /15 of 30 runs are not named like svhn/);
  });

  it("is up to date until a log changes", async () => {
    const yaml = "title: X\nruns: ../logs\ntags: [lr]\n";
    assert.match((await build("again", yaml)).err, /again: built/);
    assert.match((await build("again", yaml)).err, /up to date/);
    writeSampleLogs(place("logs/more"));
    assert.match((await build("again", yaml)).err, /again: built/);
  });

  const cases = "fixtures/logs";

  it("means runs that were logged at different steps without a zigzag", async () => {
    const { code, err } = await figures([
      ...[
        "build",
        join(cases, "seeds-at-different-steps"),
        "--format",
        "svg",
        "--out",
        place("out"),
      ],
    ]);
    assert.equal(code, 0, err);
    assert.match(err, /logged at different x and are brought to common ones \(linear\): return/);
    for (const { centre, n } of readRows(place("out/seeds-at-different-steps.csv"))) {
      assert.equal(n, "3");
      assert.ok(Number(centre) > 1.95 && Number(centre) < 2.35, centre);
    }
  });

  it("says from where on fewer runs stand behind a mean", async () => {
    const { err } = await figures([
      ...["build", join(cases, "one-seed-stops-early"), "--format", "svg", "--out", place("out")],
    ]);
    assert.match(err, /a\/seed-2 ends at 29, before the others/);
    const rows = readRows(place("out/one-seed-stops-early.csv"));
    assert.deepEqual([rows[29].n, rows[29].note], ["3", ""]);
    assert.deepEqual([rows[30].n, rows[30].note], ["2", "2 of 3 runs"]);
    assert.ok(Math.abs(Number(rows[29].centre) - 0.4667) < 1e-4);
  });

  it("has no mean after a run diverged, and says so", async () => {
    const { err } = await figures([
      ...["build", join(cases, "diverged-run-leaves-the-mean"), "--format", "svg"],
      ...["--out", place("out")],
    ]);
    assert.match(err, /a\/seed-2 is not finite after 3/);
    const rows = readRows(place("out/diverged-run-leaves-the-mean.csv"));
    assert.ok(Math.abs(Number(rows[3].centre) - 0.9) < 1e-6);
    assert.deepEqual([rows[4].centre, rows[4].note], ["", "not finite in 1 of 3 runs"]);
  });

  it("leaves out the lines of single runs where there are too many, and says so", async () => {
    for (let seed = 0; seed < 61; seed++) {
      const writer = openEventWriter(place(`many/m_seed-${seed}`), { clock: () => 1_700_000_000 });
      for (const step of [0, 1]) writer.scalar("loss", step, step);
      writer.close();
    }
    const yaml = 'title: Many\nspec: learning-curves\nruns: ../many\nname: "{model}_seed-{seed}"\n';
    const { err } = await build("many", yaml);
    assert.match(err, /a panel has 61 runs: their single lines are left out/);
    assert.equal(readRows(place("out/many.csv"))[0].n, "61");
    const all = await build("all", `${yaml}show: [band, runs, ends]\n`);
    assert.doesNotMatch(all.err, /left out/);
    const size = (key: string) => readFileSync(place(`out/${key}.svg`)).length;
    assert.ok(size("all") > size("many"));
  });

  it("draws a value that was logged once", async () => {
    const { code, err } = await figures([
      ...["build", join(cases, "one-point"), "--format", "svg", "--out", place("out")],
    ]);
    assert.equal(code, 0, err);
    const rows = readRows(place("out/one-point.csv"));
    assert.deepEqual(
      rows.map(({ centre }) => Number(centre).toFixed(2)),
      ["0.91", "0.81"],
    );
    const marks = readFileSync(place("out/one-point.svg"), "utf8").match(
      /aria-roledescription="point"|class="mark-symbol/g,
    );
    assert.ok(marks !== null);
  });
});
