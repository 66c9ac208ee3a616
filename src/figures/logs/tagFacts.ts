import type { Facts } from "../../facts/fact.js";
import { readByForm } from "../../facts/namePattern.js";
import type { OwnLogs } from "../lookups/ownLogs.js";

type TagRule = Pick<OwnLogs, "tagName">;

/** What tags say besides their name, by the form that a lookup gives: `{metric}/{split}`. */
export function tagReader({ tagName }: TagRule): (tag: string) => Facts | undefined {
  if (tagName === undefined) return (tag) => ({ tag });
  const read = readByForm(tagName);
  return (tag) => {
    const facts = read(tag);
    return facts && { ...facts, tag };
  };
}

/** Names of the facts that a curve has from its tag. */
export function tagFactNames({ tagName = "" }: TagRule): string[] {
  const named = [...tagName.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
  return ["tag", ...named.filter((name) => name !== "_")];
}

/**
 * Facts by which there is a row of panels each: what the lookup says, and the tag where nothing else tells tags apart,
 * so that no two of them are taken for one.
 */
export function panelRowsOf(
  rule: Pick<OwnLogs, "tagName" | "panelRow" | "column" | "dash">,
  by: readonly string[],
): string[] {
  const given = rule.panelRow === undefined ? [] : [rule.panelRow];
  const used = new Set([...given, rule.column, ...rule.dash, ...by]);
  const [tag, ...parts] = tagFactNames(rule);
  const isTold = used.has(tag) || (parts.length > 0 && parts.every((part) => used.has(part)));
  if (isTold) return given;
  const open = parts.filter((part) => !used.has(part));
  return [...given, ...(parts.length > 0 && open.length < parts.length ? open : [tag])];
}
