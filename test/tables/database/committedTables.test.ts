import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkSeal } from "../../../src/tables/database/parquetSeal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("tables that come with the project", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const paths = ["fixtures", "lookups", "examples", "docs"].flatMap((place) =>
    readdirSync(place, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".parquet"))
      .map((path) => join(place, path)),
  );

  it("are sealed and whole, and name a flipped bit", async () => {
    assert.ok(paths.length >= 85, `${paths.length} tables`);
    const copy = join(folder(), "copy.parquet");
    for (const [index, path] of paths.entries()) {
      await checkSeal(path);
      const bytes = readFileSync(path);
      const bit = (index * 7919) % (8 * bytes.length);
      bytes[bit >> 3] ^= 1 << (bit & 7);
      writeFileSync(copy, bytes);
      await assert.rejects(checkSeal(copy), /it is damaged/, `${path}, bit ${bit}`);
    }
  });
});
