import type { Backend, Session } from "../../compute/backends/backend.js";
import type { RunStart } from "../../compute/backends/program.js";
import { evaluateExpressions, type AxisArray } from "../../compute/graph/evaluateExpression.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { Turns } from "../../util/turns.js";
import { UserError } from "../../util/userError.js";
import type { PenaltyKey } from "../modules/parts/moduleDefinition.js";
import type { NetworkLogged } from "../networks/network.js";
import type {
  EarlyStop,
  Evaluation,
  ForwardRecord,
  LoggedArray,
  NamedArray,
  ParameterArray,
  PenaltyRecord,
  StepRecord,
  Trainer,
} from "./trainer.js";
import type { Preparation } from "./trainerPreparation.js";
import { resultPlaces } from "./trainerProgram.js";
import { scalarRows } from "./scalarRows.js";
import { createSchedule, type Schedule } from "./trainerSchedule.js";

/** Steps whose factors are computed at once. */
const blockSteps = 1000;

/** A run in a backend's session. */
export class SessionTrainer implements Trainer {
  readonly backend: string;
  iteration = 0;
  stopped: EarlyStop | null = null;
  lastStep: StepRecord | null = null;
  private readonly schedule: Schedule;
  private readonly rowsOf: (first: number, count: number) => Float64Array;
  private current: Float64Array;
  /** For the heartbeat of the run's claim, and who wants to stop it. */
  private readonly turns = new Turns();
  private readonly round: ((value: number) => number) | undefined;

  constructor(
    readonly settings: RunSettings,
    backend: Backend,
    readonly device: string,
    private readonly preparation: Preparation,
    private readonly session: Session,
    start: RunStart,
    /** See `sharedScalarRows`; of this run alone by default. */
    rowsOf?: (first: number, count: number) => Float64Array,
  ) {
    this.backend = backend.name;
    this.schedule = createSchedule(settings);
    this.rowsOf =
      rowsOf ?? ((first, count) => scalarRows(settings, preparation, first, count, this.schedule));
    this.round = backend.keeps === 32 ? Math.fround : undefined;
    this.current = this.round ? start.parameters.map(this.round) : start.parameters.slice();
  }

  get parameters(): readonly ParameterArray[] {
    return this.split(this.current);
  }

  get showsActivations(): boolean {
    return this.preparation.formulas.activations.some(({ hasMean }) => hasMean);
  }

  async evaluate(): Promise<Evaluation> {
    const { task, logged, outputs } = this.preparation.formulas;
    const metrics = new Map<string, number>();
    for (const { name: set, rows, tags } of task.sets) {
      const [sums] = await this.session.evaluate(set);
      for (const [index, { name }] of task.metrics.entries()) {
        metrics.set(tags[name], sums[index] / rows / outputs);
      }
      // The original looks at the activations that it logs, also while it evaluates, and ends a run at NaN.
      if (sums[task.metrics.length] > 0) {
        const reason = `An activation on the ${set} set is not a number before iteration ${this.iteration}.`;
        this.stopped ??= { iteration: this.iteration, reason };
      }
    }
    return { metrics, arrays: this.logged(logged, this.current) };
  }

  async advance(steps: number): Promise<number> {
    const { phases } = this.preparation.formulas.task;
    let done = 0;
    while (done < steps && !this.stopped) {
      const kernel = phases.findLastIndex(({ firstIteration }) => firstIteration <= this.iteration);
      const end = phases.at(kernel + 1)?.firstIteration ?? Infinity;
      done += await this.advanceBlock(
        Math.min(steps - done, blockSteps, end - this.iteration),
        kernel,
      );
      await this.turns.give();
    }
    return done;
  }

  async inspectLastStep(): Promise<ForwardRecord | null> {
    if (!this.lastStep) return null;
    const { formulas, program } = this.preparation;
    const { rows } = program.batch;
    const { inputs } = formulas.columns;
    const before = await this.session.read("before", 0);
    const batch = await this.session.read("batch", 0);
    const columns: NamedArray = {
      name: "x",
      shape: [rows, inputs],
      values: Float64Array.from(
        { length: rows * inputs },
        (_, i) => batch[(i % inputs) * rows + Math.floor(i / inputs)],
      ),
    };
    const outputs = evaluateExpressions(
      formulas.layerOutputs,
      { parameters: before, batch, rows },
      this.round,
    );
    return {
      inputs: columns,
      targets: {
        name: "t",
        shape: [rows],
        values: Float64Array.from(batch.subarray(rows * inputs, rows * (inputs + 1))),
      },
      outputs: outputs.map((output, index) => namedArray(`z_${index + 1}`, output)),
      arrays: this.logged(formulas.activations, before, batch),
    };
  }

  async setParameters(values: Readonly<Record<string, ArrayLike<number>>>): Promise<void> {
    const { parameters, title } = this.preparation.formulas.network;
    const next = this.current.slice();
    for (const [name, numbers] of Object.entries(values)) {
      const parameter = parameters.find((known) => known.name === name);
      if (!parameter || parameter.count !== numbers.length) {
        const known = parameters.map(({ name: other, count }) => `${other} (${count})`);
        throw new UserError(
          `${title} has no parameter ${name} of ${numbers.length} numbers. ` +
            `It has ${known.join(", ")}.`,
        );
      }
      next.set(Array.from(numbers), parameter.offset);
    }
    await this.session.writeParameters(0, next);
    this.current = await this.session.read("parameters", 0);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  /** Runs steps with one criterion and notes what the last one computed. */
  private async advanceBlock(steps: number, kernel: number): Promise<number> {
    const scalars = this.rowsOf(this.iteration, steps);
    const [result] = await this.session.advance({ kernel, steps, scalars: [scalars] });
    this.iteration += result.steps;
    this.current = await this.session.read("parameters", 0);
    const results = await this.session.read("results", 0);
    const gradients = await this.session.read("gradients", 0);
    this.lastStep = this.describeStep(this.iteration - 1, results, gradients);
    if (result.stopped) this.stopped = explainStop(this.iteration, this.parameters);
    return result.steps;
  }

  private describeStep(
    iteration: number,
    results: Float64Array,
    gradients: Float64Array,
  ): StepRecord {
    const layerPenalties = this.preparation.formulas.penalties.map(
      ({ key, tag, place }): PenaltyRecord => ({ key, tag, value: results[place] }),
    );
    return {
      iteration,
      criterion: results[resultPlaces.criterion],
      regularizer: results[resultPlaces.regularizer],
      total: results[resultPlaces.total],
      penalties: sumsByKey(layerPenalties),
      layerPenalties,
      parameterNorm: results[resultPlaces.parameterNorm],
      beta: this.schedule.betaAt(iteration),
      rampScale: this.schedule.rampAt(iteration),
      gradients: this.split(gradients),
    };
  }

  private logged(
    definitions: readonly NetworkLogged[],
    parameters: ArrayLike<number>,
    batch?: ArrayLike<number>,
  ): LoggedArray[] {
    const leaves = { parameters, batch, rows: this.settings.batchSize };
    const formulas = definitions.map(({ value }) => value);
    const values = evaluateExpressions(formulas, leaves, this.round);
    return definitions.map(({ name, namespace, tag, layer, ...shown }, index) => ({
      ...namedArray(name, values[index]),
      namespace,
      tag,
      layer,
      hasSparsityError: shown.hasSparsityError ?? false,
      hasMean: shown.hasMean ?? false,
      hasText: shown.hasText ?? false,
      beforeWeights: shown.beforeWeights ?? false,
    }));
  }

  private split(values: ArrayLike<number>): ParameterArray[] {
    return this.preparation.formulas.network.parameters.map(
      ({ name, tag, shape, offset, count }) => ({
        name,
        tag,
        shape,
        values: Float64Array.from({ length: count }, (_, i) => values[offset + i]),
      }),
    );
  }
}

function sumsByKey(penalties: readonly PenaltyRecord[]): Map<PenaltyKey, number> {
  const sums = new Map<PenaltyKey, number>();
  for (const { key, value } of penalties) sums.set(key, (sums.get(key) ?? 0) + value);
  return sums;
}

function namedArray(name: string, { axes, values }: AxisArray): NamedArray {
  return { name, shape: axes.map(({ size }) => size), values };
}

function explainStop(iteration: number, parameters: readonly NamedArray[]): EarlyStop {
  const [first] = parameters.filter(({ values }) => values.some(Number.isNaN));
  return {
    iteration,
    reason: `${first.name} is not a number after the update of iteration ${iteration - 1}.`,
  };
}
