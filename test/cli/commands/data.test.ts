import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("figures data", () => {
  const folder = temporaryFolder();

  it("says which file is missing or wrong, and writes nothing", async () => {
    const missing = await figures(["data", "mnist", "--from", folder()]);
    assert.equal(missing.code, 1);
    assert.match(missing.err, /train-images-idx3-ubyte cannot be read/);
    writeFileSync(join(folder(), "train-images-idx3-ubyte"), "not a picture");
    const wrong = await figures(["data", "mnist", "--from", folder()]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /no IDX file of images/);
  });

  it("knows no other data", async () => {
    const { code, err } = await figures(["data", "svhn"]);
    assert.equal(code, 2);
    assert.match(err, /mnist/);
  });
});
