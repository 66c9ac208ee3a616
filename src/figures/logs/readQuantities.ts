import type { Facts } from "../../facts/fact.js";
import { type Better, takeOf } from "../../stats/index.js";
import { largest } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import type { OwnLogs } from "../lookups/ownLogs.js";
import { needsGoal, type OwnQuantity } from "../lookups/ownQuantity.js";
import { curveOf } from "./curveOf.js";
import { betterOf, type NumberOfRun, quantityOf, quantityTitle, tagsOf } from "./quantityOf.js";
import { type ReadableRun, readWithFacts } from "./readWithFacts.js";

/** A number of a run. */
export interface RunValue extends NumberOfRun {
  readonly run: string;
  readonly facts: Facts;
  /** Where on the axis the run logged the tag last. */
  readonly end?: number;
}

/** A quantity with its values, one per run. */
export interface QuantityValues {
  readonly quantity: OwnQuantity;
  readonly better: Better;
  readonly title: string;
  readonly values: readonly RunValue[];
}

export interface ReadQuantitiesOptions {
  readonly x: string;
  /** What tags and axes are called, and their units. */
  readonly rule: Pick<OwnLogs, "labels" | "units">;
  /** What to call the lookup in messages. */
  readonly origin: string;
  readonly warn: (message: string) => void;
}

/**
 * Takes numbers of runs, one run after the other.
 *
 * @throws {UserError} when none of the runs has a quantity
 */
export async function readQuantities(
  runs: readonly ReadableRun[],
  quantities: readonly OwnQuantity[],
  { x, rule, origin, warn }: ReadQuantitiesOptions,
): Promise<QuantityValues[]> {
  const tags = new Set(quantities.flatMap(tagsOf));
  const scalars = (tag: string) => tags.has(tag) || tag === x;
  const values: RunValue[][] = quantities.map(() => []);
  const seen = new Set<string>();
  for await (const { run, facts, read } of readWithFacts(runs, scalars, warn)) {
    for (const { tag, kind } of read.tags.values()) if (kind === "scalar") seen.add(tag);
    for (const [index, quantity] of quantities.entries()) {
      const end = curveOf(read, quantity.tag, x)?.curve.x.at(-1);
      values[index].push({
        run: run.name,
        facts,
        ...(end !== undefined && { end }),
        ...quantityOf(read, quantity, x),
      });
    }
  }
  return quantities.map((quantity, index) => {
    const title = quantityTitle(quantity, rule, x);
    if (values[index].every(({ value }) => value === undefined)) {
      throw new UserError(
        `${origin}: "quantity": no run has ${title}: ${values[index][0]?.note ?? "there are no runs"}.\n` +
          `They logged: ${[...seen].sort().slice(0, 20).join(", ") || "nothing"}.`,
      );
    }
    return {
      ...{ quantity, better: betterOf(quantity), title },
      values: withEarlyEnds(values[index], quantity, warn),
    };
  });
}

/** Notes and names runs that ended before the longest one: their numbers are those of a shorter training. */
function withEarlyEnds(
  values: readonly RunValue[],
  { tag, take }: OwnQuantity,
  warn: (message: string) => void,
): RunValue[] {
  // At a place of the axis all runs were trained as long; a goal that was reached stays so.
  const isOfPlace = typeof take === "string" && takeOf(take).take.name === "at";
  if (isOfPlace || needsGoal(take)) return [...values];
  const last = largest(values.map(({ end }) => end ?? -Infinity));
  const isEarly = ({ value, end }: RunValue) =>
    value !== undefined && end !== undefined && end < last;
  const early = values.filter(isEarly);
  if (early.length > 0) {
    const some = early.slice(0, 3).map(({ run, end }) => `${run} at ${end}`);
    const more = early.length > some.length ? `, and ${early.length - some.length} more` : "";
    warn(
      `${early.length} of ${values.length} runs logged ${tag} less far than the longest, which went to ${last} ` +
        `(${some.join(", ")}${more}): their numbers are of shorter trainings`,
    );
  }
  return values.map((one) => {
    if (!isEarly(one)) return one;
    const note = `${tag} ends at ${one.end} of ${last}`;
    return { ...one, note: one.note === undefined ? note : `${one.note}; ${note}` };
  });
}
