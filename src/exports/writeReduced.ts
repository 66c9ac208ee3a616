import { createHash } from "node:crypto";
import { join } from "node:path";
import { openEventWriter } from "../events/write/eventWriter.js";
import { factNames } from "../facts/fact.js";
import { distinctNames } from "../tables/distinctNames.js";
import { inferColumn } from "../tables/inferColumn.js";
import type { Column, Table } from "../tables/table.js";
import { smallest } from "../util/lists/longLists.js";
import { own } from "../util/own.js";
import { groupLabel, type ReducedCurve } from "./reduceLogs.js";

/**
 * Writes reduced curves as event files that TensorBoard shows: `<group>/<statistic>`, each a run with the
 * tags of the logs. A statistic that has no value at a step (the standard deviation of one run) is not
 * written there; a NaN of logged NaNs is.
 *
 * @returns the paths of the files
 */
export function writeReducedEvents(
  folder: string,
  curves: readonly ReducedCurve[],
  statistics: readonly string[],
): string[] {
  const groups = new Map<string, ReducedCurve[]>();
  for (const curve of curves) {
    const name = folderName(groupLabel(curve.group));
    groups.set(name, [...(groups.get(name) ?? []), curve]);
  }
  const paths: string[] = [];
  for (const [name, ofGroup] of groups) {
    statistics.forEach((statistic, index) => {
      const hasValue = (count: number) => statistic !== "std" || count > 1;
      if (!ofGroup.some(({ n }) => n.some(hasValue))) return;
      // The time of what is written, so that the same logs give the same bytes.
      let time = smallest(ofGroup.map(({ wallTime }) => wallTime[0] ?? Infinity));
      const clock = () => (Number.isFinite(time) ? time : 0);
      const writer = openEventWriter(join(folder, name, statistic), { clock, host: "reduced" });
      for (const { tag, step, wallTime, n, values } of ofGroup) {
        step.forEach((at, place) => {
          if (!hasValue(n[place])) return;
          time = wallTime[place];
          writer.scalar(tag, values[index][place], at);
        });
      }
      writer.close();
      paths.push(writer.path);
    });
  }
  return paths;
}

/** The same as a table: a row per group, tag and step. */
export function reducedTable(
  curves: readonly ReducedCurve[],
  statistics: readonly string[],
): Table {
  const facts = factNames(curves.map(({ group }) => group));
  const steps = curves.flatMap(({ step }) => [...step]);
  const repeated = <T>(of: (curve: ReducedCurve) => T): T[] =>
    curves.flatMap((curve) => Array.from(curve.step, () => of(curve)));
  const counts = curves.flatMap(({ n }) => [...n]);
  const { names } = distinctNames(
    ["tag", "step", "n", ...statistics],
    facts.map((name) => ({ name, prefix: "fact" })),
  );
  const columns: Column[] = [
    ...facts.map((name, index) =>
      inferColumn(
        names[index],
        repeated(({ group }) => own(group, name) ?? null),
      ),
    ),
    { name: "tag", type: "text", values: repeated(({ tag }) => tag) },
    { name: "step", type: "integer", values: steps },
    { name: "n", type: "integer", values: counts },
  ];
  statistics.forEach((statistic, index) => {
    if (statistic === "n") return;
    const values = curves.flatMap((curve) => [...curve.values[index]]);
    const isMissing = counts.map((count) => Number(statistic === "std" && count < 2));
    columns.push({ name: statistic, type: "double", values, missing: Uint8Array.from(isMissing) });
  });
  return { rows: steps.length, columns };
}

/** What stands for a group among folders: no folder above, no sign that file systems refuse. */
function folderName(label: string): string {
  if (label === "") return "all";
  const safe = label.replace(
    /[^\p{L}\p{N}._=,+() -]/gu,
    (sign) => `%${sign.codePointAt(0)!.toString(16)}`,
  );
  const name = safe.replace(/^\./, "%2e");
  if (name.length <= 200) return name;
  return `${name.slice(0, 180)}-${createHash("sha256").update(label).digest("hex").slice(0, 12)}`;
}
