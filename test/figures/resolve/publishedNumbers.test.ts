import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("tables of published data that are not there", () => {
  const folder = temporaryFolder();

  it("are named with the lookup that wants them, the line and the field", async () => {
    const lookups = join(folder(), "nau");
    const data = join(lookups, "data");
    mkdirSync(data, { recursive: true });
    for (const name of ["paper.yaml", "iclr-ops.yaml", "iclr-simple-mul.yaml"]) {
      cpSync(join("lookups/nau", name), join(lookups, name));
    }
    for (const name of ["published-numbers", "operations"]) {
      cpSync(`lookups/nau/data/${name}.parquet`, join(data, `${name}.parquet`));
    }
    const summary = (key: string) => figures(["summary", key, "--lookups", folder()]);
    assert.equal((await summary("iclr-ops")).code, 0);

    rmSync(join(data, "operations.parquet"));
    const outcomes = await summary("iclr-ops");
    assert.equal(outcomes.code, 1);
    assert.match(
      outcomes.err,
      /iclr-ops\.yaml:\d+: "publishedOutcomes": There is no table .*operations\.parquet\.\nCheck/,
    );
    assert.equal((await summary("iclr-simple-mul")).code, 0);

    rmSync(join(data, "published-numbers.parquet"));
    const { code, err } = await summary("iclr-simple-mul");
    assert.equal(code, 1);
    assert.match(err, /iclr-simple-mul\.yaml:\d+: "published\.table": There is no table/);
  });
});
