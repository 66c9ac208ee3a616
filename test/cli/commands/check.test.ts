import assert from "node:assert/strict";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describeCsvDifference } from "../../../src/figures/build/describeCsvDifference.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const tables = ["--tables", "fixtures/original/tables"];

describe("figures check", () => {
  const folder = temporaryFolder();
  const check = () => figures(["check", "nips-sltr-in2", "--against", folder(), ...tables]);
  const build = (...args: string[]) =>
    figures(["build", "nips-sltr-in2", "--format", "svg", "--out", folder(), ...tables, ...args]);

  it("accepts figures that are what their data give", async () => {
    assert.equal((await build()).code, 0);
    const { code, out } = await check();
    assert.equal(code, 0);
    assert.match(out, /1 figures \(4 files\)/);
  });

  it("names the number that differs, and the drawing", async () => {
    const path = join(folder(), "division/nips-sltr-in2.csv");
    const lines = readFileSync(path, "utf8").split("\n");
    lines[1] = lines[1].replace(",0.25,", ",0.5,");
    writeFileSync(path, lines.join("\n"));
    appendFileSync(join(folder(), "division/nips-sltr-in2.svg"), "\n");
    const { code, err } = await check();
    assert.equal(code, 1);
    assert.match(err, /nips-sltr-in2\.csv: row 1, mean\.value: 0\.25 instead of 0\.5 /);
    assert.match(err, /nips-sltr-in2\.svg: differs from byte \d+ on/);
  });

  it("compares a PNG at the resolution that it was built with", async () => {
    const out = join(folder(), "dots");
    const options = ["--format", "png", "--dpi", "72", "--out", out, ...tables];
    assert.equal((await figures(["build", "nips-sltr-in2", ...options])).code, 0);
    const { code, err } = await figures(["check", "nips-sltr-in2", "--against", out, ...tables]);
    assert.equal(code, 0, err);
  });

  it("fails for a figure that is not there", async () => {
    const { code, err } = await figures([
      "check",
      "nips-divBy0-easy",
      "--against",
      folder(),
      ...tables,
    ]);
    assert.equal(code, 1);
    assert.match(err, /nips-divBy0-easy: there is nothing of it in/);
  });

  it("builds again only what was changed", async () => {
    assert.match((await build()).err, /144 runs of 4 series/);
    assert.match((await build()).err, /nips-sltr-in2: up to date/);
    const list = async () => (await figures(["list", "--out", folder(), ...tables])).out;
    assert.match(await list(), /^nips-sltr-in2 .* up to date +No/m);
    appendFileSync(join(folder(), "division/nips-sltr-in2.svg"), "\n");
    assert.match(await list(), /^nips-sltr-in2 .* stale +No/m);
    assert.match((await build("--statistics", "corrected")).err, /144 runs/);
    assert.match((await build("--statistics", "corrected", "--force")).err, /144 runs/);
  });

  it("names a drawing of an earlier build that is left in another format", async () => {
    const place = ["--out", join(folder(), "formats"), ...tables];
    const make = (...args: string[]) => figures(["build", "nips-sltr-in2", ...place, ...args]);
    await make("--format", "svg,vl.json");
    const { err } = await make("--format", "svg", "--theme", "ggplot");
    assert.match(err, /nips-sltr-in2\.vl\.json in .* is still what other data or options gave/);
    assert.doesNotMatch((await make("--format", "svg", "--theme", "ggplot")).err, /is still/);
  });

  it("makes again what is gone, but for the tables with a row per run, which must only be right", async () => {
    const path = (ending: string) => join(folder(), `division/nips-sltr-in2${ending}`);
    const list = async () => (await figures(["list", "--out", folder(), ...tables])).out;
    await build();
    rmSync(path("_seeds_best.csv"));
    const { err, out } = await build();
    assert.match(err, /nips-sltr-in2: up to date/);
    assert.doesNotMatch(out, /_seeds_best/);
    assert.match(await list(), /^nips-sltr-in2 .* up to date +No/m);

    rmSync(path(".csv"));
    assert.match(await list(), /^nips-sltr-in2 .* stale +No/m);
    assert.match((await build()).err, /144 runs/);
    assert.ok(existsSync(path(".csv")) && existsSync(path("_seeds_best.csv")));

    appendFileSync(path("_seeds_best.csv"), "\n");
    assert.match(await list(), /^nips-sltr-in2 .* stale +No/m);
  });

  it("reports what changed in numbers and pictures, and that nothing did", async () => {
    const report = join(folder(), "report");
    const read = (name: string) => readFileSync(join(report, name), "utf8");
    const checked = () =>
      figures(["check", "nips-sltr-in2", "--against", folder(), "--report", report, ...tables]);
    await build("--force");
    const path = join(folder(), "division/nips-sltr-in2.csv");
    writeFileSync(path, readFileSync(path, "utf8").replace(",0.25,", ",0.5,"));
    appendFileSync(join(folder(), "division/nips-sltr-in2.svg"), "\n");
    const { code, out } = await checked();
    assert.equal(code, 1);
    assert.match(out, /report\.html\n/);
    assert.match(read("report.md"), /1 of 1 figure changed/);
    assert.match(read("report.md"), /success\.rate \| mean\.value \| 0\.5 \| 0\.25 \| −0\.25 \|/);
    assert.match(read("report.md"), /nips-sltr-in2\.svg looks the same: only its bytes differ/);
    assert.ok(existsSync(join(report, "pictures/division/nips-sltr-in2.difference.png")));
    assert.ok(existsSync(join(report, "new/division/nips-sltr-in2.svg")));

    await build("--force");
    assert.equal((await checked()).code, 0);
    assert.match(read("report.html"), /<h1>1 figure: no change<\/h1>/);
    assert.ok(!existsSync(join(report, "pictures")));
    assert.equal((await figures(["check", "--all", "--print", "--report", report])).code, 2);
  });
});

describe("the gallery of a fresh clone", () => {
  const folder = temporaryFolder();
  const gallery = "figures/gallery/division";
  const places = () => ["--runs", "none", "--tables", "none", "--out", folder()];

  it("is up to date without the files that are not committed", async () => {
    mkdirSync(join(folder(), "division"));
    for (const name of readdirSync(gallery).filter((file) => !file.includes("_seeds_"))) {
      copyFileSync(join(gallery, name), join(folder(), "division", name));
    }
    const { out } = await figures(["list", "--json", ...places()]);
    const built = (JSON.parse(out) as { key: string; upToDate: boolean | null }[]).filter(
      ({ upToDate }) => upToDate !== null,
    );
    const keys = built.map(({ key }) => key);
    assert.ok(keys.includes("division/nips-sltr-in2") && keys.includes("division/nips-landscape"));
    assert.deepEqual(
      built.filter(({ upToDate }) => !upToDate).map(({ key }) => key),
      [],
    );
    const { err } = await figures(["build", ...keys, "--format", "svg,pdf", ...places()]);
    assert.equal(err, keys.map((key) => `${key}: up to date\n`).join(""));
  });
});

describe("figures build --page", () => {
  const folder = temporaryFolder();

  it("writes a page that shows every figure with its number and links to its files", async () => {
    const keys = ["nips-divBy0-easy", "nips-sltr-in2"];
    const args = ["build", ...keys, "--page", "--format", "svg", "--out", folder(), ...tables];
    assert.equal((await figures(args)).code, 0);
    const page = readFileSync(join(folder(), "README.md"), "utf8");
    const links = [...page.matchAll(/\]\((.*?)\)/g)].map((match) => match[1]);
    assert.equal(links.length, 2 * 3);
    for (const link of links) assert.ok(existsSync(join(folder(), link)), link);
    assert.ok(page.indexOf("### Figure 3. No redundancy") < page.indexOf("### Figure 11. "));
  });
});

describe("describeCsvDifference", () => {
  const text = 'name,x\n"a,b",1\nc,2\n';

  it("names the first row and column that differ", () => {
    assert.equal(
      describeCsvDifference(text, text.replace("1", "5").replace("2", "6")),
      "row 1, x: 5 instead of 1; 2 rows differ",
    );
  });

  it("counts rows", () => {
    assert.equal(describeCsvDifference(text, `${text}d,3\n`), "has 3 rows now instead of 2");
  });
});
