import { columnsOf } from "../../../tables/columns.js";
import type { Table } from "../../../tables/table.js";
import { UserError } from "../../../util/userError.js";
import { betterOf } from "../../logs/quantityOf.js";
import { readNormalise } from "../../logs/reliable/normalise.js";
import { taskScores, type TaskScores, tasksOf } from "../../logs/reliable/taskScores.js";
import type { ResolvedLogs } from "../../logs/resolvedLogs.js";
import type { OwnQuantity } from "../../lookups/ownQuantity.js";
import type { OwnReliable } from "../../lookups/ownReliable.js";
import { ownNumbers } from "../ownValues.js";
import type { SourceContext } from "../source.js";

/** The scores of a lookup with statistics over tasks, and how they are to be summarised. */
export interface ReliableScores extends TaskScores {
  readonly logs: ResolvedLogs;
  readonly rule: OwnReliable;
  /** What a score is. */
  readonly title: string;
}

/**
 * Scores of all runs of a lookup, in a matrix per series.
 *
 * @throws {UserError} when the lookup has no such statistics, or more than one quantity
 */
export async function scoresOf(context: SourceContext): Promise<ReliableScores> {
  const { lookup } = context.figure;
  const { logs, read } = await ownNumbers(context);
  const rule = reliableRule(context);
  const [quantity] = read;
  if (read.length > 1) {
    throw new UserError(
      `${lookup.origin}: "quantities": statistics over tasks are about one score; there are ${read.length}.\n` +
        `Write a lookup for each, with "quantity".`,
    );
  }
  refuseSmaller(quantity.quantity, rule, lookup.origin);
  const normalise = await readNormalise(rule.normalise, tasksOf(logs), lookup);
  const { origin } = lookup;
  const scores = taskScores(quantity, logs, normalise, { origin, warn: context.warn });
  const title = rule.normalise === undefined ? quantity.title : `${quantity.title}, normalised`;
  return { ...scores, logs, rule, title };
}

/** @throws {UserError} when a lookup has no statistics over tasks */
export function reliableRule({
  figure: { lookup, logs },
}: Pick<SourceContext, "figure">): OwnReliable {
  if (logs?.rule.reliable !== undefined) return logs.rule.reliable;
  throw new UserError(
    `${lookup.origin}: the spec "${lookup.spec}" shows statistics over tasks, and the lookup asks for none.\n` +
      `Write, for example: reliable: { tasks: env }`,
  );
}

/** A score is the better the larger it is: gaps and probabilities would be upside down. */
export function refuseSmaller(quantity: OwnQuantity, rule: OwnReliable, origin: string): void {
  const isFlipped =
    rule.normalise !== undefined &&
    !("table" in rule.normalise) &&
    rule.normalise.low > rule.normalise.high;
  const isTable = rule.normalise !== undefined && "table" in rule.normalise;
  if (betterOf(quantity) === "larger" || isFlipped || isTable) return;
  throw new UserError(
    `${origin}: "quantity": of scores over tasks the larger is the better, and of ${quantity.tag} the smaller is.\n` +
      `Say what a bad and a good value are: reliable: { normalise: { low: 2.3, high: 0 } }; ` +
      `or, if more of it is better, better: larger.`,
  );
}

/** A row per run: what it scored on its task. */
export function scoreTable({ rows }: TaskScores): Table {
  const { text, number } = columnsOf(rows);
  return {
    rows: rows.length,
    columns: [
      text("run", ({ run }) => run),
      text("series", ({ series }) => series),
      text("task", ({ task }) => task),
      number("value", ({ value }) => value),
      number("score", ({ score }) => score),
      text("note", ({ note }) => note),
    ],
  };
}
