import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownRuns, writeOwnRuns } from "../../helpers/ownRuns.js";
import { readRecords } from "../../helpers/readRecords.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const project = `runs: logs
name: "{task}_{algorithm}_seed-{seed}"
labels: { sac: SAC, score: Return, task: Environment }
palette: { SAC: "#123456", dqn: teal }
order: { algorithm: [sac, ppo] }
units: { score: points }
size: { widthCm: 10, heightCm: 6 }
`;

describe("figures.yaml of a project", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  before(() => writeOwnRuns(place("logs")));

  async function build(key: string, files: Readonly<Record<string, string>>) {
    writeFiles(folder(), files);
    const folders = ["--lookups", place("lookups"), "--out", place("out")];
    return figures(["build", key, "--format", "svg", ...folders]);
  }
  const svgOf = (key: string) => readFileSync(place(`out/${key}.svg`), "utf8");

  it("says for all lookups where runs are, how they are named and shown", async () => {
    const { code, err } = await build("values", {
      "figures.yaml": project,
      "lookups/values.yaml":
        "title: T\nquantity: { tag: score }\nrows: task\nseries: { by: algorithm }\n",
    });
    assert.equal(code, 0, err);
    const rows = await readRecords(place("out/values.csv"));
    assert.deepEqual([...new Set(rows.map((row) => row["series"]))], ["SAC", "ppo", "dqn"]);
    const svg = svgOf("values");
    for (const text of [">Environment<", "Return, last value (points)", "#123456", "#008080"]) {
      assert.ok(svg.includes(text) || svg.includes(text.replace("#008080", "teal")), text);
    }
    assert.match(svg, /width="283\.46\d*pt"|viewBox="0 0 283\.46/);
  });

  it("keeps the colour of a model in every figure, and lets a lookup say otherwise", async () => {
    const { code, err } = await build("one", {
      "figures.yaml": project,
      "lookups/one.yaml":
        "title: T\ntags: [score]\nwhere: { algorithm: [sac, ppo] }\nseries: { by: algorithm }\nlabels: { score: Score }\npalette: { ppo: navy }\n",
    });
    assert.equal(code, 0, err);
    const svg = svgOf("one");
    for (const text of ["#123456", "navy", ">Score (points)<", ">SAC<"])
      assert.ok(svg.includes(text), text);
    assert.ok(!svg.includes("teal"));
  });

  it("is heeded where a log directory is drawn that no lookup describes", async () => {
    writeFiles(folder(), { "figures.yaml": project });
    const { code, err } = await figures([
      ...["build", place("logs"), "--format", "svg", "--lookups", place("lookups")],
      ...["--out", place("out")],
    ]);
    assert.equal(code, 0, err);
    const rows = await readRecords(place("out/logs.csv"));
    assert.ok(rows.some((row) => row["series"] === "SAC"));
    assert.ok(svgOf("logs").includes("#123456"));
  });

  it("makes figures stale when it changes", async () => {
    const files = {
      "figures.yaml": project,
      "lookups/stale.yaml": "title: T\ntags: [score]\nseries: { by: algorithm }\n",
    };
    assert.match((await build("stale", files)).err, /stale: built/);
    assert.match((await build("stale", files)).err, /up to date/);
    const changed = { "figures.yaml": project.replace("teal", "navy") };
    assert.match((await build("stale", changed)).err, /stale: built/);
  });

  it("leaves lookups of series and of tables what they are", async () => {
    const { code, err } = await build("series", {
      "figures.yaml": project,
      "lookups/series.yaml":
        "title: T\nspec: curves\ntags: [score]\nseries: [{ label: A, runs: ../logs }]\n",
    });
    assert.equal(code, 0, err);
    assert.match(svgOf("series"), /width="283\.46\d*pt"|viewBox="0 0 283\.46/);
    assert.equal(Object.keys(ownRuns.runs).length, 43);
  });

  it("is refused with file and line where it is wrong", async () => {
    for (const [text, message] of [
      [
        "runs: logs\npalette: { SAC: tael }\n",
        /figures\.yaml:2: "palette\.SAC": "tael" is no colour.*"teal"/,
      ],
      ["runs: logs\nlabel: { a: b }\n", /figures\.yaml:2: unknown field "label".*"labels"/],
      ["runs: logs\norder: { model: ViT }\n", /figures\.yaml:2: "order\.model": expected a list/],
      ["runs: log\n", /figures\.yaml:1: "runs": .*log.* does not exist/],
    ] as const) {
      const { code, err } = await build("wrong", {
        "figures.yaml": text,
        "lookups/wrong.yaml": "title: T\ntags: [score]\n",
      });
      assert.equal(code, 1, err);
      assert.match(err, message);
    }
  });
});
