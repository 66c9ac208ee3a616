import { timedPattern } from "../util/timedPattern.js";
import { UserError } from "../util/userError.js";
import { parseFact, type Facts } from "./fact.js";

/** Words by which runs count their repetitions. */
export const seedWords: ReadonlySet<string> = new Set([
  "seed",
  "s",
  "run",
  "rep",
  "repeat",
  "trial",
  "fold",
  "rs",
  "try",
  "random_seed",
]);
/** A day and a time, as programs put them into names: `20240131-235959`, `2024-01-31_23-59-59`, `Jan31_23-59-59`. */
export const timeText =
  "(?:(?:19|20)\\d\\d-?[01]\\d-?[0-3]\\d[-_T ]?[0-2]\\d[-:.]?[0-5]\\d(?:[-:.]?[0-5]\\d)?|" +
  "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[0-3]\\d_[0-2]\\d-[0-5]\\d-[0-5]\\d)";

/** Facts of a run by its name; undefined when the name is not of the form. */
export type NameReader = (name: string) => Facts | undefined;

/**
 * Reads facts between the marks of a name: `{dataset}/{model}_lr-{lr}_seed-{seed}`. A fact holds no slash and
 * is as short as its marks allow, a seed a whole number where there is one; `{_}` stands for what is no fact,
 * `{_time}` for a day and a time. The form is about as many of the last parts of the path as it has itself.
 *
 * @throws {UserError} when there is no fact in the form, one is named twice, or two have no mark between them
 */
export function readByForm(form: string): NameReader {
  const parts = form.split(/(\{[^{}]*\})/);
  const names = parts.filter((_, index) => index % 2 === 1).map((part) => part.slice(1, -1));
  const facts = names.filter(isFact);
  const fault =
    facts.length === 0
      ? "it names no fact"
      : new Set(facts).size < facts.length
        ? "it names a fact twice"
        : parts.slice(1, -1).includes("")
          ? "two facts need a mark between them"
          : undefined;
  if (fault !== undefined) {
    throw new UserError(
      `The form of run names "${form}" cannot be read: ${fault}.\n` +
        `Expected facts between marks, such as {model}_lr-{lr}_seed-{seed}.`,
    );
  }
  const patternOf = (seed: string) => {
    const source = parts.map((part, index) => {
      if (index % 2 === 0) return escaped(part);
      const fact = part.slice(1, -1);
      if (fact === "_time") return `(${timeText})`;
      return seedWords.has(fact) ? seed : "([^/]+?)";
    });
    return timedPattern(new RegExp(`^${source.join("")}$`));
  };
  const [strict, loose] = [patternOf("(\\d+)"), patternOf("([^/]+?)")];
  const depth = form.split("/").length;
  return (name) => {
    const end = name.split("/").slice(-depth).join("/");
    const found = strict(end) ?? loose(end);
    if (found === null) return undefined;
    const pairs = names.map((fact, index) => [fact, parseFact(found[index + 1])] as const);
    return Object.fromEntries(pairs.filter(([fact]) => isFact(fact)));
  };
}

/**
 * Reads the named groups of a regular expression that is found anywhere in a name:
 * `(?<model>resnet|vit).*-s(?<seed>[0-9]+)`.
 *
 * @throws {UserError} when it is no regular expression or has no named group
 */
export function readByPattern(pattern: string): NameReader {
  const find = timedPattern(compiled(pattern));
  return (name) => {
    const groups: Record<string, string | undefined> | undefined = find(name)?.groups;
    if (groups === undefined) return undefined;
    return Object.fromEntries(
      Object.entries(groups).flatMap(([fact, text]) =>
        text === undefined ? [] : [[fact, parseFact(text)] as const],
      ),
    );
  };
}

function compiled(pattern: string): RegExp {
  let fault = "has no named group";
  try {
    const expression = new RegExp(pattern);
    if (new RegExp(`${pattern}|`).exec("")?.groups !== undefined) return expression;
  } catch {
    fault = "is no regular expression";
  }
  throw new UserError(
    `The pattern of run names "${pattern}" ${fault}.\n` +
      `Expected one such as (?<model>resnet|vit).*-s(?<seed>[0-9]+).`,
  );
}

const isFact = (name: string): boolean => !["", "_", "_time"].includes(name);

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
