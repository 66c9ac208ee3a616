import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** Accuracies at steps 0, 10, 20 by run; exact in single precision. */
const logged: Record<string, readonly number[]> = {
  "svhn/mlp_seed-0": [0, 0.5, 0.25],
  "svhn/mlp_seed-1": [0, 0.5, 0.5],
  "svhn/mlp_seed-2": [0, 0.5, 0.75],
  "svhn/vit_seed-0": [0, 0.75, 0.75],
  "svhn/vit_seed-1": [0, 0.875, 0.875],
  "mnist/mlp_seed-0": [0, 0.5, NaN],
  "mnist/mlp_seed-1": [0, 0.5, 0.5],
  "mnist/vit_seed-0": [0, 0.5],
};

describe("figures build of numbers of one's own runs", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  before(() => {
    for (const [run, values] of Object.entries(logged)) {
      const writer = openEventWriter(place(`logs/${run}`), { clock: () => 1_700_000_000 });
      for (const [index, value] of values.entries()) writer.scalar("acc", value, 10 * index);
      writer.close();
    }
    mkdirSync(place("lookups"));
  });

  async function build(key: string, yaml: string, formats = "svg") {
    const head = 'title: A_1\nruns: ../logs\nname: "{data}/{model}_seed-{seed}"\n';
    writeFileSync(place(`lookups/${key}.yaml`), head + yaml);
    const folders = ["--lookups", place("lookups"), "--out", place("out")];
    return figures(["build", key, "--format", formats, ...folders]);
  }
  const lines = (file: string) =>
    readFileSync(place(`out/${file}`), "utf8")
      .trimEnd()
      .split("\n");
  const row = (file: string, start: string) =>
    lines(file)
      .find((line) => line.includes(start))
      ?.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/) ?? [];

  it("has the mean and the t interval of each group, n and method, and a row per run", async () => {
    const yaml = "quantity: { tag: acc }\nrows: data\nseries: { by: model }\n";
    const { code, err } = await build("last", yaml);
    assert.equal(code, 0, err);
    // Mean 0.5, standard deviation 0.25, t(2) = 4.302653: 0.5 -+ 0.621035.
    const cells = row("last.csv", ",mlp,svhn");
    assert.deepEqual(cells.slice(1, 3), ["mlp", "svhn"]);
    assert.equal(Number(cells[3]), 0.5);
    assert.ok(
      Math.abs(Number(cells[4]) + 0.121035) < 1e-5 && Math.abs(Number(cells[5]) - 1.121035) < 1e-5,
    );
    assert.deepEqual(cells.slice(6, 9), ["3", "mean", "95 % t interval"]);
    assert.equal(lines("last_runs.csv").length, 1 + Object.keys(logged).length);
    assert.match(row("last_runs.csv", "svhn/vit_seed-1").join(), /svhn,vit,1,.*0\.875,20(\.0)?,?/);
  });

  it("does not lose a diverged run without a word", async () => {
    const { err } = await build(
      "diverged",
      "quantity: { tag: acc }\nrows: data\nseries: { by: model }\n",
    );
    assert.match(err, /mlp, mnist: not finite in 1 of 2 runs: no number stands for all of them/);
    assert.deepEqual(row("diverged.csv", ",mlp,mnist").slice(3, 7), ["", "", "", "0"]);
    const leave =
      "quantity: { tag: acc }\nrows: data\nseries: { by: model }\nstatistic: { notFinite: leaveOut }\n";
    assert.match((await build("left", leave)).err, /the number is one of the 1 others/);
    assert.deepEqual(row("left.csv", ",mlp,mnist").slice(3, 7), ["0.5", "", "", "1"]);
  });

  it("names runs that ended before the others: their numbers are of shorter trainings", async () => {
    const { err } = await build("early", "quantity: { tag: acc }\nseries: { by: model }\n");
    assert.match(
      err,
      /1 of 8 runs logged acc less far than the longest, which went to 20 \(mnist\/vit_seed-0 at 10\)/,
    );
    assert.match(row("early_runs.csv", "mnist/vit_seed-0").join(), /acc ends at 10 of 20/);
    const at = "quantity: { tag: acc, take: at 10 }\nseries: { by: model }\n";
    assert.doesNotMatch((await build("early-at", at)).err, /shorter trainings/);
  });

  it("says which numbers a log axis cannot show, and draws nothing in their places", async () => {
    const at = (take: string) =>
      `quantity: { tag: acc, take: ${take} }\nrows: data\nseries: { by: model }\nparams: { yScale: log }\n`;
    const { err } = await build("log-first", at("first"));
    assert.match(
      err,
      /4 of 4 numbers are not above zero: a log axis cannot show them \(acc, first value, mlp, mnist; .*; and 1 more\)/,
    );
    assert.doesNotMatch(err, /zero" is dropped|domain includes/);
    const svg = readFileSync(place("out/log-first.svg"), "utf8");
    assert.doesNotMatch(svg, /NaN|Infinity/);
    // Half of 0.5, 0.25 and 0.75 is 0.5, and Student's interval from -0.12 to 1.12.
    const open = await build("log-last", at("last") + "where: { data: svhn, model: mlp }\n");
    assert.match(open.err, /1 of 1 intervals are not above zero at their lower end/);
    assert.doesNotMatch((await build("log-at", at("at 10"))).err, /log axis/);
  });

  it("takes numbers at a place, and names runs that end before it", async () => {
    const { err } = await build(
      "at",
      "quantity: { tag: acc, take: at 20 }\nseries: { by: [data, model] }\n",
    );
    assert.match(err, /mnist\/vit_seed-0 has no acc, value at 20: the run ends at 10/);
  });

  it("has the share of runs beyond a threshold, with Wilson's interval", async () => {
    const yaml =
      "quantity: { tag: acc, take: best, threshold: 0.8, better: larger }\nseries: { by: model }\n";
    const { code, err } = await build("rate", yaml);
    assert.equal(code, 0, err);
    // Wilson, 1 of 3: 0.06149, 0.79234 (statsmodels' proportion_confint).
    const cells = row("rate.csv", ",vit,");
    assert.ok(Math.abs(Number(cells[2]) - 1 / 3) < 1e-12);
    assert.ok(
      Math.abs(Number(cells[3]) - 0.06149) < 1e-5 && Math.abs(Number(cells[4]) - 0.79234) < 1e-5,
    );
    assert.equal(cells[7], "95 % Wilson interval");
  });

  it("writes the same numbers as a table in LaTeX and Markdown, the best bold, ties too", async () => {
    const yaml =
      "quantity: { tag: acc, take: at 10, format: percent, better: larger }\nrows: data\nseries: { by: model }\nlabels: { mlp: M_P }\n";
    const { code, err, out } = await build("table", yaml, "tex,md,csv");
    assert.equal(code, 0, err);
    assert.match(out, /table\.tex\n.*table\.md\n/);
    const tex = lines("table.tex").join("\n");
    assert.match(tex, /data & M\\_P & vit \\\\/);
    assert.match(tex, /svhn & 50 \$\\pm\$ 0 \(n = 3\) & \\textbf\{81 \$\\pm\$ 79\} \\\\/);
    assert.match(tex, /mnist & \\textbf\{50 \$\\pm\$ 0\} & \\textbf\{50 \(n = 1\)\} \\\\/);
    assert.match(
      tex,
      /\\caption\{A\\_1\. acc, value at 10, in percent: mean \$\\pm\$ half of the 95 \\% t interval/,
    );
    assert.match(lines("table.md").join("\n"), /\| svhn \| 50 ± 0 \(n = 3\) \| \*\*81 ± 79\*\*/);
  });

  it("prints the table, or all of its numbers, without drawing", async () => {
    const yaml =
      "quantity: { tag: acc, take: at 10, format: percent }\nrows: data\nseries: { by: model }\n";
    await build("printed", yaml, "md");
    const lookups = ["--lookups", place("lookups")];
    const text = await figures(["summary", "printed", ...lookups]);
    assert.equal(text.code, 0, text.err);
    assert.match(text.out, /^data +mlp +vit\n/);
    const markdown = await figures(["summary", "printed", "--markdown", ...lookups]);
    assert.ok(readFileSync(place("out/printed.md"), "utf8").startsWith(markdown.out));
    const csv = await figures(["summary", "printed", "--format", "csv", ...lookups]);
    assert.equal(csv.out, readFileSync(place("out/printed.csv"), "utf8"));
    const json = await figures(["summary", "printed", "--json", ...lookups]);
    assert.equal(
      (JSON.parse(json.out) as unknown[]).length,
      csv.out.trimEnd().split("\n").length - 1,
    );
  });

  it("draws a number against a fact that is a number", async () => {
    const yaml =
      "spec: values-against\nquantity: { tag: acc, take: max }\nrows: seed\nseed: none\nseries: { by: model }\n";
    const { code, err } = await build("against", yaml);
    assert.equal(code, 0, err);
    assert.match(
      lines("against.svg").join(""),
      /aria-roledescription="line mark container"|class="mark-line/,
    );
  });

  it("names what is wrong with a quantity, and what there is", async () => {
    for (const [yaml, message] of [
      [
        "quantity: { tag: acc, take: lst }\n",
        /"quantity\.take": there is no way to take "lst"; there are last/,
      ],
      [
        "quantity: { tag: accuracy }\n",
        /no run has accuracy, last value.*was not logged[^]*They logged: acc/,
      ],
      ["spec: final-values\n", /"quantity" is missing/],
      [
        "quantity: { tag: acc }\nstatistic: { centre: iqm, interval: sd }\n",
        /not of the interquartile mean/,
      ],
      [
        "quantity: { tag: acc }\nrows: dat\n",
        /"rows": no run has the fact "dat".*Did you mean "data"/,
      ],
    ] as const) {
      const { code, err } = await build("wrong", yaml);
      assert.equal(code, 1, err);
      assert.match(err, message);
    }
    const { code, err } = await build("curves", "tags: [acc]\n", "tex");
    assert.equal(code, 1);
    assert.match(err, /no numbers that make a table[^]*quantity: \{ tag/);
  });
});
