import { describeLoss, RunReader } from "../../events/index.js";
import type { Facts } from "../../facts/fact.js";
import { reaches, takeNumber, takeOf, type Better } from "../../stats/index.js";
import { UserError } from "../../util/userError.js";
import type { OwnQuantity } from "../lookups/ownLogs.js";
import { curveOf } from "./curveOf.js";
import type { ReadableRun } from "./readCurves.js";

/** A number of a run. */
export interface RunValue {
  readonly run: string;
  readonly facts: Facts;
  /** Undefined when the run has none: the note says why. NaN or infinite where that was logged. */
  readonly value: number | undefined;
  /** Where on the axis it stands. */
  readonly x?: number;
  /** Where on the axis the run logged the tag last. */
  readonly end?: number;
  readonly note?: string;
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
  readonly labels: Readonly<Record<string, string>>;
  /** What to call the lookup in messages. */
  readonly origin: string;
  readonly warn: (message: string) => void;
}

/** Tags of which more is better, when a lookup does not say. */
const larger = /acc|auc|f1|score|reward|return|bleu|iou|precision|recall/i;

/** Whether more of a tag is better: what the lookup says, else what the tag sounds like. */
export function betterOf({ tag, better }: OwnQuantity): Better {
  return better ?? (larger.test(tag) ? "larger" : "smaller");
}

/** What a quantity is called in panels, tables and captions. */
export function quantityTitle(
  quantity: OwnQuantity,
  labels: Readonly<Record<string, string>>,
): string {
  const { take, argument } = takeOf(quantity.take);
  const better = betterOf(quantity);
  const number = `${labels[quantity.tag] ?? quantity.tag}, ${take.title(argument, better)}`;
  const { threshold } = quantity;
  if (threshold === undefined) return quantity.title ?? number;
  return quantity.title ?? `Runs with ${number} ${better === "larger" ? ">" : "<"} ${threshold}`;
}

/**
 * Takes numbers of runs, one run after the other.
 *
 * @throws {UserError} when none of the runs logged the tag of a quantity
 */
export async function readQuantities(
  runs: readonly ReadableRun[],
  quantities: readonly OwnQuantity[],
  { x, labels, origin, warn }: ReadQuantitiesOptions,
): Promise<QuantityValues[]> {
  const tags = new Set(quantities.map(({ tag }) => tag));
  const reader = new RunReader({ scalars: (tag) => tags.has(tag) || tag === x });
  const values: RunValue[][] = quantities.map(() => []);
  const seen = new Set<string>();
  for (const { run, facts } of runs) {
    const read = await reader.read(run.directory);
    for (const loss of read.losses) warn(describeLoss(loss));
    for (const { tag, kind } of read.tags.values()) if (kind === "scalar") seen.add(tag);
    for (const [index, quantity] of quantities.entries()) {
      const prepared = curveOf(read, quantity.tag, x);
      const better = betterOf(quantity);
      const taken =
        prepared === undefined
          ? { missing: `${quantity.tag} was not logged` }
          : takeNumber(prepared.curve, takeOf(quantity.take), better);
      const end = prepared?.curve.x.at(-1);
      const value = valueOf(taken, quantity, better);
      values[index].push({ run: run.name, facts, ...(end !== undefined && { end }), ...value });
    }
  }
  return quantities.map((quantity, index) => {
    if (values[index].every(({ value }) => value === undefined)) {
      throw new UserError(
        `${origin}: "quantity": no run has ${quantityTitle(quantity, labels)}: ${values[index][0]?.note ?? "there are no runs"}.\n` +
          `They logged: ${[...seen].sort().slice(0, 20).join(", ") || "nothing"}.`,
      );
    }
    const better = betterOf(quantity);
    return {
      ...{ quantity, better, title: quantityTitle(quantity, labels) },
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
  // At a place of the axis all runs were trained as long.
  if (takeOf(take).take.name === "at") return [...values];
  const last = Math.max(...values.map(({ end }) => end ?? -Infinity));
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

function valueOf(
  taken: ReturnType<typeof takeNumber>,
  { threshold }: OwnQuantity,
  better: Better,
): Pick<RunValue, "value" | "x" | "note"> {
  if ("missing" in taken) return { value: undefined, note: taken.missing };
  const { value, x, note } = taken;
  const noted = { x, ...(note !== undefined && { note }) };
  if (threshold === undefined) return { ...noted, value };
  return { ...noted, value: reaches(value, { threshold, better }) ? 1 : 0 };
}
