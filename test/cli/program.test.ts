import assert from "node:assert/strict";
import { figures } from "../helpers/recordingTerminal.js";

describe("figures", () => {
  it("shows examples in the help of every command", async () => {
    const { out } = await figures(["--help"]);
    const commands = [...out.matchAll(/^ {2}(\w+) (?:\[options\]|<|\[)/gm)].map(
      (match) => match[1],
    );
    assert.ok(commands.includes("build") && commands.includes("export"));
    for (const command of commands.filter((name) => name !== "help")) {
      const help = await figures([command, "--help"]);
      assert.equal(help.code, 0);
      assert.match(help.out, new RegExp(`Examples:\n  figures ${command}`), command);
    }
  });

  it("offers the nearest command and exits with 2", async () => {
    const { code, err } = await figures(["biuld"]);
    assert.equal(code, 2);
    assert.match(err, /Did you mean build/);
  });
});

describe("figures list", () => {
  it("shows every key, its figure number and whether its data are there", async () => {
    const { code, out } = await figures([
      "list",
      ...["--runs", "none", "--tables", "none", "--out", "none"],
    ]);
    assert.equal(code, 0);
    assert.match(out, /^nips-sltr-in2 +3 +complete \(fixtures\) +– +No redundancy/m);
    assert.match(out, /^nips-divBy0-gold-errors +5 +complete +– +Division by small numbers/m);
  });

  it("says how many runs there are of those that an experiment declares", async () => {
    const { out } = await figures(["list", "--runs", "fixtures/runs", "--tables", "none"]);
    // Four experiments of 225 runs each, of which the fixtures hold 18.
    assert.match(out, /^nips-sltr-in2 +3 +72 of 900 runs /m);
  });

  it("gives programs the same as JSON", async () => {
    const { out } = await figures(["list", "--json"]);
    const entries = JSON.parse(out) as { key: string; series: { label: string; data: string }[] }[];
    const entry = entries.find(({ key }) => key === "division/nips-sltr-in2")!;
    assert.deepEqual(
      entry.series.map(({ label }) => label),
      ["Real NPU (baseline)", "Real NPU (modified)", "NRU", "NMRU"],
    );
  });
});

describe("figures summary", () => {
  const summary = (...args: string[]) =>
    figures(["summary", "nips-sltr-in2", "--tables", "fixtures/original/tables", ...args]);

  it("prints those of one experiment, too", async () => {
    const { code, out } = await figures([
      ...["summary", "sltr-in2/nru", "--tables", "fixtures/original/tables"],
    ]);
    assert.equal(code, 0);
    // From R's plot data, as below.
    assert.match(out, /^NRU +U\[1,2\) +4 +1\.00 \[0\.51, 1\.00\] +100 /m);
    assert.doesNotMatch(out, /^NMRU/m);
  });

  it("says which thresholds decided, beside the numbers and not among them", async () => {
    const { out, err } = await figures(["summary", "nips-divBy0-hard", "--format", "csv"]);
    assert.match(
      err,
      /^note: judged by thresholds\/division\/division-by-zero\.yaml \(computed with this/m,
    );
    assert.doesNotMatch(out, /judged by/);
  });

  it("prints means with intervals, and the rate over all runs of a model", async () => {
    const { code, out } = await summary();
    assert.equal(code, 0);
    // Wilson interval of 4 solved runs of 4, and of the model's 36 runs, from R's plot data.
    assert.match(out, /^NRU +U\[1,2\) +4 +1\.00 \[0\.51, 1\.00\] +100 /m);
    assert.match(out, /^NRU +all +36 +0\.94 \[0\.82, 0\.98\] +– +–$/m);
  });

  it("prints CSV, JSON, Markdown and LaTeX", async () => {
    assert.match(
      (await summary("--format", "csv")).out,
      /^model,operation,parameter,key,mean\.value/,
    );
    const rows = JSON.parse((await summary("--json")).out) as { method: string }[];
    assert.equal(rows.length, 108);
    assert.match(
      (await summary("--format", "markdown")).out,
      /^\| NRU \| U\[1,2\) \| 4 \| 1\.00 /m,
    );
    const { out } = await summary("--format", "latex");
    assert.match(out, /\\begin\{tabular\}[^]*\\\\\n {4}\\bottomrule/);
  });
});

describe("figures summary --all", () => {
  const report = (...args: string[]) =>
    figures(["summary", "--all", "--tables", "fixtures/original/tables", ...args]);

  it("gives the rate of every model of every figure whose data are there", async () => {
    const { code, out, err } = await report("--markdown");
    assert.equal(code, 0);
    assert.match(
      out,
      /^\| 3 \| division\/nips-sltr-in2 \| NRU \| all \| success\.rate \| – \| 36 \| 0\.94 \[0\.82, 0\.98\] \| – \| – \|$/m,
    );
    assert.doesNotMatch(err, /landscape/);
  });
});

describe("figures summary of a figure without runs", () => {
  it("says where its numbers are", async () => {
    const { code, err } = await figures(["summary", "nips-landscape"]);
    assert.equal(code, 1);
    assert.match(err, /nips-landscape shows tables as they stand.*\n.*landscape-div\.parquet/);
  });
});
