import { factNames, factText, valuesOf } from "../../facts/fact.js";
import { type Inspection, listed } from "../../figures/logs/inspectLogs.js";
import { largest, smallest } from "../../util/lists/longLists.js";
import { textTable } from "./textTable.js";

/** What log directories hold, for people: at most 80 characters wide where names allow. */
export function inspectionText(inspection: Inspection): string {
  return [heading(inspection), factsText(inspection), tagsText(inspection), notesText(inspection)]
    .filter((part) => part !== "")
    .join("\n");
}

function heading({ paths, runs, tags }: Inspection): string {
  const values = tags.reduce((sum, tag) => sum + tag.values, 0);
  return `${listed(paths, 3)}: ${counted(runs.length, "run")}, ${counted(tags.length, "tag")}, ${counted(values, "scalar value")}\n`;
}

function factsText({ facts, groups }: Inspection): string {
  const names = facts.runs.map(({ run }) => run.name);
  const lines = [`RUNS  ${listed(names, 2)}`];
  if (facts.form !== undefined) {
    const how = facts.inferred ? "seem to be named" : "are named";
    lines.push(`  ${how} ${facts.form}`);
  } else if (facts.groupBy.includes("name")) {
    lines.push("  their names are not built alike: say how with --name or --pattern");
  }
  const all = facts.runs.map((run) => run.facts);
  const rows = factNames(all)
    .filter((name) => name !== "name")
    .map((name) => {
      const values = valuesOf(all, name);
      const role = name === facts.seed ? "tells runs of a group apart" : "";
      return [`  ${name}`, String(values.length), shortList(values.map(factText)), role];
    });
  const table = rows.length > 0 ? textTable(rows, new Set([1])) : "";
  const sizes = groups.map(({ runs }) => runs.length);
  const [fewest, most] = [smallest(sizes), largest(sizes)];
  const size = fewest === most ? counted(most, "run") : `${fewest} to ${counted(most, "run")}`;
  const by = facts.groupBy.length > 0 ? ` by ${facts.groupBy.join(", ")}` : "";
  const summary =
    groups.length === 0 ? "" : `  ${counted(groups.length, "group")}${by}, of ${size} each\n`;
  return `${lines.join("\n")}\n${table}${summary}`;
}

function tagsText({ tags, runs }: Inspection): string {
  if (tags.length === 0) return "No tags: nothing was logged.\n";
  const rows = tags.map(({ tag, kind, runs: count, values, notFinite, steps }) => [
    tag,
    kind,
    count === runs.length ? "all" : String(count),
    kind === "scalar" ? String(values) : "",
    steps === undefined ? "" : `${steps[0]} to ${steps[1]}`,
    notFinite > 0 ? `${notFinite} not finite` : "",
  ]);
  return textTable([["TAG", "KIND", "RUNS", "VALUES", "STEPS", ""], ...rows], new Set([2, 3]));
}

function notesText({ notes }: Inspection): string {
  if (notes.length === 0) return "";
  return `LOOK AT\n${notes.map((note) => `  ${note}\n`).join("")}`;
}

function shortList(values: readonly string[]): string {
  const text = values.join(", ");
  if (text.length <= 44) return text;
  return `${listed(values.slice(0, 3), 3)}, ..., ${values.at(-1)}`;
}

const counted = (count: number, what: string): string =>
  `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${what}${count === 1 ? "" : "s"}`;
