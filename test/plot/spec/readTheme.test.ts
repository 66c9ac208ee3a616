import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readTheme } from "../../../src/plot/spec/readTheme.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const axisOf = (config: unknown) =>
  z.looseObject({ axis: z.looseObject({}), title: z.looseObject({}) }).parse(config);

describe("a theme that extends another one", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  const theme = (more: object) => JSON.stringify({ name: "mine", ...more });

  it("says only what differs, through several files", async () => {
    writeFiles(folder(), {
      "base.json": theme({ extends: "paper", config: { axis: { labelFontSize: 9, grid: false } } }),
      "mine.json": theme({ extends: "./base.json", config: { axis: { labelFontSize: 8 } } }),
    });
    const [paper, mine] = await Promise.all([readTheme("paper"), readTheme(place("mine.json"))]);
    const expected = { ...axisOf(paper.config).axis, labelFontSize: 8, grid: false };
    assert.deepEqual(axisOf(mine.config).axis, expected);
    assert.deepEqual(axisOf(mine.config).title, axisOf(paper.config).title);
    assert.deepEqual(mine.colours, paper.colours);
    assert.equal(mine.name, "mine");
  });

  it("is drawn, and what it extends says when to build again", async () => {
    const files = {
      "figures/themes/base.json": theme({
        extends: "paper",
        config: { axis: { gridColor: "#abcdef" } },
      }),
      "figures/themes/mine.json": theme({ extends: "./base.json", colours: [["#010203"]] }),
      "lookups/a.yaml":
        "title: T\nspec: ../figures/a.vl.json\ntheme: ../figures/themes/mine.json\ndata: { rows: { table: rows.csv } }\n",
      "lookups/rows.csv": "x,y\n1,2\n2,3\n",
      "figures/a.vl.json": JSON.stringify({
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        data: { name: "rows" },
        mark: "point",
        encoding: {
          x: { field: "x", type: "quantitative" },
          y: { field: "y", type: "quantitative" },
        },
      }),
    };
    const build = async (changed: Readonly<Record<string, string>>) => {
      writeFiles(folder(), changed);
      const folders = ["--lookups", place("lookups"), "--out", place("out")];
      return figures(["build", "a", "--format", "svg", ...folders]);
    };
    const { code, err } = await build(files);
    assert.equal(code, 0, err);
    assert.ok(readFileSync(place("out/a.svg"), "utf8").includes("#abcdef"));
    assert.match((await build({})).err, /up to date/);
    const other = theme({ extends: "paper", config: { axis: { gridColor: "#fedcba" } } });
    assert.match((await build({ "figures/themes/base.json": other })).err, /a: built/);
    assert.ok(readFileSync(place("out/a.svg"), "utf8").includes("#fedcba"));
  });

  it("is refused where it extends itself, or what there is not", async () => {
    writeFiles(folder(), {
      "one.json": theme({ extends: "./two.json" }),
      "two.json": theme({ extends: "./one.json" }),
      "lost.json": theme({ extends: "papr" }),
      "wrong.json": theme({ extends: "paper", colours: [["blue"]] }),
    });
    await assert.rejects(readTheme(place("one.json")), /cannot extend itself/);
    await assert.rejects(readTheme(place("lost.json")), /no theme "papr".*Did you mean "paper"/);
    await assert.rejects(
      readTheme(place("wrong.json")),
      /wrong\.json: "colours\.0\.0": expected a colour/,
    );
  });
});
