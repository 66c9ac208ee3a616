import {
  aggregates,
  alignCurves,
  commonX,
  type Curve,
  sampleEfficiency,
  type Scores,
} from "../../../stats/index.js";
import { columnsOf } from "../../../tables/columns.js";
import { largest, smallest } from "../../../util/lists/longLists.js";
import { UserError } from "../../../util/userError.js";
import { titleOf } from "../../logs/labels.js";
import { type LoggedCurve, readCurves } from "../../logs/readCurves.js";
import { readNormalise } from "../../logs/reliable/normalise.js";
import { type SeriesScores, taskOf, taskScores, tasksOf } from "../../logs/reliable/taskScores.js";
import type { ResolvedLogs } from "../../logs/resolvedLogs.js";
import { notOwn } from "../curves.js";
import type { Source, SourceContext } from "../source.js";
import { estimateColumns, estimateRow, type EstimateRow } from "./estimateRow.js";
import { refuseSmaller, reliableRule } from "./scoresOf.js";

interface EfficiencyRow extends EstimateRow {
  readonly x: number;
}

export const efficiency: Source = {
  name: "efficiency",
  about:
    "of a lookup with `statistics: reliable`, one row for each series and point of training: an aggregate over all tasks and runs " +
    "(`x`, `centre`, `lower`, `upper`, `n`, `tasks`)",
  load: async (context) => {
    const rows = await efficiencyRows(context);
    const title = scoreTitle(context);
    const { text, number } = columnsOf(rows);
    const columns = [
      text("quantity", () => title),
      text("series", ({ series }) => series),
      number("x", ({ x }) => x),
      ...estimateColumns(rows),
    ];
    return { rows, tables: { "": { rows: rows.length, columns } } };
  },
};

function scoreTitle(context: SourceContext): string {
  const rule = context.figure.logs?.rule;
  const { tag = "" } = rule?.quantities[0] ?? {};
  const name = rule === undefined ? tag : titleOf(rule, tag);
  return reliableRule(context).normalise === undefined ? name : `${name}, normalised`;
}

/** The runs' curves of the score, normalised. */
async function scoreCurves(context: SourceContext, logs: ResolvedLogs): Promise<LoggedCurve[]> {
  const { figure, warn } = context;
  const { lookup } = figure;
  const rule = reliableRule(context);
  const [quantity] = logs.rule.quantities;
  if (logs.rule.quantities.length !== 1) {
    throw new UserError(
      `${lookup.origin}: "quantity": sample efficiency is about one tag. Write, for example: quantity: { tag: eval/return }`,
    );
  }
  refuseSmaller(quantity, rule, lookup.origin);
  const normalise = await readNormalise(rule.normalise, tasksOf(logs), lookup);
  const read = await readCurves(logs.runs, {
    tags: [quantity.tag],
    x: logs.rule.x,
    origin: lookup.origin,
    warn,
  });
  return read.map((one) => ({
    ...one,
    curve: { x: one.curve.x, y: one.curve.y.map((y) => normalise(y, taskOf(logs, one.facts))) },
  }));
}

async function efficiencyRows(context: SourceContext): Promise<EfficiencyRow[]> {
  const { figure, warn } = context;
  const { logs, lookup } = figure;
  if (logs === undefined) throw notOwn(lookup);
  for (const note of logs.notes) warn(note);
  const rule = reliableRule(context);
  const read = await scoreCurves(context, logs);
  const last = largest(read.map(({ curve }) => end(curve)));
  const first = smallest(read.map(({ curve }) => curve.x[0]));
  const ended = read.filter(({ curve }) => end(curve) < last - 0.05 * (last - first));
  const isLeftOut = rule.ended === "leaveOut";
  if (ended.length > 0) {
    const names = ended.map(({ run, curve }) => `${run} at ${end(curve)}`).join(", ");
    warn(
      isLeftOut
        ? `${ended.length} of ${read.length} runs end before the others and are left out: ${names}`
        : `${ended.length} of ${read.length} runs end before the others (${names}): there the curve of their series ends ` +
            `(reliable: { ended: leaveOut } goes on without them)`,
    );
  }
  const curves = isLeftOut ? read.filter((one) => !ended.includes(one)) : read;
  const matrix = matrixOf(curves, logs, context);
  const title = aggregates.find(({ name }) => name === rule.efficiency)?.title ?? rule.efficiency;
  return matrix.series.flatMap((one) => {
    const own = one.runs.map((runs) => runs.map((run) => curves.find((c) => c.run === run)?.curve));
    return efficiencyOf(one, own, context).map(({ x, found }) => ({
      x,
      ...estimateRow(one, matrix.tasks, title, rule, found),
    }));
  });
}

/** As many of some rising numbers, evenly picked, first and last among them. */
function someOf(all: Float64Array, count: number): number[] {
  if (all.length <= count) return [...all];
  return Array.from(
    { length: count },
    (_, index) => all[Math.round((index * (all.length - 1)) / (count - 1))],
  );
}

const end = ({ x }: Curve): number => x[x.length - 1];

/** Which runs stand for which series and task, by the scores that they end with. */
function matrixOf(curves: readonly LoggedCurve[], logs: ResolvedLogs, context: SourceContext) {
  const [quantity] = logs.rule.quantities;
  const values = curves.map(({ run, facts, curve }) => ({
    ...{ run, facts },
    value: curve.y.find((y) => !Number.isFinite(y)) ?? curve.y[curve.y.length - 1],
  }));
  const { origin } = context.figure.lookup;
  const one = { quantity, better: "larger" as const, title: quantity.tag, values };
  return taskScores(one, logs, (value) => value, { origin, warn: context.warn });
}

/** The aggregate at the points that all runs of the series have: no run is drawn beyond its own values. */
function efficiencyOf(
  { scores }: SeriesScores,
  curves: readonly (readonly (Curve | undefined)[])[],
  context: SourceContext,
) {
  const rule = reliableRule(context);
  const all = curves.flat().filter((curve) => curve !== undefined);
  if (scores.length === 0 || all.length === 0) return [];
  const { y, has, x } = alignCurves(all, {
    rule: context.figure.logs?.rule.align,
    at: someOf(commonX(all), rule.points),
  });
  const places = [...x.keys()].filter((place) => has.every((run) => run[place] === 1));
  const atPoint = (point: number): Scores => {
    let run = 0;
    return curves.map((task) => task.map(() => y[run++][point]));
  };
  const { gamma, resamples, seed, level, efficiency: aggregate } = rule;
  const options = { gamma, resamples, seed, level: level / 100 };
  const found = sampleEfficiency(places.map(atPoint), aggregate, options);
  return places.map((place, index) => ({ x: x[place], found: found[index] }));
}
