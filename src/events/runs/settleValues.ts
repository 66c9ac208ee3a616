import type { LogMark } from "../decode/logMark.js";
import type { Point } from "../decode/point.js";
import { ScalarBatch } from "../decode/scalarBatch.js";
import type { Tag } from "../decode/tag.js";
import { HeldValues } from "../supersede/heldValues.js";
import { keepsAll, type SupersedeRule } from "../supersede/rule.js";
import { scalarSeries } from "../supersede/series.js";
import { FilteringSink, notePoint } from "../supersede/streamSinks.js";
import type { Superseded } from "../supersede/superseded.js";
import { SupersededPoints } from "../supersede/supersededPoints.js";
import type { ScalarColumns } from "./scalarColumns.js";

/** Columns of one tag of which the first `length` elements count. */
export interface Columns {
  readonly length: number;
  readonly step: Float64Array;
  readonly wallTime: Float64Array;
  readonly value: Float64Array;
  readonly order: Uint32Array;
}

/** The values of a run in the order of the log, by index of their tag. */
export interface GatheredValues {
  readonly scalarsByTag: readonly (ScalarColumns | undefined)[];
  readonly pointsByTag: readonly (readonly Point[] | undefined)[];
  readonly marks: readonly LogMark[];
}

/** What is left of them. */
export interface SettledValues {
  readonly scalarsByTag: readonly (Columns | undefined)[];
  readonly pointsByTag: readonly (readonly Point[] | undefined)[];
  readonly superseded: (tagOf: (index: number) => Tag) => Superseded[];
}

/** Leaves out what is superseded by the rule, and puts in order what it sorts. */
export function settleValues(gathered: GatheredValues, rule: SupersedeRule): SettledValues {
  const { scalarsByTag, pointsByTag, marks } = gathered;
  if (keepsAll(rule)) return { scalarsByTag, pointsByTag, superseded: () => [] };
  const sinks: FilteringSink[] = [];
  const settle = (values: HeldValues): HeldValues => {
    const superseded = new SupersededPoints(rule);
    noteAgain(values, marks, superseded);
    const sink = new FilteringSink(superseded, new HeldValues(values.scalars.length));
    sink.takeAll(values);
    sinks.push(sink);
    if (rule.oneValuePerStep) sink.held.points.sort((a, b) => a.step - b.step);
    return sink.held;
  };
  const superseded: SettledValues["superseded"] = (tagOf) =>
    sinks.flatMap((sink) => sink.summary(tagOf));
  // In old versions of the format a step back says something about the tags that follow.
  if (rule.restarts === "session") return { ...splitByTag(settle(merged(gathered))), superseded };
  const lastSession = marks.findLast(({ type }) => type === "session")?.order ?? 0;
  return {
    scalarsByTag: scalarsByTag.map((columns, index) => {
      if (columns === undefined) return undefined;
      if (columns.isAscending && columns.order[0] >= lastSession) return columns;
      return settle(heldScalars(columns, index)).scalars;
    }),
    pointsByTag: pointsByTag.map((points) => {
      if (points === undefined) return undefined;
      if (areAscending(points) && points[0].order >= lastSession) return points;
      return settle(heldPoints(points)).points;
    }),
    superseded,
  };
}

/** Notes values and marks in the order of the log. */
function noteAgain(
  { scalars, points }: HeldValues,
  marks: readonly LogMark[],
  superseded: SupersededPoints,
): void {
  const { tag, step, order, length } = scalars;
  let nextMark = 0;
  let nextPoint = 0;
  const notePointsBelow = (bound: number): void => {
    while (nextPoint < points.length && points[nextPoint].order < bound) {
      notePoint(superseded, points[nextPoint++]);
    }
  };
  const noteMarksUpTo = (bound: number): void => {
    while (nextMark < marks.length && marks[nextMark].order <= bound) {
      notePointsBelow(marks[nextMark].order);
      superseded.mark(marks[nextMark++]);
    }
  };
  for (let i = 0; i < length; i++) {
    noteMarksUpTo(order[i]);
    notePointsBelow(order[i]);
    superseded.note(scalarSeries(tag[i]), step[i], order[i]);
  }
  noteMarksUpTo(Infinity);
  notePointsBelow(Infinity);
}

function heldScalars({ length, step, wallTime, value, order }: Columns, index: number): HeldValues {
  const held = new HeldValues(length);
  for (let i = 0; i < length; i++) {
    held.scalars.append(index, step[i], wallTime[i], value[i], order[i]);
  }
  return held;
}

function heldPoints(points: readonly Point[]): HeldValues {
  const held = new HeldValues(0);
  held.points = [...points];
  return held;
}

/** All values in the order of the log. */
function merged({ scalarsByTag, pointsByTag }: GatheredValues): HeldValues {
  const all = new ScalarBatch(1024);
  scalarsByTag.forEach((columns, index) => {
    if (columns !== undefined) all.appendAll(heldScalars(columns, index).scalars);
  });
  const indices = Uint32Array.from({ length: all.length }, (_, i) => i);
  indices.sort((a, b) => all.order[a] - all.order[b]);
  const held = new HeldValues(all.length);
  for (const index of indices) held.scalars.appendOne(all, index);
  held.points = pointsByTag.flatMap((points) => points ?? []).sort((a, b) => a.order - b.order);
  return held;
}

function splitByTag({ scalars, points }: HeldValues): Omit<SettledValues, "superseded"> {
  const scalarsByTag: ScalarBatch[] = [];
  for (let i = 0; i < scalars.length; i++) {
    (scalarsByTag[scalars.tag[i]] ??= new ScalarBatch(64)).appendOne(scalars, i);
  }
  const pointsByTag: Point[][] = [];
  for (const point of points) (pointsByTag[point.tag.index] ??= []).push(point);
  return { scalarsByTag, pointsByTag };
}

function areAscending(points: readonly Point[]): boolean {
  return points.every(({ step }, index) => index === 0 || step > points[index - 1].step);
}
