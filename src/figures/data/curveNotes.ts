import { smallest } from "../../util/lists/longLists.js";
import type { AlignedSeries } from "./alignScalars.js";

/** What is to be said about the curves of a figure: how they were aligned, and what they do not show. */
export function curveNotes(series: readonly AlignedSeries[], isAuto: boolean): string[] {
  return [...alignment(series, isAuto), ...series.flatMap(endings), ...series.flatMap(losses)];
}

function alignment(series: readonly AlignedSeries[], isAuto: boolean): string[] {
  const aligned = series.filter(({ rule }) => rule !== "exact");
  if (!isAuto || aligned.length === 0) return [];
  const places = listed(aligned.map(({ label, tag }) => `${tag} of ${label}`));
  return [
    `the runs logged ${places} at different steps: values between were taken from straight lines ` +
      `(align: linear; exact and previous are the other rules)`,
  ];
}

function endings({ label, tag, names, endedAt, divergedAt }: AlignedSeries): string[] {
  const notes: string[] = [];
  const diverged = names.filter((_, run) => divergedAt[run] !== undefined);
  if (diverged.length > 0) {
    const first = smallest(divergedAt.map((at) => at ?? Infinity));
    notes.push(
      `${label}: ${tag} of ${diverged.length} of ${names.length} runs is not finite from step ${number(first)} on ` +
        `(${listed(diverged)}): no mean of all runs exists from there on`,
    );
  }
  const isEnded = (run: number) => divergedAt[run] === undefined && endedAt[run] !== undefined;
  const ended = names.filter((_, run) => isEnded(run));
  if (ended.length > 0) {
    const first = smallest(endedAt.map((at, run) => (isEnded(run) ? (at ?? 0) : Infinity)));
    notes.push(
      `${label}: ${ended.length} of ${names.length} runs ${ended.length === 1 ? "ends" : "end"} before the others, ` +
        `the first at step ${number(first)} (${listed(ended)}): beyond, the curve of ${tag} is that of the runs that are left`,
    );
  }
  return notes;
}

function losses({ label, tag, withoutLogarithm, logged }: AlignedSeries): string[] {
  if (withoutLogarithm === 0) return [];
  return [
    `${label}: ${withoutLogarithm} of ${logged} values of ${tag} are not above zero: a log axis cannot show them`,
  ];
}

const number = (value: number): string => String(Number(value.toPrecision(6)));

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
