import type { Columns, DataSet, Drawing, DrawingArray } from "../../compute/backends/program.js";
import type { Axis, Expression } from "../../compute/graph/expression.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { SettingsTable } from "../../experiments/settings/setting.js";
import type { NetworkDefinition } from "../networks/network.js";

/** A formula over outputs (axes samples and outputs) and targets (axes samples and the task's). */
export type OutputFormula = (output: Expression, target: Expression, samples: Axis) => Expression;

/** What training makes small, from some iteration on. */
export interface TrainingPhase {
  readonly firstIteration: number;
  /** A single number. */
  readonly loss: OutputFormula;
}

/** A number that says how good outputs are. */
export interface Metric {
  readonly name: string;
  /** Its sum over samples and outputs; a backend adds up those of many rows. */
  readonly sum: OutputFormula;
}

/** Rows that a task is judged by. */
export interface EvaluationSet {
  readonly name: string;
  readonly rows: number;
  /** The tag of each metric in logs. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What is learnt, as formulas: the same for all runs of a form, whatever their seeds and ranges. */
export interface TaskFormulas {
  /** What a network is given of each sample. */
  readonly inputs: Axis;
  /** What belongs to each sample besides; none: one number. */
  readonly targets: readonly Axis[];
  /** One after the other; the first begins at 0. */
  readonly phases: readonly TrainingPhase[];
  readonly metrics: readonly Metric[];
  readonly sets: readonly EvaluationSet[];
  /** How compiled code draws batches; absent: it asks {@link TaskData.nextBatch}. */
  readonly drawing?: Drawing;
}

/** The numbers of one run. Columns: inputs, then targets. */
export interface TaskData {
  /** By the names of {@link TaskFormulas.sets}. */
  readonly sets: Readonly<Record<string, DataSet>>;
  /** Writes the next training batch; each call goes on where the last one ended. */
  nextBatch(this: void, columns: Columns): void;
  /** What compiled code starts to draw from, by name: the state before the first batch. */
  readonly drawing?: Readonly<Record<string, DrawingArray>>;
}

/** Something that can be learnt. A new task is a file with this and a line in the registry. */
export interface TaskDefinition {
  /** As `figures run` and pipeline files call it. */
  readonly name: RunSettings["task"];
  /** For messages: `the single-layer task`. */
  readonly title: string;
  /** What it reads itself; its network and their modules list their own. */
  readonly settings: readonly SettingsTable[];
  readonly network: NetworkDefinition;
  /** @throws {UserError} for settings that do not fit together */
  formulas(settings: RunSettings): TaskFormulas;
  /** @throws {UserError} for settings that do not fit together */
  create(settings: RunSettings): Promise<TaskData>;
}
