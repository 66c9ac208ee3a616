import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { figures } from "../helpers/recordingTerminal.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

/**
 * Names that JavaScript's objects have without being given them, where a user's names may stand. The ordinary names are
 * the same with a mark behind, so that all is sorted alike: what the program prints of both must differ in the mark alone.
 */
const mark = "Qz";

describe("names such as constructor and __proto__", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const ordinary = () => join(folder(), "ordinary");
  const strange = () => join(folder(), "strange");

  before(() => {
    project(ordinary(), (name) => name + mark);
    project(strange(), (name) => name);
  });

  function project(root: string, n: (name: string) => string): void {
    const models = [n("hasOwnProperty"), n("valueOf")];
    for (const [place, model] of models.entries()) {
      // Only some runs have the second fact: what the others are given by nobody must not be found.
      for (const [rest, level] of [
        ["", 0],
        [`_${n("toString")}`, 1],
      ] as const) {
        for (const seed of [0, 1]) {
          const path = join(root, "logs", n("constructor"), `${model}${rest}_seed-${seed}`);
          const writer = openEventWriter(path, { clock: () => 1_700_000_000 });
          for (const step of [0, 10, 20]) {
            const value = 1 + place + level / 2 + seed / 4 + step / 8;
            writer.scalar(n("__proto__"), value, step);
            if (level === 1) writer.scalar(n("isPrototypeOf"), 2 * value, step);
          }
          writer.close();
        }
      }
    }
    const [proto, constructor, text] = ["__proto__", "constructor", "toString"].map(n);
    const pattern = `(?<${constructor}>${models.join("|")})(_(?<${proto}>${text}))?_seed-(?<seed>\\d)`;
    const own = (of: string) =>
      `{ ${models[0]}: ${of}1, ${models[1]}: ${of}2, ${proto}: ${of}3, ${text}: ${of}4 }`;
    const shared = [
      "runs: ../logs",
      `pattern: '${pattern}'`,
      `labels: ${own("label ")}`,
      `order: { ${constructor}: [${models[1]}, ${models[0]}] }`,
      `units: { ${proto}: nats }`,
    ];
    const write = (key: string, lines: readonly string[]) => {
      mkdirSync(join(root, "lookups"), { recursive: true });
      writeFileSync(join(root, "lookups", `${key}.yaml`), [...lines, ...shared, ""].join("\n"));
    };
    write("curves", [
      "title: T",
      `tags: [${proto}]`,
      `series: { by: [${constructor}, ${proto}] }`,
      "palette: { 'label 2, (none)': '#d55e00' }",
    ]);
    write(proto, ["title: T", `tags: [${proto}]`, `series: { by: ${constructor} }`]);
    write("where", [
      "title: T",
      `tags: [${proto}]`,
      `series: { by: ${constructor} }`,
      `where: { ${proto}: ${text} }`,
    ]);
    write("values", [
      "title: T",
      `quantity: { tag: ${proto}, take: last, better: smaller, threshold: 4 }`,
      `rows: ${constructor}`,
      `series: { by: ${proto} }`,
    ]);
    writeFileSync(
      join(root, "runs.csv"),
      `run,${constructor},${proto},valueOf${mark}\n` +
        `${constructor}/${models[0]}_seed-0,${text},1,x\n${constructor}/${models[1]}_seed-0,,2,y\n`,
    );
  }

  /** What a command prints and writes, without the marks and what depends on the lengths of names. */
  async function answerOf(root: string, args: readonly string[], files: readonly string[] = []) {
    const { code, out, err } = await figures(args.map((one) => one.replaceAll("$ROOT", root)));
    const texts = files.map((file) => readFileSync(file.replaceAll("$ROOT", root), "utf8"));
    const plain = [out, err, ...texts].map((text) =>
      text
        .replaceAll(root, "$ROOT")
        // Where the checkout lies near the temporary folder, paths are named from the working folder.
        .replaceAll(relative(".", root), "$ROOT")
        .replaceAll(mark, "")
        .replaceAll(/"[0-9a-f]{64}"/g, "hash")
        .replaceAll(/[ ─\n]+/g, " "),
    );
    return { code, plain };
  }

  function same(
    title: string,
    args: readonly string[],
    files: readonly string[] = [],
    names: (text: string) => string = (text) => text,
  ): void {
    it(`are names like others: ${title}`, async () => {
      const marked = (text: string) =>
        text.replaceAll(/@(\w+)/g, (_, name: string) => names(name) + mark);
      const bare = (text: string) => text.replaceAll(/@(\w+)/g, (_, name: string) => names(name));
      const expected = await answerOf(ordinary(), args.map(marked), files.map(marked));
      const found = await answerOf(strange(), args.map(bare), files.map(bare));
      assert.deepEqual(found, expected);
      assert.equal(found.code, 0, found.plain[1]);
    });
  }

  same("inspect", ["inspect", "$ROOT/logs"]);
  same("inspect --json", ["inspect", "$ROOT/logs", "--json"]);
  same("export", ["export", "$ROOT/logs", "--tags", "*"]);
  same("export --long", ["export", "$ROOT/logs", "--tags", "@__proto__", "--long"]);
  same("export of columns of facts", [
    ...["export", "$ROOT/logs", "--tags", "*", "--long", "--facts", "$ROOT/runs.csv"],
  ]);
  for (const key of ["curves", "where", "values", "@__proto__"]) {
    const file = key === "values" ? `$ROOT/out/${key}_runs.csv` : `$ROOT/out/${key}.csv`;
    same(
      `build of ${key}`,
      [
        ...["build", key, "--format", "vl.json,svg", "--lookups", "$ROOT/lookups"],
        ...["--out", "$ROOT/out"],
      ],
      [`$ROOT/out/${key}.csv`, file, `$ROOT/out/${key}.vl.json`, `$ROOT/out/${key}.build.json`],
    );
  }
  same("new", [
    ...["new", "curves", "$ROOT/logs", "--by", "@constructor"],
    ...[
      "--pattern",
      "(?<@constructor>@hasOwnProperty|@valueOf)(_(?<@__proto__>@toString))?_seed-(?<seed>[0-9])",
    ],
  ]);
  same("summary", ["summary", "values", "--lookups", "$ROOT/lookups"]);
  same("list", ["list", "--lookups", "$ROOT/lookups"]);
  same("query", [
    "query",
    `SELECT run, tag, max(value) AS "@constructor" FROM scalars('$ROOT/logs') GROUP BY ALL ORDER BY ALL`,
  ]);
});
