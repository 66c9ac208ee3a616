import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

/** Inputs that once went wrong: what they were, `fixtures/cases/<name>`. */
const caseFolder = (name: string) => resolve("fixtures/cases", name);

/** Runs a command in a folder, and gives the seconds that it took as well. */
async function within(folder: string, ...args: string[]) {
  const before = process.cwd();
  const start = performance.now();
  process.chdir(folder);
  const result = await figures(args).finally(() => process.chdir(before));
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );

describe("hostile inputs that once went wrong", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it("a name of data writes nothing outside of the output folder (f07)", async () => {
    const out = join(folder(), "a", "b");
    const project = caseFolder("f07-data-name-writes-outside-out");
    const { code, err } = await within(project, "build", "c", "--format", "vl.json", "--out", out);
    assert.equal(code, 1);
    assert.match(err, /lookups\/c\.yaml:3: "data": expected names of letters/);
    assert.ok(!existsSync(join(folder(), "a")));
  });

  it("a table that has a header alone is said to have no rows (f15)", async () => {
    const out = join(folder(), "f15");
    const project = caseFolder("f15-table-without-rows");
    const { code, err } = await within(project, "build", "c", "--format", "vl.json", "--out", out);
    assert.equal(code, 1);
    assert.match(err, /c\.yaml:3: "data\.errors\.table": The table tables\/hdr\.csv has no rows/);
  });

  it("a pattern of names that never ends is given up with its place (f17)", async () => {
    const { code, err, seconds } = await within(caseFolder("f17-redos"), "summary", "c");
    assert.equal(code, 1);
    assert.match(
      err,
      /^error: lookups\/c\.yaml:2: "parameter\.pattern": .* takes more than a second on "a{40}!/,
    );
    assert.ok(seconds < 30, `${seconds} s`);
  });

  it("so is one of logs of one's own, and a form of names with many facts (f17)", async () => {
    const root = join(folder(), "own");
    const name = `${"a-".repeat(100)}b`;
    const form = Array.from({ length: 12 }, (_, i) => `{f${i}}`).join("-");
    writeFiles(root, {
      "lookups/pattern.yaml": 'title: t\nruns: ../logs\npattern: "^(?<a>((a|-)+)+)$"\n',
      "lookups/form.yaml": `title: t\nruns: ../logs\nname: "${form}!"\n`,
      [`logs/${name}/events.out.tfevents.1.x`]: "",
    });
    for (const key of ["pattern", "form"]) {
      const { code, err, seconds } = await within(root, "build", key, "--format", "vl.json");
      assert.equal(code, 1);
      assert.match(err, /takes more than a second on "a-a-/);
      assert.ok(seconds < 30, `${seconds} s`);
    }
  });

  it("patterns of tags answer at once: only * and ? are special (f17)", async () => {
    for (const pattern of [
      "(a+)+$",
      `${"*a".repeat(14)}*b`,
      `${"*a".repeat(200)}*b`,
      "?*".repeat(100),
    ]) {
      const { err, seconds } = await within(
        caseFolder("f17-redos"),
        "export",
        "logs",
        "--tags",
        pattern,
      );
      assert.match(err, /logged a scalar that matches/);
      assert.ok(seconds < 30, `${seconds} s`);
    }
  });

  it("a tag that makes too long a path costs no picture (f20)", async () => {
    const out = join(folder(), "pictures");
    const logs = join(caseFolder("f20-long-tag-stops-images"), "img-tags");
    const { code, err } = await figures(["export", logs, "--images", out, "--checksums", "none"]);
    assert.equal(code, 0, err);
    const files = filesBelow(out);
    assert.equal(files.length, 18);
    assert.ok(
      files.every((file) => file.split("/").every((part) => Buffer.byteLength(part) <= 255)),
    );
    assert.ok(files.every((file) => file.length < 4000));
  });

  it("titles, labels and names are text in pages and tables of Markdown (f21)", async () => {
    const project = caseFolder("f21-markdown-injection");
    const out = join(folder(), "f21");
    const built = await within(project, "build", "inj", "--format", "svg", "--page", "--out", out);
    assert.equal(built.code, 0, built.err);
    const summary = await within(project, "summary", "inj", "--format", "markdown");
    for (const text of [readFileSync(join(out, "README.md"), "utf8"), summary.out]) {
      assert.doesNotMatch(text, /<(script|img|\/t)/i);
      assert.doesNotMatch(text, /[^\\]\]\(javascript:/);
    }
  });
});
