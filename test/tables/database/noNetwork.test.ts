import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { duckdb } from "../../../src/tables/database/duckdb.js";
import { readTable } from "../../../src/tables/database/readTable.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

describe("the database", () => {
  const folder = temporaryFolder();

  it("neither fetches nor loads anything, whatever a table is called (f23)", async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const before = process.cwd();
    // A folder may have the name of an address.
    writeFiles(folder(), { [`http:/127.0.0.1:${port}/x.csv`]: "a,b\n1,2\n" });
    process.chdir(folder());
    try {
      const { rows } = await readTable(`http://127.0.0.1:${port}/x.csv`);
      assert.equal(rows, 1);
      await assert.rejects(readTable(`http://127.0.0.1:${port}/y.csv`), /There is no table/);
      await assert.rejects(readTable(`s3://bucket/x.parquet`), /There is no table/);
    } finally {
      process.chdir(before);
      server.close();
    }
    assert.equal(connections, 0);
  });

  it("installs and loads no extension, and spills nothing onto the disk (f23)", async () => {
    const connection = await duckdb();
    const names = ["autoinstall_known_extensions", "autoload_known_extensions", "temp_directory"];
    const sql = `SELECT ${names.map((name) => `current_setting('${name}')`).join(", ")}`;
    assert.deepEqual((await connection.runAndReadAll(sql)).getRowsJS(), [[false, false, ""]]);
    const file = join(folder(), "x.parquet");
    await assert.rejects(
      connection.run(`COPY (SELECT 1) TO 's3://bucket/${file}'`),
      /httpfs|Extension|extension/,
    );
  });
});
