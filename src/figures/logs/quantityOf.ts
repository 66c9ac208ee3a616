import type { Run } from "../../events/index.js";
import { type Better, reaches, takeNumber, takeOf, takeUntil } from "../../stats/index.js";
import { own } from "../../util/own.js";
import type { OwnLogs } from "../lookups/ownLogs.js";
import { needsGoal, type OwnQuantity, type TakenNumber } from "../lookups/ownQuantity.js";
import { curveOf } from "./curveOf.js";
import { labelOf, withUnit } from "./labels.js";

/** A number of a run; without one, why. */
export interface NumberOfRun {
  /** Undefined when the run has none: the note says why. NaN or infinite where that was logged. */
  readonly value: number | undefined;
  /** Where on the axis it stands. */
  readonly x?: number;
  readonly note?: string;
  /** Whether the run does not belong to those that the quantity is about. */
  readonly isOut?: true;
}

/** Tags of which more is better, when a lookup does not say. */
const larger = /acc|auc|f1|score|reward|return|bleu|iou|precision|recall/i;

const betterOfTag = (tag: string, better?: Better): Better =>
  better ?? (larger.test(tag) ? "larger" : "smaller");

/** Whether more of a tag is better: what the lookup says, else what the tag sounds like. */
export function betterOfTaken({ tag, better }: Pick<TakenNumber, "tag" | "better">): Better {
  return betterOfTag(tag, better);
}

/** Whether more of a quantity is better: a share of runs should be large, the time until a goal short. */
export function betterOf(quantity: OwnQuantity): Better {
  if (needsGoal(quantity.take)) return "smaller";
  return quantity.threshold === undefined ? betterOfTaken(quantity) : "larger";
}

/** Whether a quantity is a share of runs. */
export const isRate = ({ threshold, take }: OwnQuantity): boolean =>
  threshold !== undefined && !needsGoal(take);

/** By how much a quantity is larger as people read it: 100 for percent. */
export const scaleOf = ({ format, take }: OwnQuantity): 1 | 100 =>
  format === "percent" && !needsGoal(take) ? 100 : 1;

/** Tags that a quantity is made of. */
export function tagsOf({ tag, take, among }: OwnQuantity): string[] {
  const other = typeof take === "string" ? [] : [take.best];
  const condition = among === undefined ? [] : tagsOf({ ...among, format: "number" });
  return [tag, ...other, ...condition];
}

type Named = Pick<OwnLogs, "labels" | "units">;

/** What a quantity is called in panels, tables and captions. */
export function quantityTitle(quantity: OwnQuantity, rule: Named, axis: string): string {
  if (quantity.title !== undefined) return quantity.title;
  const number = takenTitle(quantity, rule, axis);
  const { among } = quantity;
  const unit = own(rule.units, needsGoal(quantity.take) ? axis : quantity.tag);
  const what = isRate(quantity)
    ? `Runs with ${number} ${goalText(quantity)}`
    : withUnit(number, unit);
  if (among === undefined) return what;
  return `${what} (of runs with ${takenTitle(among, rule, axis)} ${goalText(among)})`;
}

function takenTitle(taken: TakenNumber, rule: Named, axis: string): string {
  const { tag, take } = taken;
  const better = betterOfTaken(taken);
  if (typeof take !== "string")
    return `${labelOf(rule, tag)} where ${labelOf(rule, take.best)} is best`;
  if (needsGoal(take)) {
    const stays = takeOf(take).take.name === "solved for good" ? " for good" : "";
    return `First ${labelOf(rule, axis)} with ${labelOf(rule, tag)} ${goalText(taken)}${stays}`;
  }
  const { take: found, argument } = takeOf(take);
  return `${labelOf(rule, tag)}, ${found.title(argument, better)}`;
}

function goalText(taken: TakenNumber): string {
  const sign = betterOfTaken(taken) === "larger" ? ">" : "<";
  return `${sign}${taken.inclusive ? "=" : ""} ${taken.threshold}`
    .replace(">=", "≥")
    .replace("<=", "≤");
}

/** The number of a run: of those that the quantity is about. */
export function quantityOf(run: Run, quantity: OwnQuantity, x: string): NumberOfRun {
  const { among } = quantity;
  if (among !== undefined) {
    const condition = takenOf(run, among, x);
    if (condition.value === undefined) return condition;
    if (!isReached(condition.value, among)) {
      return {
        value: undefined,
        isOut: true,
        note: `not among the runs with ${among.tag} ${goalText(among)}`,
      };
    }
  }
  const taken = takenOf(run, quantity, x);
  if (taken.value === undefined || !isRate(quantity)) return taken;
  return { ...taken, value: isReached(taken.value, quantity) ? 1 : 0 };
}

function isReached(value: number, taken: TakenNumber): boolean {
  // What a goal was reached at is there: that it was reached is what counts.
  if (needsGoal(taken.take)) return true;
  return reaches(value, goalOf(taken));
}

const goalOf = (taken: TakenNumber) => ({
  threshold: taken.threshold ?? NaN,
  better: betterOfTaken(taken),
  inclusive: taken.inclusive,
});

function takenOf(run: Run, taken: TakenNumber, x: string): NumberOfRun {
  const { tag, take } = taken;
  const curve = curveOf(run, tag, x)?.curve;
  if (curve === undefined) return { value: undefined, note: `${tag} was not logged` };
  const better = betterOfTaken(taken);
  if (typeof take === "string") {
    return numberOf(takeNumber(curve, takeOf(take), better, goalOf(taken)));
  }
  const chooser = curveOf(run, take.best, x)?.curve;
  if (chooser === undefined) return { value: undefined, note: `${take.best} was not logged` };
  const best = takeNumber(chooser, takeOf("best"), betterOfTag(take.best, take.better));
  if ("missing" in best) return { value: undefined, note: `${take.best}: ${best.missing}` };
  if (!Number.isFinite(best.value))
    return { value: undefined, note: `${take.best} is never finite` };
  return numberOf(takeUntil(curve, best.x));
}

function numberOf(taken: ReturnType<typeof takeNumber>): NumberOfRun {
  if ("missing" in taken) return { value: undefined, note: taken.missing };
  const { value, x, note } = taken;
  return { value, x, ...(note !== undefined && { note }) };
}
