import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { readRecords } from "../../helpers/readRecords.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const header =
  "name,metric.valid.interpolation,step,wall.time,metric.test.extrapolation,sparse.error.max";

/** A lookup of one table whose runs are called `lr-<x>_seed-<n>`. */
const lookup = (table: string, more = "") => `
title: Learning rates
parameter: {pattern: 'lr-([^_]+)'}
threshold: 0.01
${more}
series:
  - label: Mine
    table: ${table}
`;

describe("figures build", () => {
  const folder = temporaryFolder();
  const build = (...args: string[]) =>
    figures(["build", ...args, "--lookups", folder(), "--out", join(folder(), "out")]);
  const files = (content: Record<string, string>) => writeFiles(folder(), content);
  const out = () => (existsSync(join(folder(), "out")) ? readdirSync(join(folder(), "out")) : []);

  it("writes the drawing and its numbers, and says what they were made from", async () => {
    const {
      code,
      out: listed,
      err,
    } = await build(...["nips-sltr-in2", "--format", "pdf,vl.json", "--runs", "fixtures/runs"]);
    assert.equal(code, 0, err);
    const written = ["pdf", "vl.json", "csv"].map((ending) => `division/nips-sltr-in2.${ending}`);
    for (const file of written) assert.ok(listed.includes(join("out", file)), file);
    assert.match(err, /72 runs of 4 series from event files$/m);

    const rows = await readRecords(join(folder(), "out/division/nips-sltr-in2.csv"));
    assert.equal(rows.length, 4 * 9 * 3);
    assert.ok(rows.every((row) => row["statistics"] === "corrected"));
    const best = await readRecords(join(folder(), "out/division/nips-sltr-in2_seeds_best.csv"));
    const failed = await readRecords(
      join(folder(), "out/division/nips-sltr-in2_seeds_failure.csv"),
    );
    assert.equal(best.length, 72);
    assert.equal(failed.length, best.filter((row) => row["solved"] === false).length);
  });

  it("gives the same bytes for the same input", async () => {
    const read = (ending: string) =>
      readFileSync(join(folder(), `out/division/nips-sltr-in2.${ending}`));
    const before = read("pdf");
    await build("nips-sltr-in2", "--format", "pdf", "--runs", "fixtures/runs", "--force");
    assert.deepEqual(read("pdf"), before);
  });

  it("draws a user's own logs by a lookup file alone", async () => {
    const rows = [0.1, 0.2, 0.3].flatMap((rate, r) =>
      [0, 1].flatMap((seed) =>
        [0, 100].map((step) => {
          const error = step === 0 ? 1 : seed === 0 || r > 0 ? 0.001 : 0.5;
          return `lr-${rate}_seed-${seed},${error},${step},1.5,${error},0.25`;
        }),
      ),
    );
    files({ "own.yaml": lookup("my table.csv"), "my table.csv": [header, ...rows, ""].join("\n") });
    const { code, err } = await build("own", "--format", "svg");
    assert.equal(code, 0, err);
    const numbers = await readRecords(join(folder(), "out/own.csv"));
    const success = numbers.filter((row) => row["key"] === "success.rate");
    assert.deepEqual(
      success.map((row) => [row["parameter"], row["mean.value"]]),
      [
        [0.1, 0.5],
        [0.2, 1],
        [0.3, 1],
      ],
    );
    assert.match(readFileSync(join(folder(), "out/own.svg"), "utf8"), /Solved at iteration step/);
  });

  it("says which thresholds decided, unless they are the single-layer task's", async () => {
    const zero = await build("nips-divBy0-easy", "--format", "svg", "--force");
    assert.match(
      zero.err,
      /^division\/nips-divBy0-easy: judged by thresholds\/division\/division-by-zero\.yaml \(computed with this program's arithmetic, for runs that it trained\)$/m,
    );
    const own = await build("own", "--format", "svg", "--force");
    assert.match(own.err, /^own: judged by the lookup's threshold 0\.01$/m);
    const usual = await build("nips-mixed-signs", "--format", "svg", "--force");
    assert.equal(usual.code, 0);
    assert.doesNotMatch(usual.err, /judged by/);
  });

  const lineSpec = (data: string, y: string) =>
    JSON.stringify({
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      data: { name: data },
      mark: "line",
      encoding: {
        x: { field: "step", type: "quantitative" },
        y: { field: y, type: "quantitative" },
      },
    });

  it("draws scalars of any logger with a spec of the user's", async () => {
    files({
      "curves.yaml": `title: Loss\nspec: ./lines.vl.json\ntags: [epoch_*]\nseries:\n  - { label: Keras, runs: ${JSON.stringify(resolve("fixtures/events/keras"))} }\n`,
      "lines.vl.json": lineSpec("scalars", "value"),
    });
    const { code, err } = await build("curves", "--format", "svg");
    assert.equal(code, 0, err);
    const rows = await readRecords(join(folder(), "out/curves_scalars.csv"));
    const loss = rows.filter((row) => row["name"] === "train" && row["tag"] === "epoch_loss");
    // From TensorBoard's own reader: fixtures/events/expected.json.
    assert.deepEqual(
      loss.map((row) => [row["model"], row["step"], row["value"]]),
      [2.0594117641448975, 2.0430924892425537, 2.028393030166626].map((x, i) => ["Keras", i, x]),
    );
  });

  it("draws a table as it stands, and says which data a spec may name", async () => {
    files({
      "table.yaml": "title: T\nspec: ./table.vl.json\ndata:\n  points: { table: points.csv }\n",
      "points.csv": "step,x\n0,1\n1,4\n2,NA\n",
      "table.vl.json": lineSpec("points", "x"),
    });
    assert.equal((await build("table", "--format", "svg")).code, 0);
    const rows = await readRecords(join(folder(), "out/table_points.csv"));
    assert.deepEqual(
      rows.map(({ x }) => x),
      [1, 4, null],
    );
    files({ "table.vl.json": lineSpec("ponits", "x") });
    const { code, err } = await build("table", "--format", "svg");
    assert.equal(code, 1);
    assert.match(err, /names none of the data that this figure has: .*points/);
  });

  it("answers NaN metrics, no solved run and a single seed with a figure", async () => {
    files({
      "none.yaml": lookup("none.csv"),
      "none.csv": `${header}\nlr-1_a,nan,0,1.5,nan,\nlr-1_a,nan,100,2.5,nan,\nlr-2_b,0.5,0,1.5,inf,0.1\n`,
    });
    const { code, err } = await build("none", "--format", "svg,pdf");
    assert.equal(code, 0, err);
    const numbers = await readRecords(join(folder(), "out/none.csv"));
    assert.deepEqual(
      numbers.map((row) => [row["key"], row["mean.value"]]),
      [1, 2].flatMap(() => [
        ["success.rate", 0],
        ["converged.at", null],
        ["sparse.error", null],
      ]),
    );
  });

  describe("draws an experiment alone, without a lookup file", () => {
    const original = ["--tables", "fixtures/original/tables", "--runs", "none"];
    const labels = async (file: string) =>
      new Set((await readRecords(join(folder(), file))).map((row) => row["model"]));

    it("by its name, under the module's", async () => {
      const { code, err } = await build("sltr-in2/nru", "--format", "svg", ...original);
      assert.equal(code, 0, err);
      assert.match(err, /^sltr-in2\/nru: 36 runs of 1 series from tables$/m);
      assert.deepEqual(await labels("out/sltr-in2/nru.csv"), new Set(["NRU"]));
      const drawing = readFileSync(join(folder(), "out/sltr-in2/nru.svg"), "utf8");
      for (const panel of ["Success rate", "Solved at iteration step", "Sparsity error"]) {
        assert.ok(drawing.includes(panel), panel);
      }
      assert.match(drawing, /<title>sltr-in2\/nru: NRU with learning rate 1<\/title>/);
      const again = await build("sltr-in2/nru", "--format", "svg", ...original);
      assert.match(again.err, /^sltr-in2\/nru: up to date$/m);
    });

    it("judged as the lookup that shows it judges it", async () => {
      assert.equal((await build("in2_divBy0/easy/nru", "--format", "svg")).code, 0);
      const runs = await readRecords(join(folder(), "out/in2_divBy0/easy/nru_seeds_best.csv"));
      const thresholds = new Map(runs.map((run) => [run["parameter"], run["threshold"]]));
      // thresholds/division/division-by-zero.yaml, set zero.range.easy
      assert.equal(thresholds.get("U[0,0.0001]"), 0.0008691927068866789);
      assert.equal(thresholds.get("U[0,1]"), 1.192545983803861e-7);
    });

    it("by the path of a table or a log directory", async () => {
      const paths = [
        "fixtures/original/tables/sltr-in2/sign-nmru.parquet",
        "fixtures/runs/sltr-in2/nru",
      ];
      const { code, err } = await build(...paths, "--format", "svg");
      assert.equal(code, 0, err);
      assert.deepEqual(await labels("out/sign-nmru.csv"), new Set(["sign-nmru"]));
      assert.match(err, /^nru: 18 runs of 1 series from event files$/m);
    });

    it("unless a lookup has that key", async () => {
      files({
        "named.yaml": lookup("my table.csv", "aliases: [sltr-in2/sign-nmru]"),
      });
      const { err } = await build("sltr-in2/sign-nmru", "--format", "svg");
      assert.match(err, /^named: 6 runs of 1 series/m);
    });

    it("but not a folder of experiments, nor two of the same name", async () => {
      const group = await build("sltr-in2");
      assert.equal(group.code, 2);
      assert.match(group.err, /no lookup key "sltr-in2"\. Did you mean .*"sltr-in2\/nru"/);
      files({ "a/x.csv": "name\n", "b/x.csv": "name\n" });
      const twice = await build(join(folder(), "a/x.csv"), join(folder(), "b/x.csv"));
      assert.equal(twice.code, 2);
      assert.match(twice.err, /Both .*a.x\.csv and .*b.x\.csv would be called "x"/);
    });

    it("and takes the path of a theme as the command line's paths are meant", async () => {
      const theme = join("figures", "themes", "ggplot.json");
      const { code, err } = await build("own", "--format", "svg", "--theme", theme);
      assert.equal(code, 0, err);
    });
  });

  describe("refuses, saying what to do", () => {
    it("an unknown experiment", async () => {
      const { code, err } = await build("sltr-in2/nur");
      assert.equal(code, 2);
      assert.match(err, /no lookup key "sltr-in2\/nur"\. Did you mean "sltr-in2\/nru"\?/);
      assert.match(err, /The name of an experiment.* draws that alone/);
    });

    it("an unknown key", async () => {
      const { code, err } = await build("nips-sltr-in3");
      assert.equal(code, 2);
      assert.match(err, /no lookup key "nips-sltr-in3"\. Did you mean "nips-sltr-in2"/);
    });

    it("no key at all", async () => {
      const { code, err } = await build();
      assert.equal(code, 2);
      assert.match(err, /--all/);
    });

    it("a table without a column", async () => {
      files({
        "short.yaml": lookup("short.csv"),
        "short.csv": "name,step,metric.valid.interpolatoin\na,0,1\n",
      });
      const { code, err } = await build("short");
      assert.equal(code, 1);
      assert.match(
        err,
        /short\.csv has no column "metric\.valid\.interpolation".*Did you mean "metric\.valid\.interpolatoin"/,
      );
    });

    it("text where a number belongs", async () => {
      files({ "words.yaml": lookup("words.csv"), "words.csv": `${header}\nlr-1_a,abc,0,1,2,3\n` });
      const { code, err } = await build("words");
      assert.equal(code, 1);
      assert.match(err, /Cannot read the table .*words\.csv.*abc/);
    });

    it("a table with two runs of the same name", async () => {
      const row = "lr-1_a,1,0,1,2,3";
      files({ "twice.yaml": lookup("twice.csv"), "twice.csv": `${header}\n${row}\n${row}\n` });
      const { code, err } = await build("twice");
      assert.equal(code, 1);
      assert.match(err, /the run lr-1_a goes back from step 0 to step 0/);
    });

    it("a run that has no place on the x axis", async () => {
      files({ "place.yaml": lookup("place.csv"), "place.csv": `${header}\nadam,1,0,1,2,3\n` });
      const { code, err } = await build("place");
      assert.equal(code, 1);
      assert.match(
        err,
        /place\.yaml:3: "parameter\.pattern": .* does not match the run name "adam"/,
      );
    });

    it("an invalid lookup, without hiding the others", async () => {
      files({ "broken.yaml": lookup("x.csv").replace("title:", "titel:") });
      const { code, err } = await build("broken");
      assert.equal(code, 1);
      assert.match(err, /broken\.yaml:2: unknown field "titel"\. Did you mean "title"\?/);
      assert.equal((await build("own", "--format", "svg")).code, 0);
    });

    it("a spec and a theme that do not exist", async () => {
      files({ "spec.yaml": lookup("my table.csv", "spec: rnage") });
      assert.match((await build("spec")).err, /spec\.yaml:5: "spec": there is no spec "rnage"/);
      assert.match((await build("own", "--theme", "papre")).err, /papre.*(paper|ggplot)/s);
    });

    it("an unknown format", async () => {
      const { code, err } = await build("own", "--format", "pfd");
      assert.equal(code, 2);
      assert.match(err, /There is no format "pfd"\. Did you mean "pdf"/);
    });

    it("a folder that cannot be written to, leaving nothing half written", async () => {
      const file = join(folder(), "a file");
      writeFileSync(file, "");
      const { code, err } = await figures([
        "build",
        "nips-sltr-in2",
        "--out",
        file,
        "--format",
        "svg",
      ]);
      assert.equal(code, 1);
      assert.match(err, /Cannot write .*a file/);
      assert.deepEqual(
        out().filter((name) => name.endsWith(".tmp")),
        [],
      );
    });

    it("a key that is given twice", async () => {
      const other = join(folder(), "again");
      mkdirSync(other);
      writeFiles(other, { "same.yaml": lookup("a.csv"), "same.yml": lookup("a.csv") });
      const { code, err } = await figures(["build", "same", "--lookups", other]);
      assert.equal(code, 1);
      assert.match(err, /"same" is given twice: by .*same\.ya?ml and by .*same\.ya?ml/);
    });
  });

  it("goes on with the other figures when one fails, and then fails", async () => {
    const only = join(folder(), "only");
    writeFiles(only, { "bad.yaml": lookup("missing.csv"), "good.yaml": lookup("../my table.csv") });
    const {
      code,
      out: listed,
      err,
    } = await figures([
      ...["build", "bad", "good", "--format", "svg"],
      ...["--lookups", only, "--out", join(only, "out")],
    ]);
    assert.equal(code, 1);
    assert.match(listed, /good\.svg/);
    assert.match(err, /bad: no data for 1 of the 1 series/);
    assert.match(err, /1 built, 1 failed/);
  });
});
