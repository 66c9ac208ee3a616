import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { readRecords, type Value } from "../../helpers/readRecords.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const cases = "fixtures/cases";

describe("curves of runs that", () => {
  const folder = temporaryFolder();
  const place = (...parts: string[]) => join(folder(), ...parts);

  async function build(key: string, lookups: string) {
    const out = place("out");
    const { code, err } = await figures([
      ...["build", key, "--format", "svg,vl.json", "--lookups", lookups, "--out", out],
    ]);
    assert.equal(code, 0, err);
    const rows = await readRecords(join(out, `${key}_curves.csv`));
    return { rows, err, svg: readFileSync(join(out, `${key}.svg`), "utf8") };
  }
  const of = (rows: readonly Record<string, Value>[], ...columns: string[]) =>
    rows.map((row) => columns.map((column) => row[column]));

  it("diverged have no mean from there on, and a mark", async () => {
    const { rows, err, svg } = await build(
      "div",
      join(cases, "34-diverged-run-leaves-the-mean/lookups"),
    );
    // Steps 0 to 3: a mean of three, 0.9 at step 3; from step 4 on one run is NaN, later inf.
    const steps = of(rows, "step", "n", "runs", "diverged");
    assert.deepEqual(steps.slice(3, 5), [
      [3, 3, 3, 0],
      [4, 2, 3, 1],
    ]);
    assert.ok(Math.abs(Number(rows[3]["mean"]) - 0.9) < 1e-6);
    assert.ok(rows.slice(4).every((row) => row["mean"] === null && row["diverged"] === 1));
    assert.match(err, /A: loss of 1 of 3 runs is not finite from step 4 on \(seed-2\): no mean/);
    assert.match(svg, /aria-roledescription="point"|mark-symbol/);
  });

  it("were logged at steps of their own are aligned, and the rule is said", async () => {
    const { rows, err } = await build(
      "unaligned",
      join(cases, "35-seeds-at-different-steps/lookups"),
    );
    // The seeds run at 1, 2 and 3 (+0.01 per 100 steps): the mean is 2 + 0.0001 step all along, the band 1 to 3.
    const drawn = rows.filter((row) => row["mean"] !== null);
    assert.ok(drawn.length > 80, `${drawn.length}`);
    for (const row of drawn) {
      const drift = 1e-4 * Number(row["step"]);
      for (const [column, start] of [
        ["mean", 2],
        ["smallest", 1],
        ["largest", 3],
      ] as const) {
        const value = Number(row[column]);
        assert.ok(Math.abs(value - start - drift) < 0.011, `${column} ${row["step"]}: ${value}`);
      }
      assert.equal(row["n"], 3);
    }
    assert.match(err, /logged return of A at different steps.*align: linear/);
    assert.doesNotMatch(err, /end before/);
  });

  it("ended early are named, and the mean says of how many runs it is", async () => {
    const { rows, err } = await build("early", join(cases, "36-one-seed-stops-early/lookups"));
    // Mean 0.467 over three runs up to step 29; after that only two runs are left, at 0.25.
    const [before, after] = [29, 30].map((step) => rows.find((row) => row["step"] === step));
    assert.deepEqual([before?.["n"], after?.["n"]], [3, 2]);
    assert.ok(Math.abs(Number(before?.["mean"]) - 0.467) < 1e-3);
    assert.ok(Math.abs(Number(after?.["mean"]) - 0.25) < 1e-3);
    assert.match(err, /A: 1 of 3 runs ends before the others, the first at step 29 \(seed-2\)/);
  });

  it("logged one value are drawn", async () => {
    const { rows, svg } = await build("single", join(cases, "32-one-point/lookups"));
    assert.deepEqual(
      of(rows, "model", "n").map(([model, n]) => [model, n]),
      [
        ["A", 3],
        ["B", 3],
      ],
    );
    assert.ok(Math.abs(Number(rows[0]["mean"]) - 0.91) < 1e-6);
    assert.ok(Math.abs(Number(rows[1]["mean"]) - 0.81) < 1e-6);
    // Six values and two means.
    const symbols = [...svg.matchAll(/class="mark-symbol role-mark[^"]*"[^]*?<\/g>/g)];
    const points = symbols.flatMap(([mark]) => mark.match(/<path /g) ?? []);
    assert.equal(points.length, 8);
  });

  it("have values that a log axis cannot show are told how many", async () => {
    writeFiles(folder(), {
      "lookups/lost.yaml": `title: T\nspec: curves\ntags: [test_acc, los]\nparams: { yScale: log }\nseries:\n  - { label: A, runs: ${JSON.stringify(join(process.cwd(), cases, "32-one-point/logs/a"))} }\n`,
      "lookups/zero.yaml": `title: T\nspec: curves\nparams: { yScale: log }\nseries:\n  - { label: A, runs: ${JSON.stringify(join(process.cwd(), cases, "11-nan-or-not-logged/logs"))} }\n`,
    });
    const { err } = await build("lost", place("lookups"));
    assert.match(err, /tags: nothing that was logged matches "los": it has no panel/);
    const zero = await build("zero", place("lookups"));
    assert.match(
      zero.err,
      /A: 1 of 4 values of acc are not above zero: a log axis cannot show them/,
    );
  });
});

describe("a spec that fetches data of its own", () => {
  const folder = temporaryFolder();

  it("is refused: what is not in the lookup would change unnoticed", async () => {
    const { code, err } = await figures([
      ...["build", "urlmix", "--format", "svg", "--out", join(folder(), "out")],
      ...["--lookups", join(cases, "p21-url-data-not-tracked/lookups")],
    ]);
    assert.equal(code, 1);
    assert.match(
      err,
      /urlmix\.vl\.json:1: .*url is "data\/u\.csv".*only the data that its lookup names/,
    );
  });
});
