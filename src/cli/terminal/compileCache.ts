import { mkdirSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { statOrUndefined } from "../../util/statOrUndefined.js";

/**
 * Lets Node keep what it makes of the program's own modules from one command to the next, where it can (22.1 and
 * newer): half of a figure's time goes into compiling them. Node itself sees to NODE_COMPILE_CACHE, another folder, and
 * to NODE_DISABLE_COMPILE_CACHE=1, none; a folder that cannot be written to is as good as none.
 */
export function keepCompiled(environment: NodeJS.ProcessEnv): void {
  const enable: unknown = Reflect.get(module, "enableCompileCache");
  const { NODE_COMPILE_CACHE: chosen, NODE_DISABLE_COMPILE_CACHE: disabled } = environment;
  if (typeof enable !== "function" || chosen || disabled === "1") return;
  const place = cachePlace(environment, process.platform);
  const folder = place && madeFolder(place);
  if (folder !== undefined) Reflect.apply(enable, module, [folder]);
}

/** Folders below one that has to be there: nobody's home is made. */
interface CachePlace {
  readonly above: string;
  readonly below: readonly string[];
}

/**
 * The user's own cache folder: what lies in a folder that others can write to may not be run.
 *
 * @returns undefined where there is none
 */
export function cachePlace(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): CachePlace | undefined {
  const { XDG_CACHE_HOME: given, LOCALAPPDATA: local } = environment;
  if (platform === "win32") {
    return local ? { above: local, below: ["tbfigures", "cache"] } : undefined;
  }
  // The specification of XDG folders says that relative paths are none.
  if (given?.startsWith("/")) return { above: given, below: ["tbfigures"] };
  const home = environment["HOME"] ?? homeOfUser();
  if (home === undefined || !home.startsWith("/")) return undefined;
  const below = platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return { above: home, below: [...below, "tbfigures"] };
}

/** Makes the folders one by one: below some that take none, Node tries for ever to make all at once. */
function madeFolder({ above, below }: CachePlace): string | undefined {
  let folder = above;
  for (const name of below) {
    folder = join(folder, name);
    try {
      if (statOrUndefined(folder) === undefined) mkdirSync(folder, { mode: 0o700 });
    } catch {
      return undefined;
    }
  }
  return folder;
}

/** Somebody without an entry in the system's list of users has none. */
function homeOfUser(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
