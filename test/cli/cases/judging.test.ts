import assert from "node:assert/strict";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { readRecords } from "../../helpers/readRecords.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const cases = "fixtures/cases";
interface Row {
  readonly parameter: string;
  readonly key: string;
  readonly mean: number | null;
  readonly n: number;
  readonly runs: number;
  readonly notJudged: number;
}

async function summary(key: string, lookups: string, ...more: string[]) {
  const { code, out, err } = await figures([
    "summary",
    key,
    "--json",
    "--lookups",
    lookups,
    ...more,
  ]);
  assert.equal(code, 0, err);
  return { rows: JSON.parse(out) as Row[], err };
}

describe("judging runs whose tags were logged at different steps", () => {
  for (const key of ["mixed", "slash"]) {
    it(`takes the last value before the best row, and says so (${key})`, async () => {
      const { rows, err } = await summary(key, join(cases, "30-mixed-log-frequency/lookups"));
      // All ten runs reach a test error of 0.001 from step 105 on.
      const numbers = rows.map((row) => [row.parameter, row.key, row.mean, row.n]);
      assert.deepEqual(numbers, [
        ["0.01", "success.rate", 1, 5],
        ["0.01", "converged.at", 105, 5],
        ["0.1", "success.rate", 1, 5],
        ["0.1", "converged.at", 105, 5],
      ]);
      assert.match(
        err,
        /not logged at the best row of 10 runs .*: the last value before it counts/,
      );
    });
  }

  it("understands tags as they were logged", async () => {
    const { rows } = await summary("slash", join(cases, "31-columns-written-as-tags/lookups"));
    assert.deepEqual(
      rows.filter(({ key }) => key === "success.rate").map(({ n, mean }) => [n, mean]),
      [[2, 1]],
    );
  });
});

describe("judging runs with parts in folders below", () => {
  it("counts three seeds as three runs", async () => {
    const { rows, err } = await summary("sub", join(cases, "23-add-hparams-sub-runs/lookups"));
    assert.deepEqual(
      rows.map(({ key, mean, n }) => [key, mean, n]),
      [
        ["success.rate", 1, 3],
        ["converged.at", 20, 3],
      ],
    );
    assert.match(
      err,
      /left out 3 folders that are no runs of their own: lr-0\.1_seed-0\/1700000000\.0/,
    );
  });
});

describe("judging runs that lack something", () => {
  const folder = temporaryFolder();
  const place = (...parts: string[]) => join(folder(), ...parts);
  const lookup = (more: string, table = "t.csv") =>
    `title: T\nnames: "{model}_s-{seed}"\nparameter: model\ncolumns: { interpolation: val, extrapolation: test, sparsity: null }\n${more}\nseries:\n  - { label: A, table: ${table} }\n`;

  it("gives the runs that cannot be judged a count of their own", async () => {
    const rows = [
      "a_s-0,0,1,1", // solved at 10
      "a_s-0,10,0.1,0.001",
      "a_s-1,0,1,1", // logged NaN: judged, and not solved
      "a_s-1,10,0.1,nan",
      "a_s-2,0,0.1,", // no test value until the best row
      "a_s-2,10,0.5,0.001",
      "a_s-3,0,1,", // no test value at all
    ];
    writeFiles(folder(), {
      "gaps.yaml": lookup("threshold: 0.01"),
      "t.csv": ["run,step,val,test", ...rows, ""].join("\n"),
    });
    const { rows: numbers, err } = await summary("gaps", folder());
    assert.deepEqual(
      numbers.map(({ key, mean, n, runs, notJudged }) => [key, mean, n, runs, notJudged]),
      [
        ["success.rate", 0.5, 2, 4, 2],
        ["converged.at", 10, 1, 4, 2],
      ],
    );
    assert.match(
      err,
      /A: not judged: 2 runs \(a_s-2, a_s-3\): no test was logged until the best row/,
    );
    const text = await figures(["summary", "gaps", "--lookups", folder()]);
    assert.match(text.out, /^model +parameter +runs +not judged +success rate/);
    assert.match(text.out, /^A +a +4 +2 +0\.50/m);
    await figures([
      ...["build", "gaps", "--format", "svg", "--lookups", folder(), "--out", place("out")],
    ]);
    const csv = await readRecords(place("out/gaps.csv"));
    assert.deepEqual(
      csv.map((row) => [row["runs"], row["not.judged"], row["n"], row["left.out"]]),
      [
        [4, 2, 2, 2],
        [4, 2, 1, 0],
      ],
    );
    const best = await readRecords(place("out/gaps_seeds_best.csv"));
    assert.deepEqual(
      best.map((row) => [row["name"], row["solved"], row["missing"]]),
      [
        ["a_s-0", true, null],
        ["a_s-1", false, null],
        ["a_s-2", null, "extrapolation"],
        ["a_s-3", null, "extrapolation"],
      ],
    );
    const failed = await readRecords(place("out/gaps_seeds_failure.csv"));
    assert.deepEqual(
      failed.map(({ name }) => name),
      ["a_s-1"],
    );
  });

  it("judges by larger values where these are better", async () => {
    writeFiles(folder(), {
      "larger.yaml": lookup("threshold: 0.9\nbetter: larger", "acc.csv"),
      "acc.csv":
        "run,step,val,test\nm_s-0,0,0.2,0.3\nm_s-0,10,0.95,0.92\nm_s-0,20,0.7,0.1\nm_s-1,0,0.5,0.4\n",
    });
    const { rows } = await summary("larger", folder());
    assert.deepEqual(
      rows.map(({ key, mean, n }) => [key, mean, n]),
      [
        ["success.rate", 0.5, 2],
        ["converged.at", 10, 1],
      ],
    );
  });

  it("says how many runs there are of those that an experiment declares", async () => {
    const { err } = await figures(["summary", "nips-sltr-in2", "--runs", "fixtures/runs"]);
    assert.match(err, /^note: NRU: 18 of 225 runs of its experiment$/m);
  });
});

describe("series of one figure", () => {
  const folder = temporaryFolder();
  const curves = (series: string) => `title: T\nspec: curves\ntags: [loss]\nseries:\n${series}`;
  const build = (key: string) =>
    figures([
      ...["build", key, "--format", "svg", "--lookups", folder()],
      ...["--out", join(folder(), "out")],
    ]);
  const logs = resolve(cases, "34-diverged-run-leaves-the-mean/logs");

  it("must have labels of their own", async () => {
    const one = `  - { label: A, runs: ${JSON.stringify(logs)} }\n`;
    writeFiles(folder(), { "twice.yaml": curves(one + one) });
    const { code, err } = await build("twice");
    assert.equal(code, 1);
    assert.match(err, /twice\.yaml:6: "series\[1\]\.label": the label "A" is given twice/);
  });

  it("may take their runs from several folders, each run once", async () => {
    cpSync(logs, join(folder(), "logs"), { recursive: true });
    mkdirSync(join(folder(), "more"));
    symlinkSync(join(folder(), "logs", "a", "seed-0"), join(folder(), "more", "again"));
    cpSync(join(logs, "a", "seed-1"), join(folder(), "more", "seed-3"), { recursive: true });
    writeFiles(folder(), { "joined.yaml": curves("  - { label: A, runs: [logs/a, more] }\n") });
    const { code, err } = await build("joined");
    assert.equal(code, 0, err);
    const rows = await readRecords(join(folder(), "out/joined_scalars.csv"));
    assert.deepEqual(
      new Set(rows.map((row) => row["name"] ?? row["run"])),
      new Set(["seed-0", "seed-1", "seed-2", "seed-3"]),
    );
    assert.match(err, /more\/again is .*logs\/a\/seed-0 once more: it counts once/);
  });
});
