import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { writeSampleLogs } from "../../../src/figures/logs/sampleLogs.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("figures inspect", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  before(() => writeSampleLogs(place("logs")));

  it("says what the runs, their names, tags and steps are, and proposes a lookup", async () => {
    const { code, out, err } = await figures(["inspect", place("logs")]);
    assert.equal(code, 0, err);
    assert.match(out, /30 runs, 4 tags, 4,5\d\d scalar values/);
    assert.match(out, /seem to be named \{dataset\}\/\{model\}_seed-\{seed\}/);
    assert.match(out, /model +3 +mlp, resnet, vit/);
    assert.match(out, /6 groups by dataset, model, of 5 runs each/);
    assert.match(out, /acc\/val +scalar +all +767 +0 to 5000/);
    assert.match(out, /series:\n {2}by: model\nfacet:\n {2}columns: dataset/);
  });

  it("says what somebody should look at: damage, restarts, early ends", async () => {
    const { out } = await figures(["inspect", place("logs")]);
    assert.match(out, /svhn\/vit_seed-3\/events.*: at byte \d+: the last record is not complete/);
    assert.match(out, /restarted\?\): cifar10\/vit_seed-1\n/);
    assert.match(out, /svhn\/vit_seed-3: \S+ ends at step 2[34]00, in most runs at 5000/);
  });

  it("takes several folders, and tells runs of one name apart by them", async () => {
    for (const name of ["one", "two"]) {
      cpSync(place("logs/svhn/mlp_seed-0"), place(`${name}/seed-0`), { recursive: true });
    }
    const { code, out } = await figures(["inspect", place("one"), place("two"), "--json"]);
    assert.equal(code, 0);
    const { runs, groupBy } = JSON.parse(out) as { runs: { name: string }[]; groupBy: string[] };
    assert.deepEqual(
      runs.map(({ name }) => name),
      ["one/seed-0", "two/seed-0"],
    );
    assert.deepEqual(groupBy, ["model"]);
    const star = await figures(["inspect", place("*"), "--json"]);
    assert.equal((JSON.parse(star.out) as { runs: unknown[] }).runs.length, 32);
  });

  it("reads names by the form it is given, and names the runs that are not of it", async () => {
    const { out } = await figures(["inspect", place("logs"), "--name", "svhn/{m}_seed-{s}"]);
    assert.match(out, /are named svhn\/\{m\}_seed-\{s\}/);
    assert.match(out, /not named like the form: cifar10\/mlp_seed-0, .* and 10 more/);
    assert.match(out, /3 groups by m, of 5 runs each/);
  });

  it("says a value that is not finite, and where", async () => {
    const writer = openEventWriter(place("diverged/a"), { clock: () => 1_700_000_000 });
    for (const [step, value] of [1, 2, NaN, NaN].entries()) writer.scalar("loss", value, step);
    writer.close();
    const { out } = await figures(["inspect", place("diverged")]);
    assert.match(out, /loss +scalar +all +4 +0 to 3 +2 not finite/);
    assert.match(out, /a: loss is NaN at step 2, 2 of 4 values are not finite/);
  });

  it("answers in one sentence where there is nothing to inspect", async () => {
    mkdirSync(place("empty"));
    writeFileSync(place("file"), "");
    for (const [path, message] of [
      ["empty", /No event files in .*"tfevents"/],
      ["file", /is not a directory/],
      ["nowhere", /does not exist/],
      ["no-*", /No folder matches/],
    ] as const) {
      const { code, err } = await figures(["inspect", place(path)]);
      assert.equal(code, 1);
      assert.match(err, message);
    }
    const { code, err } = await figures(["inspect", place("logs"), "--name", "{a}{b}"]);
    assert.equal(code, 1);
    assert.match(err, /need a mark between them/);
  });
});
