import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTexts } from "../../../src/util/files/readTexts.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("readTexts", () => {
  const folder = temporaryFolder();

  it("gives texts of any length in their order, and nothing for what cannot be read", async () => {
    const lengths = [0, 5, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 100_000, 3];
    const texts = lengths.map((length, index) => String(index).repeat(length));
    const paths = texts.map((text, index) => {
      const path = join(folder(), `${index} ä`);
      writeFileSync(path, text);
      return path;
    });
    mkdirSync(join(folder(), "folder"));
    const all = [...paths, join(folder(), "none"), join(folder(), "folder"), paths[1]];
    assert.deepEqual(await readTexts(all), [...texts, undefined, undefined, texts[1]]);
  });

  it("reads signs of several bytes, and more files than it tries the speed with", async () => {
    const path = join(folder(), "signs");
    writeFileSync(path, "µ→ä");
    const found = await readTexts(Array.from({ length: 200 }, () => path));
    assert.deepEqual(new Set(found), new Set(["µ→ä"]));
    assert.equal(found.length, 200);
  });
});
