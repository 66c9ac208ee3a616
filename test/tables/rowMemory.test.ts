import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { refuseTooManyRows } from "../../src/tables/rowMemory.js";
import { cannotWrite } from "../../src/util/writeFileAtomically.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

describe("tables that do not fit into memory", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it("are refused with what they take and how to allow it", () => {
    refuseTooManyRows("t", 1000, 5);
    assert.throws(
      () => refuseTooManyRows("The table t", 1e9, 5),
      /^UserError: The table t has 1000000000 rows of 5 columns: .* 1164\.2 GB of memory.*\n.*NODE_OPTIONS=--max-old-space-size=1192093\.$/,
    );
  });

  it("end a build with a message, not with an abort of Node", () => {
    const rows = "1,2,3,4,5\n".repeat(450_000);
    mkdirSync(join(folder(), "lookups"));
    writeFileSync(join(folder(), "t.csv"), `a,b,c,d,e\n${rows}`);
    const spec = resolve("figures/gold-errors.vl.json");
    writeFileSync(
      join(folder(), "lookups", "k.yaml"),
      `title: t\ndata: { errors: { table: ../t.csv } }\nspec: ${spec}\n`,
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...[
          "--max-old-space-size=256",
          "--import",
          import.meta.resolve("tsx"),
          resolve("src/cli/main.ts"),
        ],
        ...["build", "k", "--format", "vl.json"],
      ],
      { cwd: folder(), encoding: "utf8" },
    );
    assert.equal(status, 1, stderr);
    assert.match(
      stderr,
      /k\.yaml:2: "data\.errors\.table": The table t\.csv has 450000 rows of 5 columns/,
    );
  });

  it("are told from folders that cannot be written to", () => {
    const of = (code: string) => cannotWrite("x", new Error(`${code}: something, write`)).message;
    assert.match(of("ENOMEM"), /not enough memory/);
    assert.match(of("ENOSPC"), /disk is full/);
    assert.match(of("EMFILE"), /Too many files are open/);
    assert.match(of("EFBIG"), /ulimit -f/);
    assert.match(of("EACCES"), /make this one writable/);
    assert.match(
      cannotWrite("x", new Error('IO Error: Could not write "x": No space left on device')).message,
      /disk is full/,
    );
  });
});
