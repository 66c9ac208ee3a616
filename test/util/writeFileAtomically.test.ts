import assert from "node:assert/strict";
import { cannotWrite, saysFull } from "../../src/util/writeFileAtomically.js";

describe("cannotWrite", () => {
  it("says what to do about a full disk, a quota that is used up, and a place that is not ours", () => {
    const message = (reason: string) => cannotWrite("/runs/a", new Error(reason)).message;
    const full = message("ENOSPC: no space left on device, write");
    assert.match(full, /^Cannot write \/runs\/a: ENOSPC: .*\nThe disk is full \(df -h\), .*df -i/);
    const quota = message("EDQUOT: disk quota exceeded, open '/runs/a'");
    assert.match(quota, /EDQUOT: .*\nYour quota of bytes or of files is used up there/);
    const denied = message("EACCES: permission denied, open '/runs/a'");
    assert.match(denied, /\nChoose another folder or make this one writable\.$/);
    assert.deepEqual([full, quota, denied].map(saysFull), [true, true, false]);
  });
});
