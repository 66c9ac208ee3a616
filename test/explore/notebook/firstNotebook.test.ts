import assert from "node:assert/strict";
import { firstNotebook } from "../../../src/explore/notebook/firstNotebook.js";
import { toDanfo } from "../../../src/explore/notebook/toDanfo.js";
import { table } from "../../../src/explore/notebook/dataTable.js";
import { figures } from "../../helpers/recordingTerminal.js";

describe("notebooks", () => {
  it("begin with one for Deno's kernel, whatever the logs are called", () => {
    const { cells, metadata, nbformat } = JSON.parse(firstNotebook(`lo"g's\\`)) as {
      cells: { id: string; cell_type: string; source: string[] }[];
      metadata: { kernelspec: { name: string } };
      nbformat: number;
    };
    assert.equal(metadata.kernelspec.name, "deno");
    assert.equal(nbformat, 4);
    assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length);
    const code = cells.flatMap(({ cell_type, source }) => (cell_type === "code" ? source : []));
    assert.match(code.join("\n"), /from runs\('logs'\)/);
  });

  it("are called so", async () => {
    const { code, err } = await figures(["notebook", "first.txt"]);
    assert.equal(code, 2);
    assert.match(err, /first\.txt\.ipynb/);
  });

  it("say what to install for danfo.js", async () => {
    await assert.rejects(toDanfo(table([{ a: 1 }])), /npm install danfojs/);
  });
});
