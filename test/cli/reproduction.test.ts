import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { figures } from "../helpers/recordingTerminal.js";

describe("docs/reproduction.md", function () {
  this.timeout(120_000);

  it("holds what figures summary --all --markdown prints", async () => {
    const text = await readFile("docs/reproduction.md", "utf8");
    const [, held = ""] = text.split("<!-- figures summary --all --markdown -->\n\n");
    const { code, out } = await figures(["summary", "--all", "--markdown"]);
    assert.equal(code, 0);
    assert.equal(held, out);
    // Every success rate of the published outcomes is the printed one.
    const rates = out.split("\n").filter((line) => /success\.rate \| published/.test(line));
    assert.ok(rates.length > 70);
    for (const line of rates) assert.match(line, /\| yes \|$/);
  });
});
