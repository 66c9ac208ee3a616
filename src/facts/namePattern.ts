import { timedPattern } from "../util/timedPattern.js";
import { UserError } from "../util/userError.js";
import { parseFact, type Facts } from "./fact.js";

/** Facts of a run by its name; undefined when the name is not of the form. */
export type NameReader = (name: string) => Facts | undefined;

/**
 * Reads facts between the marks of a name: `{dataset}/{model}_lr-{lr}_seed-{seed}`. A fact holds no slash and
 * is as short as its marks allow; `{_}` stands for what is no fact. The form is about as many of the last
 * parts of the path as it has itself.
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
  const source = parts.map((part, index) => (index % 2 === 1 ? "([^/]+?)" : escaped(part)));
  const find = timedPattern(new RegExp(`^${source.join("")}$`));
  const depth = form.split("/").length;
  return (name) => {
    const found = find(name.split("/").slice(-depth).join("/"));
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

const isFact = (name: string): boolean => name !== "" && name !== "_";

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
