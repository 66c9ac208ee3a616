import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { resolveFolders } from "../../../src/figures/folders.js";
import { readLookup } from "../../../src/figures/lookups/index.js";
import { computeFigure } from "../../../src/figures/numbers/computeFigure.js";
import { resolveData, resolveFigure } from "../../../src/figures/resolve/resolveFigure.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const trained = "fixtures/runs/sltr-in2/nru";
const names = readdirSync(trained).slice(0, 6);

describe("resolveFigure", () => {
  const folder = temporaryFolder();
  const place = (...parts: string[]) => join(folder(), ...parts);
  const build = (key: string) =>
    figures([
      ...["build", key, "--format", "svg", "--lookups", place("lookups")],
      ...["--out", place("out"), "--runs", place("runs"), "--tables", place("tables")],
    ]);
  before(() => {
    const series = (source: string) => `title: T\nseries:\n  - { label: NRU, ${source} }\n`;
    writeFiles(folder(), {
      "lookups/mine.yaml": series("experiment: exp/mine"),
      "lookups/linked.yaml": series("experiment: exp/linked"),
      "lookups/logs.yaml": series("runs: ../logs"),
    });
  });

  it("takes the table while a training of the experiment is under way", async () => {
    mkdirSync(place("tables", "exp"), { recursive: true });
    await figures(["export", trained, "--out", place("tables", "exp", "mine.parquet")]);
    const unfinished = place("runs", "exp", "mine", ".training-0123-host-1");
    cpSync(join(trained, names[0]), unfinished, { recursive: true });
    const { code, err } = await build("mine");
    assert.equal(code, 0, err);
    assert.match(err, /^mine: 18 runs of 1 series from tables$/m);
  });

  it("finds runs behind links, as export does", async () => {
    mkdirSync(place("runs", "exp", "linked"), { recursive: true });
    cpSync(trained, place("elsewhere"), { recursive: true });
    for (const name of names) {
      symlinkSync(place("elsewhere", name), place("runs", "exp", "linked", name));
    }
    const exported = await figures(["export", place("runs", "exp", "linked")]);
    assert.match(exported.err, /6 runs/);
    const { code, err } = await build("linked");
    assert.equal(code, 0, err);
    assert.match(err, /^linked: 6 runs of 1 series from event files$/m);
  });

  it("notices that an event file behind a link was replaced", async () => {
    mkdirSync(place("logs"));
    symlinkSync(place("elsewhere", names[0]), place("logs", names[0]));
    assert.match((await build("logs")).err, /^logs: 1 runs of 1 series/m);
    assert.match((await build("logs")).err, /^logs: up to date/m);
    const [file] = readdirSync(place("elsewhere", names[0]));
    const path = place("elsewhere", names[0], file);
    writeFileSync(`${path}.new`, readFileSync(path));
    renameSync(`${path}.new`, path);
    assert.match((await build("logs")).err, /^logs: 1 runs of 1 series/m);
  });

  it("is the last step that looks for files: what comes later reads what was found", async () => {
    const folders = resolveFolders({ lookups: place("lookups"), out: place("out") });
    const lookup = await readLookup(folders.lookups, "logs");
    const data = await resolveData(lookup, folders);
    cpSync(join(trained, names[1]), place("logs", names[1]), { recursive: true });
    const { outcomes } = await computeFigure(data, { warn: (message) => assert.fail(message) });
    assert.equal(outcomes.length, 1);
  });

  it("reads a threshold file once for all series", async () => {
    const folders = resolveFolders({ tables: "fixtures/original/tables", runs: "none" });
    const lookup = await readLookup(folders.lookups, "nips-sltr-in2");
    const { series, inputs } = await resolveFigure(lookup, folders, { dpi: 300 });
    const files = new Set(series.map(({ limit }) => limit.file));
    assert.equal(files.size, 1);
    const [file] = files;
    assert.equal(file && inputs[file.path], file?.fingerprint);
  });
});
