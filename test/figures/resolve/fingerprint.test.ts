import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileFingerprint } from "../../../src/figures/resolve/fingerprint.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("fileFingerprint", () => {
  const folder = temporaryFolder();

  it("is the SHA-256 of the content, also when only the content changed", async () => {
    const path = join(folder(), "a.csv");
    const write = (content: string) => writeFileSync(path, content);
    const hash = (content: string) => createHash("sha256").update(content).digest("hex");
    assert.equal(fileFingerprint(path), "missing");
    write("one");
    assert.equal(fileFingerprint(path), hash("one"));
    write("two");
    assert.equal(fileFingerprint(path), hash("two"));
    // Old enough to be remembered.
    await setTimeout(3100);
    assert.equal(fileFingerprint(path), hash("two"));
    const { atime, mtime } = statSync(path);
    write("six");
    utimesSync(path, atime, mtime);
    assert.equal(fileFingerprint(path), hash("six"));
  });

  it("says that a folder and a file that is gone are missing", () => {
    assert.equal(fileFingerprint(folder()), "missing");
    assert.equal(fileFingerprint(join(folder(), "none")), "missing");
  });
});
