import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { readRecords } from "../../helpers/readRecords.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const nru = "fixtures/runs/sltr-in2/nru";
const run = readdirSync(nru)[0];
const eventFile = readdirSync(join(nru, run))[0];

describe("figures export", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);

  /** A copy of one run whose event file was changed. */
  function damaged(name: string, change: (bytes: Buffer) => Buffer): string {
    const directory = place(name);
    cpSync(join(nru, run), join(directory, run), { recursive: true });
    const path = join(directory, run, eventFile);
    writeFileSync(path, change(readFileSync(path)));
    return directory;
  }

  it("takes the original exporter's option names", async () => {
    const path = place("old.csv");
    const { code, err } = await figures(["export", "--tensorboard-dir", nru, "--csv-out", path]);
    assert.equal(code, 0, err);
    assert.match(err, /18 runs, 918 rows/);
    assert.equal(
      readFileSync(path, "utf8").split("\n")[0],
      "name,metric.valid.interpolation,step,wall.time,metric.test.extrapolation,sparse.error.max",
    );
  });

  it("writes CSV on the terminal when no file is given", async () => {
    const { code, out } = await figures(["export", nru]);
    assert.equal(code, 0);
    assert.equal(out.trimEnd().split("\n").length, 1 + 918);
  });

  it("adds the decoded segments of run names when asked to", async () => {
    const path = place("decoded.parquet");
    await figures(["export", nru, "--out", path, "--decode-names"]);
    const rows = await readRecords(path);
    assert.deepEqual([...new Set(rows.map((row) => row["seed"]))].sort(), [0, 1]);
    assert.ok(rows.every((row) => row["model"] === "nru" && row["learning.rate"] === 1));
  });

  it("keeps the rows before the place where an event file was cut, and reports it", async () => {
    const logs = damaged("cut", (bytes) => bytes.subarray(0, bytes.length >> 1));
    const { code, out, err } = await figures(["export", logs]);
    assert.equal(code, 0);
    const rows = out.trimEnd().split("\n").length - 1;
    assert.ok(rows > 15 && rows < 40, `${rows} rows`);
    assert.match(err, /warning: .*tfevents.*: at byte \d+: /);
    assert.match(err, /1 run, \d+ rows, lost: 1 record/);
  });

  it("keeps the rows before a flipped byte, and fails with --strict, writing nothing", async () => {
    const logs = damaged("flip", (bytes) => {
      bytes[bytes.length - 300] ^= 0x10;
      return bytes;
    });
    const kept = await figures(["export", logs]);
    assert.equal(kept.code, 0);
    assert.match(kept.err, /checksum/);
    const path = place("strict.csv");
    const { code, err } = await figures(["export", logs, "--strict", "--out", path]);
    assert.equal(code, 1);
    assert.match(err, /lost: 1 record, 1 value; nothing was written because of --strict/);
    assert.equal(existsSync(path), false);
  });

  it("reports a text file that is named like an event file, and reads the other runs", async () => {
    const logs = damaged("text", (bytes) => bytes);
    mkdirSync(join(logs, "notes"));
    writeFileSync(
      join(logs, "notes", "tfevents.txt"),
      "these are my notes about the event files\n",
    );
    const { code, err } = await figures(["export", logs]);
    assert.equal(code, 0);
    assert.match(err, /warning: .*tfevents\.txt/);
    assert.match(err, /1 run, 51 rows/);
  });

  for (const [what, path, pattern] of [
    ["an empty log directory", "empty", /No event files in .*empty/],
    ["a log directory that does not exist", "nowhere", /nowhere does not exist/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      mkdirSync(place("empty"), { recursive: true });
      const { code, err } = await figures(["export", place(path)]);
      assert.equal(code, 1);
      assert.match(err, pattern);
    });
  }

  it("names the tags that logs of another kind have when asked for the papers' metrics", async () => {
    const { code, err } = await figures(["export", "fixtures/events/keras", "--verbose"]);
    assert.equal(code, 1);
    assert.match(err, /No run in .* logged "metric\/valid\/interpolation"/);
    assert.match(err, /epoch_loss.*\n.*--tags/);
  });

  it("refuses a file ending that says no format, and commands that make no sense", async () => {
    for (const args of [
      [nru, "--out", "table.txt"],
      [],
      [nru, "--format", "parquet"],
      [nru, "--tensorboard-dir", nru],
      [nru, "--weights-only", "--long"],
      [nru, "--fromat", "csv"],
    ]) {
      const { code, err } = await figures(["export", ...args]);
      assert.equal(code, 2, args.join(" "));
      assert.notEqual(err, "");
    }
  });
});

describe("figures export --kind, --images", () => {
  const folder = temporaryFolder();
  const events = "fixtures/events";

  it("gives texts, one row each", async () => {
    const { out } = await figures(["export", `${events}/tf2`, "--kind", "texts"]);
    // From TensorBoard's own reader: fixtures/events/expected.json.
    assert.match(out, /^tf2,note,50,[\d.]+,step \*\*5\*\* — ünïcode$/m);
  });

  it("gives histograms, one row for each bucket", async () => {
    const { out } = await figures(["export", `${events}/keras/train`, "--kind", "histograms"]);
    assert.match(
      out,
      /^train,sequential\/dense\/kernel\/histogram,0,[\d.]+,-0\.8505184650421143,-0\.7927048484484355,3\.0$/m,
    );
  });

  it("gives sessions with their hyperparameters and metrics", async () => {
    const path = join(folder(), "hp.csv");
    const { code } = await figures([
      "export",
      ...[`${events}/torch`, "--kind", "hparams", "--out", path],
    ]);
    assert.equal(code, 0);
    const [row] = await readRecords(path);
    assert.deepEqual(
      [row["lr"], row["opt"], row["bs"], row["status"]],
      [0.1, "adam", 32, "success"],
    );
  });

  it("writes logged pictures as files", async () => {
    const { code, out } = await figures(["export", `${events}/tf2`, "--images", folder()]);
    assert.equal(code, 0);
    const [path] = out.split("\n");
    assert.equal(readFileSync(path).toString("latin1", 1, 4), "PNG");
  });

  it("says so when there is nothing of a kind", async () => {
    const { code, err } = await figures(["export", nru, "--kind", "hparams"]);
    assert.equal(code, 1);
    assert.match(err, /No run in .* logged hparams/);
  });

  it("names each pattern of tags that matches nothing, and fails with --strict", async () => {
    const logs = "fixtures/cases/04-patterns-with-brackets/logs";
    for (const layout of [[], ["--long"]]) {
      const args = ["export", logs, "--tags", "metrics/*(B)", "metrics/*(X)", "accc", ...layout];
      const { code, err } = await figures(args);
      assert.equal(code, 0, err);
      assert.match(err, /no scalar has a tag that matches "metrics\/\*\(X\)"/);
      assert.match(err, /no scalar has a tag that matches "accc"/);
      assert.doesNotMatch(err, /\(B\)"\./);
      assert.equal((await figures([...args, "--strict"])).code, 1);
    }
  });
});
