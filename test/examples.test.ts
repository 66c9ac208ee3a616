import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { writeSampleLogs } from "../src/figures/logs/sampleLogs.js";
import { figures } from "./helpers/recordingTerminal.js";
import { temporaryFolder } from "./helpers/temporaryFolder.js";

const examples = fileURLToPath(new URL("../examples", import.meta.url));
const endingWith = (folder: string, ending: string) =>
  readdirSync(folder).filter((name) => name.endsWith(ending));

describe("examples", function () {
  this.timeout(60_000);
  const startedIn = process.cwd();
  // Before the folder is removed.
  after(() => process.chdir(startedIn));
  const folder = temporaryFolder();
  before(() => {
    writeSampleLogs(join(folder(), "logs"));
    cpSync(join(examples, "lookups"), join(folder(), "lookups"), { recursive: true });
    mkdirSync(join(folder(), "mine"));
    process.chdir(folder());
  });

  /** Runs a program as it stands; what it prints. */
  async function run(name: string): Promise<string> {
    const { log, error } = console;
    const printed: string[] = [];
    console.log = (...values: unknown[]) => void printed.push(values.map(textOf).join(" "));
    console.error = () => undefined;
    try {
      await import(pathToFileURL(join(examples, name)).href);
    } finally {
      Object.assign(console, { log, error });
    }
    return printed.join("\n");
  }
  const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

  const expected: Readonly<Record<string, RegExp>> = {
    "1-read.ts": /svhn\/vit_seed-3: 13 values[^]*last record is not complete/,
    "2-facts.ts": /named \{dataset\}\/\{model\}_seed-\{seed\}[^]*"lr":0\.001,"seed":0/,
    "3-tables.ts": /run, step, wall_time, acc\/val, loss\/val 7\d\d\n\{"model":"vit"/,
    "4-figure.ts": /"series":"resnet"[^]*"n":5/,
    "5-statistics.ts": /BCa[^]*ResNet - ViT: 0\.0[^]*iqm: 0\.9/i,
    "6-own-spec.ts": /^$/,
    "7-write-events.ts": /^first 0\.00999/,
    "8-query.ts": /"model":"mlp","runs":10/,
  };

  it("are those that are expected", () => {
    assert.deepEqual(endingWith(examples, ".ts").sort(), Object.keys(expected));
  });

  for (const [name, pattern] of Object.entries(expected)) {
    it(`${name} runs`, async () => {
      assert.match(await run(name), pattern);
    });
  }

  it("leave the files that they say", () => {
    for (const name of ["runs.parquet", "accuracy.svg", "accuracy.tex", "runs.pdf", "runs.svg"]) {
      assert.ok(existsSync(name), name);
    }
  });

  it("has lookups that can be drawn", async () => {
    const keys = endingWith("lookups", ".yaml").map((name) => name.replace(".yaml", ""));
    assert.ok(keys.length >= 6);
    const { code, err } = await figures(["build", ...keys, "--format", "svg"], {});
    assert.equal(code, 0, err);
    for (const key of keys) assert.match(readFileSync(`out/${key}.svg`, "utf8"), /<path/, key);
  });

  it("names all of them in the README", () => {
    const readme = readFileSync(join(examples, "README.md"), "utf8");
    const all = [...endingWith(examples, ".ts"), ...endingWith(join(examples, "lookups"), ".yaml")];
    for (const name of all) assert.ok(readme.includes(`[${name}]`), name);
  });
});
