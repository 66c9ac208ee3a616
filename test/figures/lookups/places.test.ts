import assert from "node:assert/strict";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const spec = (view: object) =>
  JSON.stringify({ $schema: "https://vega.github.io/schema/vega-lite/v6.json", ...view }, null, 2);

/** What is wrong, in which files, and where the complaint has to point. */
interface Wrong {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  /** File and line, with what is said about it. */
  readonly says: RegExp;
  readonly args?: readonly string[];
}

const own = (...lines: string[]) => ["title: t", "runs: ../logs", ...lines].join("\n");
const table = (...lines: string[]) =>
  ["title: t", "data:", "  x: { table: ../x.csv }", "spec: ../figures/s.vl.json", ...lines].join(
    "\n",
  );
const judged = (...lines: string[]) =>
  ["title: t", "series:", "  - label: A", "    table: ../runs.csv", ...lines].join("\n");
const x = "a,b\n1,2\n";
const runs =
  "name,step,metric.valid.interpolation,metric.test.extrapolation,sparse.error.max\nr,0,1,1,0\nr,1,0,0,0\n";
const bars = spec({
  params: [{ name: "size", value: 3 }],
  data: { name: "x" },
  mark: "bar",
  encoding: { x: { field: "a" } },
});
const lookup = (text: string) => ({
  "lookups/k.yaml": text,
  "x.csv": x,
  "runs.csv": runs,
  "figures/s.vl.json": bars,
});

const wrongs: readonly Wrong[] = [
  { what: "a field", files: lookup(table("themes: x")), says: /k\.yaml:5: unknown field "themes"/ },
  {
    what: "a type",
    files: lookup(table("type: big")),
    says: /k\.yaml:5: "type": expected a number/,
  },
  { what: "YAML", files: lookup(table("params: {a: 1")), says: /k\.yaml:5:\d+: / },
  { what: "an alias", files: lookup(table("params: *a")), says: /k\.yaml:5: there is no anchor/ },
  {
    what: "a label given twice",
    files: lookup(judged("  - label: A", "    table: ../x.csv")),
    says: /k\.yaml:5: .*given twice/,
  },
  {
    what: "a spec's name",
    files: lookup(judged("spec: rnage")),
    says: /k\.yaml:5: "spec": there is no spec/,
  },
  {
    what: "a spec's path",
    files: lookup(judged("spec: ../figures/no.json")),
    says: /k\.yaml:5: "spec"/,
  },
  {
    what: "a theme",
    files: lookup(table("theme: papre")),
    says: /k\.yaml:5: "theme": there is no theme/,
  },
  {
    what: "a venue",
    files: lookup(table("size: { venue: neurisp }")),
    says: /k\.yaml:5: "size": there is no venue/,
  },
  {
    what: "a font file",
    files: lookup(table("font: no.ttf")),
    says: /k\.yaml:5: "font": there is no font file/,
  },
  {
    what: "a parameter's name",
    files: lookup(table("params:", "  colour: red")),
    says: /k\.yaml:6: "params\.colour": /,
  },
  {
    what: "a parameter's value",
    files: lookup(table("params:", "  size: big")),
    says: /k\.yaml:6: "params\.size": .*is "big", expected a number/,
  },
  {
    what: "a panel",
    files: lookup(table("panels:", "  - key: nothing")),
    says: /k\.yaml:5: "panels": /,
  },
  {
    what: "a table that is not there",
    files: { ...lookup(table()), "lookups/k.yaml": table().replace("x.csv", "y.csv") },
    says: /k\.yaml:3: .*y\.csv/,
  },
  {
    what: "a table without rows",
    files: { ...lookup(table()), "x.csv": "a,b\n" },
    says: /k\.yaml:3: "data\.x\.table": The table .*has no rows/,
  },
  {
    what: "a table with a short row",
    files: { ...lookup(table()), "x.csv": "a,b\n1,2\n3\n" },
    says: /k\.yaml:3: .*x\.csv, line 3/,
  },
  {
    what: "a name of data",
    files: lookup(table().replace("x: {", "../x: {")),
    says: /k\.yaml:2: "data": expected names/,
  },
  {
    what: "a table of runs that is not there",
    files: lookup(judged().replace("runs.csv", "no.csv")),
    says: /k\.yaml:3: A: \.\.\/no\.csv/,
  },
  {
    what: "a table of runs without its columns",
    files: { ...lookup(judged()), "runs.csv": x },
    says: /k\.yaml:4: "series\[0\]\.table": .*has no column/,
  },
  {
    what: "what a series takes",
    files: lookup(judged("    take: nothing")),
    says: /k\.yaml:5: "take" of the series/,
  },
  {
    what: "runs where event files are wanted",
    files: lookup(judged("spec: curves")),
    says: /k\.yaml:4: the series "A" is a table/,
  },
  {
    what: "a threshold file",
    files: lookup(judged("threshold: { set: a, file: none }")),
    says: /k\.yaml:5: "threshold": There is no threshold file/,
  },
  {
    what: "a set of thresholds",
    files: {
      ...lookup(judged("threshold: { set: b, file: mine }")),
      "thresholds/mine.yaml": "about: x\nsets:\n  a: {}\n",
    },
    says: /k\.yaml:5: "threshold": .*mine\.yaml:2: it has no set "b"/,
  },
  {
    what: "a threshold",
    files: {
      ...lookup(judged("threshold: { set: a, file: mine }")),
      "thresholds/mine.yaml": "sets:\n  a:\n    div:\n      U[1,2]: none\n",
    },
    says: /mine\.yaml:4: /,
  },
  { what: "runs that cannot be judged", files: lookup(judged()), says: /k\.yaml:\d+: / },
  {
    what: "a parameter of runs",
    files: lookup(judged("threshold: 1", "parameter: constructor")),
    says: /k\.yaml:6: "parameter": the run name/,
  },
  {
    what: "a pattern of runs",
    files: lookup(judged("threshold: 1", "parameter:", "  pattern: z(.)")),
    says: /k\.yaml:7: "parameter\.pattern"/,
  },
  {
    what: "a default of the paper",
    files: {
      "lookups/p/paper.yaml": "title: P\ndefaults:\n  theme: no\n",
      "lookups/p/k.yaml": table().replaceAll("../", "../../"),
      "x.csv": x,
      "figures/s.vl.json": bars,
    },
    says: /paper\.yaml:3: "theme"/,
  },
  {
    what: "a paper",
    files: {
      "lookups/p/paper.yaml": "title: P\ndefault: {}\n",
      "lookups/p/k.yaml": table(),
      "x.csv": x,
    },
    says: /paper\.yaml:2: unknown field "default"/,
  },
  {
    what: "a fact",
    files: lookup(own("where: { modle: a }")),
    says: /k\.yaml:3: "where": no run has the fact "modle"/,
  },
  {
    what: "a condition",
    files: lookup(own("where:", "  model: c")),
    says: /k\.yaml:4: "where": no run has model/,
  },
  {
    what: "a fact of series",
    files: lookup(own("series:", "  by: modle")),
    says: /k\.yaml:3: "series": no run/,
  },
  {
    what: "a fact of columns",
    files: lookup(own("facet: { columns: modle }")),
    says: /k\.yaml:3: "facet": no run/,
  },
  { what: "a tag", files: lookup(own("tags: [los]")), says: /k\.yaml:3: no run logged a scalar/ },
  {
    what: "a quantity's tag",
    files: lookup(own("quantity:", "  tag: los")),
    says: /k\.yaml:3: "quantity": no run has/,
  },
  {
    what: "a log directory",
    files: lookup(own().replace("logs", "lgos")),
    says: /k\.yaml:2: "runs": .*does not exist/,
  },
  {
    what: "a table of facts",
    files: lookup(own("facts: ../x.csv")),
    says: /k\.yaml:3: "facts": .*expected a column "run"/,
  },
  {
    what: "JSON of a spec",
    files: { ...lookup(table()), "figures/s.vl.json": '{\n"mark": bar\n}' },
    says: /s\.vl\.json:2:\d+: not valid JSON/,
  },
  {
    what: "a mark",
    files: { ...lookup(table()), "figures/s.vl.json": bars.replace('"bar"', '"bra"') },
    says: /s\.vl\.json:12: .*mark/,
  },
  {
    what: "a field of a spec",
    files: { ...lookup(table()), "figures/s.vl.json": bars.replace('"a"', '"c"') },
    says: /s\.vl\.json:15: /,
  },
  {
    what: "a function of a spec",
    files: {
      ...lookup(table()),
      "figures/s.vl.json": bars.replace(
        '"mark"',
        '"transform": [\n{"calculate": "lgo(1)", "as": "z"}\n],\n"mark"',
      ),
    },
    says: /s\.vl\.json:13: /,
  },
  {
    what: "data of a spec",
    files: { ...lookup(table()), "figures/s.vl.json": bars.replace('"x"', '"y"') },
    says: /s\.vl\.json:\d+: /,
  },
  {
    what: "JSON of a theme",
    files: { ...lookup(table("theme: ../t.json")), "t.json": '{\n"name": t\n}' },
    says: /t\.json:2:\d+: not valid JSON/,
  },
  {
    what: "a colour of a theme",
    files: {
      ...lookup(table("theme: ../t.json")),
      "t.json": '{\n"name": "t",\n"config": {},\n"colours": [\n["red"]\n]\n}',
    },
    says: /t\.json:5: "colours\.0\.0"/,
  },
  {
    what: "a pipeline's field",
    files: { "pipelines/p.yaml": "experiments:\n  a/b:\n    porpose: x\n" },
    args: ["status", "a/b"],
    says: /p\.yaml:\d: /,
  },
  {
    what: "an experiment without settings",
    files: { "pipelines/p.yaml": "experiments:\n  a/b:\n    purpose: x\n" },
    args: ["status", "a/b"],
    says: /p\.yaml:2: experiment "a\/b" has no seeds/,
  },
  {
    what: "a circle of experiments",
    files: {
      "pipelines/p.yaml":
        "bases:\n  a:\n    extends: b\n  b:\n    extends: a\nexperiments:\n  c:\n    purpose: x\n    extends: a\n",
    },
    args: ["status", "c"],
    says: /p\.yaml:[359]: "extends" goes round/,
  },
];

describe("the complaints about a figure's files", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  for (const { what, files, says, args } of wrongs) {
    it(`say file and line: ${what}`, async () => {
      const root = join(folder(), what.replace(/\W+/g, "-"));
      writeFiles(root, files);
      for (const model of ["a", "b"]) {
        const writer = openEventWriter(join(root, "logs", `${model}_seed-1`));
        writer.scalar("loss", 1, 0);
        writer.scalar("loss", 0.5, 1);
        writer.close();
      }
      const before = process.cwd();
      process.chdir(root);
      const { code, err } = await figures(args ?? ["build", "k", "--format", "vl.json"]).finally(
        () => process.chdir(before),
      );
      assert.equal(code, 1, err);
      assert.match(err, says);
      assert.doesNotMatch(err, /^ +at /m);
    });
  }
});
