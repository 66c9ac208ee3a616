import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { resolveFolders } from "../../../src/figures/folders.js";
import { listLookups, readLookup } from "../../../src/figures/lookups/index.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const table = "name,step,a,b\nlr-1_s-0,0,0.1,0.1\nlr-1_s-0,10,0.001,0.001\n";
const lookup = (more = "") =>
  `title: Mine\nthreshold: 0.01\ncolumns: { interpolation: a, extrapolation: b, sparsity: null }\n${more}series: [{ label: A, table: ../t.csv }]\n`;
const pattern = "parameter: { pattern: 'lr-(.)' }\n";

describe("papers", () => {
  const folder = temporaryFolder();
  const place = (...parts: string[]) => join(folder(), ...parts);
  const run = (...args: string[]) =>
    figures([...args, "--lookups", place("lookups"), "--out", place("out")]);
  before(() =>
    writeFiles(folder(), {
      "t.csv": table,
      "lookups/t.csv": table,
      "lookups/accuracy.yaml": lookup(pattern),
      "lookups/first/paper.yaml":
        "title: My first paper\nnames: 'lr-{lr}_s-{seed}'\ndefaults: { parameter: lr, size: { widthCm: 8, heightCm: 12 } }\n",
      "lookups/first/loss.yaml": lookup(),
      "lookups/second/loss.yaml": lookup(pattern),
      "lookups/division/nips-sltr-in10.yaml": lookup(pattern),
    }),
  );

  it("are folders of lookups, and a key is its path", async () => {
    const { code, err } = await run("build", "first/loss", "accuracy", "--format", "svg");
    assert.equal(code, 0, err);
    assert.ok(existsSync(place("out/first/loss.svg")) && existsSync(place("out/accuracy.svg")));
  });

  it("set what their figures share: title, names of runs, defaults", async () => {
    const { lookups } = await listLookups([place("lookups")]);
    const of = (key: string) => lookups.find((one) => one.key === key);
    assert.deepEqual(
      [of("first/loss")?.paper, of("first/loss")?.size, of("first/loss")?.parameter],
      ["My first paper", { widthCm: 8, heightCm: 12 }, "lr"],
    );
    assert.equal(of("accuracy")?.paper, undefined);
    const { out } = await figures([
      ...["summary", "first/loss", "--json", "--lookups", place("lookups")],
    ]);
    const rows = JSON.parse(out) as { parameter: string }[];
    assert.deepEqual(new Set(rows.map(({ parameter }) => parameter)), new Set(["1"]));
  });

  it("need not be named where the last part of a key says enough", async () => {
    const { lookups } = resolveFolders({ lookups: place("lookups") });
    assert.equal((await readLookup(lookups, "nips-sltr-in2")).key, "division/nips-sltr-in2");
    const { code, err } = await run("build", "loss");
    assert.equal(code, 2);
    assert.match(err, /There are 2 figures called "loss": first\/loss, second\/loss/);
  });

  it("are shadowed by a project's own files", async () => {
    const { lookups } = resolveFolders({ lookups: place("lookups") });
    const own = await readLookup(lookups, "nips-sltr-in10");
    assert.deepEqual([own.title, own.isOwn], ["Mine", true]);
    // What the paper says holds for it too.
    assert.equal(own.paper, "Learning Division with Neural Arithmetic Logic Modules");
    const package27 = await listLookups(lookups, "division");
    assert.equal(package27.lookups.length, 27);
    assert.equal(package27.lookups.filter(({ title }) => title === "Mine").length, 1);
  });

  it("of the package are named on one line in somebody's own project, and not built", async () => {
    writeFiles(folder(), { "other/mine.yaml": lookup(pattern).replace("../t.csv", "../t.csv") });
    const own = ["--lookups", place("other"), "--out", place("out2")];
    const list = await figures(["list", ...own]);
    assert.match(list.out, /^mine /m);
    assert.doesNotMatch(list.out, /nips/);
    assert.match(
      list.err,
      /^With --paper, .*division \(Learning Division .*, 27 figures\)(; .*)?$/m,
    );
    const { code, out } = await figures(["build", "--all", "--format", "svg", ...own]);
    assert.equal(code, 0);
    assert.doesNotMatch(out, /nips/);
    const paper = await figures(["list", "--paper", "division", ...own]);
    assert.match(paper.out, /^nips-sltr-in10 /m);
    assert.doesNotMatch(paper.out, /^mine /m);
    const unknown = await figures(["list", "--paper", "divisoin", ...own]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /There is no paper "divisoin"\. Did you mean "division"/);
  });
});
