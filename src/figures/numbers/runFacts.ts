import type { RunNameColumns } from "../../experiments/names/nameFormat.js";
import { decodeRunName } from "../../experiments/names/runName.js";
import { timedPattern } from "../../util/timedPattern.js";
import { isNameFormat, type NameRule } from "../lookups/index.js";

/**
 * What the name of a run says of it, by a rule such as `{dataset}/{model}_lr-{lr}_seed-{seed}`, which is
 * about as many of the last parts of the path as it has; numbers are numbers.
 *
 * @returns undefined when the name is not of that form
 */
export function runFacts(rule: NameRule): (name: string) => RunNameColumns | undefined {
  const depth = rule.split("/").length;
  const ending = (name: string) => name.split("/").slice(-depth).join("/");
  if (isNameFormat(rule)) return (name) => decodeRunName(ending(name)) ?? undefined;
  const names: string[] = [];
  const pattern = rule
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (!/^\{.*\}$/.test(part)) return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      names.push(part.slice(1, -1));
      return "([^/]+?)";
    })
    .join("");
  const find = timedPattern(new RegExp(`^${pattern}$`));
  return (name) => {
    const values = find(ending(name))?.slice(1);
    return values && Object.fromEntries(names.map((fact, index) => [fact, cell(values[index])]));
  };
}

function cell(text: string): string | number {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}
