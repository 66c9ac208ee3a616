import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("figures init and new", () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder(), name);
  const folders = () => ["--lookups", place("lookups"), "--out", place("out")];

  it("sets up a project whose figures build", async () => {
    const { code, out, err } = await figures(["init", folder()]);
    assert.equal(code, 0, err);
    assert.match(out, /curves\.yaml\n.*accuracy\.yaml\n.*a sample, 3 models on 2 data sets/);
    const built = await figures([
      ...["build", "curves", "accuracy", "--format", "svg", ...folders()],
    ]);
    assert.equal(built.code, 0, built.err);
    assert.ok(existsSync(place("out/curves.svg")) && existsSync(place("out/accuracy.svg")));
  });

  it("leaves what is there as it is", async () => {
    writeFileSync(place("lookups/curves.yaml"), "mine");
    const { code, err } = await figures(["init", folder()]);
    assert.equal(code, 0);
    assert.match(err, /curves\.yaml is already there[^]*logs is already there/);
    assert.equal(readFileSync(place("lookups/curves.yaml"), "utf8"), "mine");
  });

  it("prints a lookup that builds", async () => {
    const path = place("lookups/by-data.yaml");
    const logs = place("logs");
    const made = await figures([
      ...["new", "curves", logs, "--by", "dataset", "--facet", "model", "--out", path],
    ]);
    assert.equal(made.code, 0, made.err);
    assert.match(
      readFileSync(path, "utf8"),
      /runs: \.\.\/logs\n[^]*by: dataset\n[^]*columns: model/,
    );
    const built = await figures(["build", "by-data", "--format", "svg", ...folders()]);
    assert.equal(built.code, 0, built.err);
    const again = await figures(["new", "values", logs, "--out", path]);
    assert.match(again.err, /is already there/);
    const unknown = await figures(["new", "curves", logs, "--by", "modle"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /Did you mean "model"/);
  });
});
