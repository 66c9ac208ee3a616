import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownRuns, writeOwnRuns } from "../../helpers/ownRuns.js";
import { readRecords, type Value } from "../../helpers/readRecords.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

type Row = Record<string, Value>;

const near = (row: Row | undefined, column: string, expected: number) => {
  const value = Number(row?.[column]);
  assert.ok(Math.abs(value - expected) < 1e-9, `${column}: ${value}, expected ${expected}`);
};

function bounds(row: Row | undefined, [lower, upper]: readonly [number, number]): void {
  near(row, "lower", lower);
  near(row, "upper", upper);
}

describe("figures build of one's own logs", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  before(() => {
    writeOwnRuns(place("logs"));
    mkdirSync(place("lookups"));
  });

  async function build(key: string, yaml: string, formats = "svg") {
    const head = 'title: T\nruns: ../logs\nname: "{task}_{algorithm}_seed-{seed}"\n';
    const text = yaml.includes("series:") ? yaml : `series: { by: algorithm }\n${yaml}`;
    writeFileSync(place(`lookups/${key}.yaml`), head + text);
    const folders = ["--lookups", place("lookups"), "--out", place("out")];
    return figures(["build", key, "--format", formats, ...folders]);
  }
  const rowsOf = (file: string) => readRecords(place(`out/${file}.csv`));
  const quantity = "quantity: { tag: score, better: larger }\n";

  describe("with differences between series", () => {
    it("has SciPy's paired t interval over equal seeds, and names runs without a partner", async () => {
      const yaml = `${quantity}rows: task\ncompare: { to: dqn }\n`;
      const { code, err } = await build("paired", yaml, "svg,md");
      assert.equal(code, 0, err);
      const rows = await rowsOf("paired");
      assert.equal(rows.length, Object.keys(ownRuns.paired).length);
      for (const [name, expected] of Object.entries(ownRuns.paired)) {
        const [task, algorithm] = name.split(" ");
        const row = rows.find((one) => one["row"] === task && one["series"] === algorithm);
        near(row, "centre", expected.mean);
        bounds(row, expected.t95);
        assert.equal(row?.["n"], expected.n);
        assert.equal(row?.["against"], "dqn");
        assert.equal(row?.["statistic"], "mean of paired differences");
        assert.equal(row?.["method"], "95 % t interval");
        const unpaired = `without a pair: 1 run (${expected.unpaired.join(", ")})`;
        assert.equal(row?.["note"] ?? "", expected.unpaired.length > 0 ? unpaired : "");
      }
      assert.match(err, /sac, walker: without a pair: 1 run \(walker_dqn_seed-4\)/);
      const md = readFileSync(place("out/paired.md"), "utf8");
      assert.match(md, /mean of paired differences ± half of the 95 % t interval, n = 5 pairs/);
    });

    it("has a row per pair, and per run without one", async () => {
      await build("pairs", `${quantity}rows: task\ncompare: { to: dqn, over: seed }\n`);
      const pairs = await rowsOf("pairs_pairs");
      const [alone] = pairs.filter((row) => row["note"] === "no pair" && row["series"] === "ppo");
      assert.deepEqual(
        [alone["run"], alone["run_against"], alone["difference"]],
        ["ant_ppo_seed-0", null, null],
      );
      const one = pairs.find((row) => row["run"] === "walker_sac_seed-1");
      const last = (name: string) => ownRuns.runs[name].score[1].at(-1) ?? NaN;
      near(one, "difference", last("walker_sac_seed-1") - last("walker_dqn_seed-1"));
      assert.match(
        String(pairs.find((row) => row["run"] === "hopper_ppo_seed-3")?.["note"]),
        /score ends at 600 of 1000/,
      );
      const groups = await rowsOf("pairs_groups");
      assert.equal(groups.length, 9);
    });

    it("takes other intervals of the differences", async () => {
      await build(
        "boot",
        `${quantity}rows: task\ncompare: { to: dqn }\nstatistic: { interval: bootstrap95 }\n`,
      );
      const row = (await rowsOf("boot")).find((one) => one["series"] === "sac");
      bounds(row, ownRuns.paired["ant sac"].bootstrap95);
    });

    it("refuses what it cannot pair, and says why", async () => {
      for (const [yaml, message] of [
        [
          "rows: task\nlabels: { ppo: SAC, sac: SAC }\n",
          /"labels": algorithm ppo and algorithm sac are both called "SAC"/,
        ],
        ["compare: { to: dqm }\n", /"compare\.to": there is no series "dqm".*Did you mean "dqn"/],
        [
          "compare: { to: dqn }\n",
          /are of the same series and both have seed \d.*\n.*They differ in task: name it in "over"/,
        ],
        ["rows: task\nseed: none\ncompare: { to: dqn }\n", /nothing says which runs are a pair/],
        [
          "rows: task\ncompare: { to: dqn, over: sed }\n",
          /"compare\.over": no run has the fact "sed".*Did you mean "seed"/,
        ],
      ] as const) {
        const { code, err } = await build("wrong", quantity + yaml);
        assert.equal(code, 1, err);
        assert.match(err, message);
      }
    });
  });

  describe("with statistics over tasks", () => {
    const reliable = (more = "") =>
      `${quantity}statistics: reliable\nreliable: { resamples: 500, normalise: { low: 0.1, high: 0.8 }${more} }\n`;

    it("has the aggregates and stratified bootstrap intervals of NumPy", async () => {
      const { code, err } = await build("aggregates", reliable(), "svg,md");
      assert.equal(code, 0, err);
      const rows = await rowsOf("aggregates");
      const names = ["Median", "Interquartile mean", "Mean", "Optimality gap"];
      for (const [series, expected] of Object.entries(ownRuns.reliable)) {
        for (const [index, aggregate] of names.entries()) {
          const row = rows.find(
            (one) => one["series"] === series && one["aggregate"] === aggregate,
          );
          near(row, "centre", expected.estimates[index]);
          bounds(row, expected.intervals[index]);
          assert.deepEqual([row?.["n"], row?.["tasks"]], [expected.n, 3]);
          assert.match(String(row?.["method"]), /500 resamples, MT19937 with seed 0/);
        }
      }
      assert.match(err, /dqn: 4 runs of ant, elsewhere 5/);
      assert.match(err, /sac: 4 runs of walker, elsewhere 5/);
      assert.match(readFileSync(place("out/aggregates.md"), "utf8"), /\| sac \| \*\*0\.\d+ \[/);
    });

    it("has performance profiles, probabilities of improvement and sample efficiency", async () => {
      const thresholds = ", thresholds: { from: 0, to: 1, count: 11 }";
      await build("profile", `spec: performance-profile\n${reliable(thresholds)}`);
      const profile = await rowsOf("profile");
      for (const [series, expected] of Object.entries(ownRuns.reliable)) {
        const rows = profile.filter((row) => row["series"] === series);
        assert.equal(rows.length, 11);
        for (const [index, row] of rows.entries()) {
          near(row, "centre", expected.profile[index]);
          bounds(row, expected.profile_intervals[index]);
        }
      }
      await build("improvement", `spec: improvement\n${reliable(", to: dqn")}`);
      const [ppo, sac] = await rowsOf("improvement");
      const expected = ownRuns.improvement["ppo > dqn"];
      assert.deepEqual([ppo["series"], ppo["against"], sac["series"]], ["ppo", "dqn", "sac"]);
      near(ppo, "centre", expected.estimate);
      bounds(ppo, expected.interval);
      assert.deepEqual([ppo["n"], ppo["n_against"]], [15, 14]);

      const { code, err } = await build("efficiency", `spec: sample-efficiency\n${reliable()}`);
      assert.equal(code, 0, err);
      const curves = await rowsOf("efficiency");
      const { x, estimates, intervals } = ownRuns.efficiency;
      const own = curves.filter((row) => row["series"] === "sac");
      for (const [index, step] of x.entries()) {
        const row = own.find((one) => one["x"] === step);
        near(row, "centre", estimates[index]);
        bounds(row, intervals[index]);
      }
      // One run of ppo ends at 600: there its curve ends, too.
      assert.match(err, /1 of 43 runs end before the others \(hopper_ppo_seed-3 at 600\)/);
      const ends = curves.filter((row) => row["series"] === "ppo").map((row) => Number(row["x"]));
      assert.equal(Math.max(...ends), 600);
      await build("without", `spec: sample-efficiency\n${reliable(", ended: leaveOut")}`);
      const left = (await rowsOf("without")).filter((row) => row["series"] === "ppo");
      assert.deepEqual([left.at(-1)?.["x"], left.at(-1)?.["n"]], [1000, 14]);
    });

    it("compares on the tasks that all series have, and says which are left out", async () => {
      const rest = 'where: { seed: [0, 4] }\nname: "{task}_{algorithm}_seed-{seed}"\n';
      const text = `title: T\nruns: ../logs\n${rest}series: { by: [algorithm, seed] }\n${quantity}reliable: { tasks: task }\n`;
      writeFileSync(place("lookups/cells.yaml"), text);
      const { code, err } = await figures([
        ...["build", "cells", "--format", "svg", "--lookups", place("lookups")],
        ...["--out", place("out")],
      ]);
      assert.equal(code, 0, err);
      assert.match(err, /ant is left out for all series: dqn, seed = 0 has no run of it/);
      assert.match(err, /walker is left out for all series: sac, seed = 4 has no run of it/);
      assert.ok((await rowsOf("cells")).every((row) => row["tasks"] === 1));
    });

    it("refuses what is no score", async () => {
      for (const [yaml, message] of [
        [
          "quantity: { tag: loss }\nstatistics: reliable\n",
          /of scores over tasks the larger is the better, and of loss the smaller is/,
        ],
        [`${quantity}reliable: { gama: 1 }\n`, /unknown field "reliable\.gama".*gamma/],
        [
          `spec: aggregates\n${quantity}`,
          /shows statistics over tasks, and the lookup asks for none/,
        ],
        [`${quantity}reliable: { normalise: { low: 1, high: 1 } }\n`, /have to be two numbers/],
      ] as const) {
        const { code, err } = await build("refused", yaml);
        assert.equal(code, 1, err);
        assert.match(err, message);
      }
    });
  });

  describe("with numbers of runs", () => {
    const cases = [
      ["{ tag: score, take: { best: loss } }", "at_best_loss"],
      ["{ tag: score, take: solved at, threshold: 0.3 }", "solved_at"],
      ["{ tag: score, take: solved for good, threshold: 0.3 }", "solved_for_good"],
      ["{ tag: score, take: area }", "area"],
      ["{ tag: score, take: mean of the last 3 }", "mean_of_last_3"],
    ] as const;

    it("takes what NumPy takes", async () => {
      for (const [index, [text, name]] of cases.entries()) {
        const { code, err } = await build(`q${index}`, `quantity: ${text}\n`);
        assert.equal(code, 0, err);
        const rows = await rowsOf(`q${index}_runs`);
        assert.equal(rows.length, Object.keys(ownRuns.quantities).length);
        for (const row of rows) {
          const expected = ownRuns.quantities[String(row["run"])][name];
          if (expected === null) assert.equal(row["value"], null, `${row["run"]}`);
          else near(row, "value", expected);
        }
      }
    });

    it("does not count a run that never reaches a threshold as one that did", async () => {
      const { err } = await build("never", `quantity: ${cases[2][0]}\nrows: task\n`);
      const never = Object.entries(ownRuns.quantities).filter(
        ([, { solved_for_good }]) => solved_for_good === null,
      );
      assert.ok(never.length > 0);
      for (const [run] of never) {
        assert.match(
          err,
          new RegExp(`${run} has no First step with score > 0\\.3 for good: not reached until`),
        );
      }
    });

    it("counts rates on both sides, and numbers of those that are among them", async () => {
      const rates = (better: string) =>
        `quantities:\n  - { tag: score, take: max, threshold: 0.4, better: ${better} }\n`;
      await build("above", rates("larger"));
      await build("below", rates("smaller"));
      const among =
        "quantity: { tag: score, take: area, among: { tag: score, take: max, threshold: 0.4, better: larger } }\n";
      const { err } = await build("among", among);
      for (const row of await rowsOf("above")) {
        const own = Object.entries(ownRuns.quantities).filter(([run]) =>
          run.includes(String(row["series"])),
        );
        const solved = own.filter(([, one]) => one.solved);
        near(row, "centre", solved.length / own.length);
        const opposite = (await rowsOf("below")).find((one) => one["series"] === row["series"]);
        near(opposite, "centre", 1 - solved.length / own.length);
        const area = (await rowsOf("among")).find((one) => one["series"] === row["series"]);
        near(area, "centre", solved.reduce((sum, [, one]) => sum + one.area, 0) / solved.length);
        assert.equal(area?.["n"], solved.length);
        const out = own.length - solved.length;
        if (out > 0)
          assert.ok(err.includes(`${out} of ${own.length} runs are not among those`), err);
      }
    });

    it("shows percent as percent beside numbers of another kind", async () => {
      const yaml =
        "quantities:\n  - { tag: score, take: max, format: percent }\n  - { tag: score, take: solved at, threshold: 0.3 }\n";
      await build("mixed", yaml, "svg,vl.json");
      const document = readFileSync(place("out/mixed.vl.json"), "utf8");
      assert.ok(document.includes("score, largest value (%)"));
      const share = (await rowsOf("mixed")).find((row) => row["series"] === "sac")?.["centre"];
      assert.ok(document.includes(String(100 * Number(share))), String(share));
    });

    it("asks for the threshold that a number is about", async () => {
      const { code, err } = await build("goal", "quantity: { tag: score, take: solved at }\n");
      assert.equal(code, 1);
      assert.match(err, /"quantity\.take": "solved at" needs a threshold/);
    });
  });
});
