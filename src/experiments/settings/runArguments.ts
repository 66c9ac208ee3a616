import { UserError } from "../../util/userError.js";
import { owners } from "./owners.js";
import type { GivenSettings } from "./runSettings.js";
import type { Setting } from "./setting.js";

/** One argument of the original program's command line. */
export interface RunArgument {
  /** `--layer-type` */
  readonly name: string;
  /** The key of its setting. */
  readonly key: string;
  readonly setting: Setting<unknown>;
  /** The owner's title, for the help. */
  readonly title: string;
}

/** All arguments that decide what a run is, owner by owner. */
export const runArguments: readonly RunArgument[] = owners
  .flatMap(({ title, table }) =>
    Object.entries<Setting<unknown>>(table).flatMap(([key, setting]) =>
      [setting.option, setting.alias].flatMap((option): RunArgument[] =>
        typeof option === "string" ? [{ name: `--${option}`, key, setting, title }] : [],
      ),
    ),
  )
  // Two owners may read the same setting.
  .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index);

/**
 * The settings that a command line gives.
 *
 * @param values the words of each argument by its name (`--seed`); an empty list for a flag
 * @throws {UserError} when a value is not what its argument takes
 */
export function settingsFromArguments(
  values: ReadonlyMap<string, readonly string[]>,
): GivenSettings {
  return Object.fromEntries(
    runArguments.flatMap((argument) => {
      const words = values.get(argument.name);
      return words === undefined ? [] : [[argument.key, parseArgument(argument, words)]];
    }),
  );
}

function parseArgument({ name, setting }: RunArgument, words: readonly string[]): unknown {
  try {
    return setting.kind.parse(words);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`argument ${name}: ${error.message}`, 2, { cause: error });
  }
}
