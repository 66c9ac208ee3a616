import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { readRecords } from "../../helpers/readRecords.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** Value of a tag of a run at a place; exact in single precision. */
const valueOf = (run: number, tag: number, place: number) => run + 4 * tag + place / 8;
const tags = ["loss/train", "loss/val", "acc/val"];
const runs = ["a/mlp_seed-0", "a/mlp_seed-1", "a/vit_seed-0", "b/mlp_seed-0", "b/vit_seed-0"];

interface Document {
  readonly datasets: { readonly curves: readonly Record<string, unknown>[] };
}

describe("figures build of curves of one's own logs", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  before(() => {
    for (const [index, run] of runs.entries()) {
      let now = 1_700_000_000 + 1000 * index;
      const writer = openEventWriter(place(`logs/${run}`), { clock: () => now });
      for (let at = 0; at < 6; at++) {
        now += 1800;
        writer.scalar("epoch", at / 2, 10 * at);
        for (const [number, tag] of tags.entries()) {
          // The other data set has no accuracy.
          if (tag === "acc/val" && run.startsWith("b/")) continue;
          writer.scalar(tag, valueOf(index, number, at), 10 * at);
        }
      }
      writer.close();
    }
    mkdirSync(place("lookups"));
  });

  async function build(key: string, yaml: string) {
    const head = 'title: T\nruns: ../logs\nname: "{data}/{model}_seed-{seed}"\n';
    writeFileSync(place(`lookups/${key}.yaml`), head + yaml);
    const folders = ["--lookups", place("lookups"), "--out", place("out")];
    const { code, err } = await figures(["build", key, "--format", "svg,vl.json", ...folders]);
    assert.equal(code, 0, err);
    const text = readFileSync(place(`out/${key}.vl.json`), "utf8");
    return {
      err,
      table: await readRecords(place(`out/${key}.csv`)),
      rows: (JSON.parse(text) as Document).datasets.curves,
      svg: readFileSync(place(`out/${key}.svg`), "utf8"),
    };
  }

  it("has a grid of panels by tag and fact, keeps an empty place, and says so", async () => {
    const { err, rows, table } = await build(
      "grid",
      'tags: ["*/*"]\nfacet: { rows: tag, columns: data }\nseries: { by: model }\n',
    );
    const panels = rows.filter(({ kind }) => kind === "panel");
    assert.deepEqual(
      panels.map(({ panel, panelOrder }) => [panel, panelOrder]),
      ["acc/val", "loss/train", "loss/val"].flatMap((tag, row) => [
        [`${tag} · a`, 2 * row],
        [`${tag} · b`, 2 * row + 1],
      ]),
    );
    assert.match(err, /nothing was logged of acc\/val · b: its panel is empty/);
    assert.equal(table.filter((row) => row["tag"] === "acc/val" && row["facet"] === "b").length, 0);
  });

  it("never takes two tags for one, whatever makes the panels", async () => {
    const { table, rows } = await build(
      "rows",
      "tags: [loss/*]\nfacet: { rows: data }\nseries: { by: model }\n",
    );
    assert.deepEqual(
      [...new Set(rows.map(({ panel }) => panel))],
      ["a, loss/train", "a, loss/val", "b, loss/train", "b, loss/val"],
    );
    for (const { series, facet_row, tag, x, centre } of table) {
      const own = [...runs.entries()].filter(
        ([, run]) => run.startsWith(`${facet_row}/`) && run.includes(String(series)),
      );
      const values = own.map(([index]) =>
        valueOf(index, tags.indexOf(String(tag)), Number(x) / 10),
      );
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      assert.equal(centre, mean);
    }
  });

  it("tells parts of tags apart by dashes, in one panel", async () => {
    const { table, svg, rows } = await build(
      "dash",
      'tags: [loss/*]\ntagName: "{metric}/{split}"\nseries: { by: model, dash: split }\nfacet: { columns: data }\n' +
        "labels: { train: training, loss: Loss }\nunits: { step: batches }\n",
    );
    assert.deepEqual([...new Set(rows.map(({ panel }) => panel))], ["Loss · a", "Loss · b"]);
    assert.deepEqual([...new Set(table.map((row) => row["dash"]))], ["training", "val"]);
    assert.match(svg, /stroke-dasharray="4,/);
    for (const text of ["training", "val", "Step (batches)"]) assert.ok(svg.includes(`>${text}<`));
  });

  it("draws the raw curve behind the smoothed one, and both numbers stand in the table", async () => {
    const yaml = "tags: [loss/val]\nwhere: { data: a }\nseries: { by: model }\n";
    const smoothed = await build("smooth", `${yaml}smooth: 0.5\n`);
    const plain = await build("plain", yaml);
    assert.deepEqual(
      smoothed.table.map((row) => row["raw"]),
      plain.table.map((row) => row["centre"]),
    );
    // Of 4, 4.125 with weight 0.5, debiased: (0.5 · 0.5 · 4 + 0.5 · 4.125) / 0.75, and 0.5 more for the mean of two runs.
    const second = smoothed.table.find((row) => row["series"] === "mlp" && row["x"] === 10);
    assert.ok(Math.abs(Number(second?.["centre"]) - (3.0625 / 0.75 + 0.5)) < 1e-12);
    assert.equal(second?.["smooth"], 0.5);
    assert.ok(!("raw" in plain.table[0]) && !("smooth" in plain.table[0]));
    const { rows } = await build("unraw", `${yaml}smooth: 0.5\nshow: [band]\n`);
    assert.ok(rows.every(({ kind, raw = null }) => kind !== "run" && raw === null));
  });

  it("stands over steps, hours, times and other tags", async () => {
    const over = async (x: string) => {
      const { table, rows, svg } = await build(
        `x-${x}`,
        `tags: [loss/val]\nwhere: { seed: 1 }\nx: ${x}\n`,
      );
      return {
        x: table.map((row) => row["x"]),
        drawn: rows.filter(({ kind }) => kind === "group"),
        svg,
      };
    };
    assert.deepEqual((await over("step")).x, [0, 10, 20, 30, 40, 50]);
    const hours = await over("relative");
    assert.deepEqual(hours.x, [0, 0.5, 1, 1.5, 2, 2.5]);
    assert.ok(hours.svg.includes("Training time (h)") && hours.svg.includes(">0.5<"));
    assert.deepEqual((await over("epoch")).x, [0, 0.5, 1, 1.5, 2, 2.5]);
    const wall = await over("wall");
    const first = 1_700_001_000 + 1800;
    assert.deepEqual([wall.x[0], wall.drawn[0]["x"]], [first, 1000 * first]);
    assert.ok(wall.svg.includes("Time (UTC)"));
  });

  it("says what a log axis cannot show", async () => {
    const { err } = await build(
      "log",
      "tags: [loss/train]\nwhere: { model: mlp }\nparams: { xScale: log, yScale: log }\n",
    );
    assert.match(err, /3 of 18 values of loss\/train stand at x that are not above zero/);
    assert.match(
      err,
      /1 of 18 values of loss\/train are not above zero: a log axis cannot show them/,
    );
  });

  it("gives every row its statistic, interval and method, and holds what is drawn only", async () => {
    const { rows, table } = await build(
      "holds",
      "tags: [loss/val]\nresolution: 3\nseries: { by: model }\n",
    );
    for (const row of rows.filter(({ kind }) => kind === "group")) {
      assert.deepEqual([row["statistic"], row["interval"]], ["mean", "95 % t interval"]);
      assert.equal(typeof row["n"], "number");
    }
    assert.ok(table.every((row) => row["bins"] === 3 && row["method"] === "95 % t interval"));
    assert.equal(rows.filter(({ kind }) => kind === "run").length, runs.length * 3);
  });

  it("keeps the colour of a series where others are left out, and the order that a lookup gives", async () => {
    const yaml = "tags: [loss/val]\norder: { model: [vit, mlp] }\nseries: { by: model }\n";
    const both = await build("both", yaml);
    assert.deepEqual([...new Set(both.table.map((row) => row["series"]))], ["vit", "mlp"]);
    const one = await build("one", `${yaml}where: { model: mlp }\n`);
    assert.ok(one.svg.includes("#D55E00") && !one.svg.includes("#0072B2"));
  });

  it("gives a spec of one's own the curves and other tables, joined by it", async () => {
    const join = {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      data: { name: "curves" },
      transform: [
        { filter: "datum.kind === 'group'" },
        { lookup: "series", from: { data: { name: "kinds" }, key: "model", fields: ["kind of"] } },
      ],
      mark: "line",
      encoding: {
        x: { field: "x", type: "quantitative" },
        y: { field: "centre", type: "quantitative" },
        color: { field: "kind of" },
      },
    };
    writeFileSync(place("lookups/join.vl.json"), JSON.stringify(join));
    writeFileSync(place("lookups/kinds.csv"), "model,kind of\nmlp,dense layers\nvit,attention\n");
    const { svg } = await build(
      "join",
      "spec: ./join.vl.json\ntags: [loss/val]\nseries: { by: model }\ndata: { kinds: { table: kinds.csv } }\nsize: icml/column\ntype: 6\n",
    );
    for (const text of [">dense layers<", ">attention<", 'width="234pt"'])
      assert.ok(svg.includes(text));
    assert.match(svg, /font-size="6px"/);
  });
});
