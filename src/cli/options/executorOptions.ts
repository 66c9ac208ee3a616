import { Option } from "commander";
import { executors } from "../../jobs/executors/executorRegistry.js";
import { own } from "../../util/own.js";

/** `--on` and whatever of {@link executorOptions} was given, by attribute name. */
export interface ExecutorOptions extends Readonly<Record<string, unknown>> {
  readonly on: string;
}

/** Where runs are trained. */
export function onOption(): Option {
  const names = executors.map(({ name }) => name);
  const about = executors.map(({ name, summary }) => `${name}: ${summary}`).join("; ");
  return new Option("--on <executor>", `where to train; ${about}`).choices(names).default(names[0]);
}

/** The options of all executors; one that several have is listed once. */
export function executorOptions(): Option[] {
  const all = executors.flatMap(({ options }) => Object.values(options));
  const byFlags = new Map(all.map(({ flags, description }) => [flags, description]));
  return [...byFlags].map(([flags, description]) => new Option(flags, description));
}

/** The executor's name and its settings, by their keys and as they were typed. */
export function chosenExecutor(options: ExecutorOptions): {
  readonly name: string;
  readonly given: Readonly<Record<string, string>>;
} {
  const keys = executors.flatMap((definition) => Object.keys(definition.options));
  const given = keys.flatMap((key) => {
    const text = own(options, key);
    return typeof text === "string" ? [[key, text] as const] : [];
  });
  return { name: options.on, given: Object.fromEntries(given) };
}
