import type { Backend, Session } from "../../compute/backends/backend.js";
import type { RunStart } from "../../compute/backends/program.js";
import { evaluateExpressions, type AxisArray } from "../../compute/graph/evaluateExpression.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import type { LoggedDefinition } from "../modules/moduleDefinition.js";
import type {
  EarlyStop,
  Evaluation,
  ForwardRecord,
  LoggedArray,
  NamedArray,
  StepRecord,
  Trainer,
} from "./trainer.js";
import type { Preparation } from "./trainerPreparation.js";
import { resultPlaces } from "./trainerProgram.js";
import { createSchedule, type Schedule } from "./trainerSchedule.js";

/** Steps whose factors are computed at once. */
const blockSteps = 1000;

/** A run in a backend's session. */
export class SessionTrainer implements Trainer {
  readonly backend: string;
  readonly moduleName: string;
  readonly namespace: string;
  iteration = 0;
  stopped: EarlyStop | null = null;
  lastStep: StepRecord | null = null;
  private readonly schedule: Schedule;
  private readonly sets: RunStart["sets"];
  private current: Float64Array;
  private readonly round: ((value: number) => number) | undefined;

  constructor(
    readonly settings: RunSettings,
    backend: Backend,
    readonly device: string,
    private readonly preparation: Preparation,
    private readonly session: Session,
    start: RunStart,
  ) {
    const { module } = preparation.formulas;
    this.backend = backend.name;
    this.moduleName = module.name;
    this.namespace = module.namespace;
    this.sets = start.sets;
    this.schedule = createSchedule(settings);
    this.round = backend.keeps === 32 ? Math.fround : undefined;
    this.current = this.round ? start.parameters.map(this.round) : start.parameters.slice();
  }

  get parameters(): readonly NamedArray[] {
    return this.split(this.current);
  }

  async evaluate(): Promise<Evaluation> {
    const validation = await this.meanSquaredError("validation");
    const test = await this.meanSquaredError("test");
    const { logged } = this.preparation.formulas;
    return { validation, test, arrays: this.logged(logged, this.current) };
  }

  async advance(steps: number): Promise<number> {
    const { settings } = this;
    let done = 0;
    while (done < steps && !this.stopped) {
      const kernel = kernelAt(settings, this.iteration);
      const isFirst = kernel === 0 && this.preparation.program.steps.length > 1;
      const end = isFirst ? settings.pccToMseIteration : Infinity;
      done += await this.advanceBlock(
        Math.min(steps - done, blockSteps, end - this.iteration),
        kernel,
      );
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
    const [output] = evaluateExpressions(
      [formulas.output.training],
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
      outputs: namedArray("z", output),
      arrays: this.logged(formulas.activations, before, batch),
    };
  }

  async setParameters(values: Readonly<Record<string, ArrayLike<number>>>): Promise<void> {
    const { parameters, module } = this.preparation.formulas;
    const next = this.current.slice();
    for (const [name, numbers] of Object.entries(values)) {
      const parameter = parameters.find((known) => known.name === name);
      if (!parameter || parameter.count !== numbers.length) {
        const known = parameters.map(({ name: other, count }) => `${other} (${count})`);
        throw new UserError(
          `${module.name} has no parameter ${name} of ${numbers.length} numbers. ` +
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
    const scalars = this.scalarRows(this.iteration, steps);
    const [result] = await this.session.advance({ kernel, steps, scalars: [scalars] });
    this.iteration += result.steps;
    this.current = await this.session.read("parameters", 0);
    const results = await this.session.read("results", 0);
    const gradients = await this.session.read("gradients", 0);
    this.lastStep = this.describeStep(this.iteration - 1, results, gradients);
    if (result.stopped) this.stopped = explainStop(this.iteration, this.parameters);
    return result.steps;
  }

  /** What each step is given: factors of the penalties, then the optimiser's numbers. */
  private scalarRows(first: number, count: number): Float64Array {
    const { formulas, optimizer, program } = this.preparation;
    const rows = new Float64Array(count * program.scalars.length);
    let place = 0;
    for (let index = first; index < first + count; index++) {
      for (const term of formulas.scalars) rows[place++] = this.schedule.factorAt(term, index);
      for (const scalar of optimizer.scalars) rows[place++] = scalar.at(index);
    }
    return rows;
  }

  private describeStep(
    iteration: number,
    results: Float64Array,
    gradients: Float64Array,
  ): StepRecord {
    const { penalties } = this.preparation.formulas;
    return {
      iteration,
      criterion: results[resultPlaces.criterion],
      regularizer: results[resultPlaces.regularizer],
      total: results[resultPlaces.total],
      penalties: new Map([...penalties].map(([key, place]) => [key, results[place]])),
      parameterNorm: results[resultPlaces.parameterNorm],
      beta: this.schedule.betaAt(iteration),
      rampScale: this.schedule.rampAt(iteration),
      gradients: this.split(gradients),
    };
  }

  private async meanSquaredError(set: "validation" | "test"): Promise<number> {
    const [[sum]] = await this.session.evaluate(set);
    return sum / this.sets[set].rows / this.preparation.formulas.outputs;
  }

  private logged(
    definitions: readonly LoggedDefinition[],
    parameters: ArrayLike<number>,
    batch?: ArrayLike<number>,
  ): LoggedArray[] {
    const leaves = { parameters, batch, rows: this.settings.batchSize };
    const formulas = definitions.map(({ value }) => value);
    const values = evaluateExpressions(formulas, leaves, this.round);
    return definitions.map((definition, index) => ({
      ...namedArray(definition.name, values[index]),
      namespace: [this.namespace, definition.namespace].filter(Boolean).join("/"),
      hasSparsityError: definition.hasSparsityError ?? false,
      hasMean: definition.hasMean ?? false,
      hasText: definition.hasText ?? false,
    }));
  }

  private split(values: ArrayLike<number>): NamedArray[] {
    return this.preparation.formulas.parameters.map(({ name, shape, offset, count }) => ({
      name,
      shape,
      values: Float64Array.from({ length: count }, (_, i) => values[offset + i]),
    }));
  }
}

/** Which of the training kernels an iteration takes. */
function kernelAt({ trainCriterion, pccToMseIteration }: RunSettings, iteration: number): number {
  return trainCriterion === "pcc-mse" && iteration >= pccToMseIteration ? 1 : 0;
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
