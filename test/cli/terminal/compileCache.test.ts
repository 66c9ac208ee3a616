import { equal } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cachePlace, keepCompiled } from "../../../src/cli/terminal/compileCache.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

function placeOf(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const place = cachePlace(environment, platform);
  return place && [place.above, ...place.below].join("/");
}

describe("keepCompiled", () => {
  it("keeps what is compiled in the user's own cache folder, by the habits of each system", () => {
    equal(placeOf({ HOME: "/home/a" }, "linux"), "/home/a/.cache/tbfigures");
    equal(placeOf({ HOME: "/home/a", XDG_CACHE_HOME: "/c" }, "linux"), "/c/tbfigures");
    equal(placeOf({ HOME: "/Users/a" }, "darwin"), "/Users/a/Library/Caches/tbfigures");
    equal(placeOf({ LOCALAPPDATA: "C:/L" }, "win32"), "C:/L/tbfigures/cache");
  });

  it("knows no place where the environment names none", () => {
    equal(placeOf({}, "win32"), undefined);
    equal(placeOf({ HOME: "" }, "linux"), undefined);
    equal(placeOf({ HOME: "/home/a", XDG_CACHE_HOME: "c" }, "linux"), "/home/a/.cache/tbfigures");
  });

  const folder = temporaryFolder();

  it("makes no home, and nothing where Node is told to keep nothing or something elsewhere", () => {
    keepCompiled({ HOME: join(folder(), "none") });
    equal(existsSync(join(folder(), "none")), false);
    keepCompiled({ HOME: folder(), NODE_DISABLE_COMPILE_CACHE: "1" });
    keepCompiled({ HOME: folder(), NODE_COMPILE_CACHE: join(folder(), "other") });
    equal(existsSync(join(folder(), ".cache")), false);
  });
});
