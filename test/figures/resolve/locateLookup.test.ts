import assert from "node:assert/strict";
import { findLookup, readLookups } from "../../../src/figures/lookups/index.js";
import { resolveFolders } from "../../../src/figures/folders.js";
import { locateLookup } from "../../../src/figures/resolve/locateLookup.js";
import { UserError } from "../../../src/util/userError.js";

describe("locateLookup", () => {
  it("names every missing experiment, where it was looked for, and what to run", async () => {
    const folders = { ...resolveFolders({ tables: "t", runs: "r" }), fixtures: ["f"] };
    const lookup = findLookup(await readLookups(folders.lookups), "nips-sltr-in10");
    await assert.rejects(locateLookup(lookup, folders), (error) => {
      assert.ok(error instanceof UserError);
      const { message } = error;
      assert.match(message, /nips-sltr-in10: no data for 4 of the 4 series/);
      assert.match(
        message,
        /NRU: sltr-in10\/nru\n {4}looked in t\/sltr-in10\/nru\.\{parquet,csv\}, r\/sltr-in10\/nru, f\/tables\/sltr-in10\/nru\.\{parquet,csv\}, f\/runs\/sltr-in10\/nru\n/,
      );
      assert.match(message, /^ {2}figures train sltr-in10\/realnpu_baseline .* --runs "r"$/m);
      assert.match(
        message,
        /figures export <logdir> --out t\/sltr-in10\/realnpu_baseline\.parquet/,
      );
      return true;
    });
  });

  it("prefers tables, unless event files are newer", async () => {
    const lookups = await readLookups(resolveFolders().lookups);
    const lookup = findLookup(lookups, "nips-sltr-in2");
    const kinds = async (tables: string, runs: string) => {
      const folders = { ...resolveFolders({ tables, runs }), fixtures: [] };
      return (await locateLookup(lookup, folders)).series.map(({ source }) => source.kind);
    };
    assert.deepEqual(new Set(await kinds("fixtures/tables", "none")), new Set(["table"]));
    assert.deepEqual(new Set(await kinds("none", "fixtures/runs")), new Set(["runs"]));
  });
});
