import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for the tests of one `describe`, removed after them. Its name has a space and an umlaut. */
export function temporaryFolder(): () => string {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "figures tést-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}
