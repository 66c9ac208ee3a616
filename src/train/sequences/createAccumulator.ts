import type { Axis, Expression } from "../../compute/graph/expression.js";
import { add, mul, stack, sum, type Operand } from "../../compute/graph/operations.js";
import { asRead, inLogSpace } from "../networks/logSpace.js";
import { multiplyingModule } from "../networks/twoLayers.js";
import { sumOf } from "../trainer/trainerProgram.js";
import { createLayer, placeParameters } from "../modules/parts/createLayer.js";
import {
  penaltyKeys,
  type Layer,
  type ModuleDefinition,
} from "../modules/parts/moduleDefinition.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import type { Accumulator, CellPenalty, Position } from "./accumulator.js";
import { longShortTermMemory } from "./longShortTermMemory.js";

/**
 * The accumulator that settings choose: a recurrent cell whose unit reads the image network's outputs and its own last
 * output; an LSTM; the exact sum or product of what the image network says; or that itself.
 *
 * @param digits outputs of the image network
 * @throws {UserError} for an unknown module, and settings that do not fit together
 */
export function createAccumulator(settings: RunSettings, digits: Axis): Accumulator {
  switch (settings.modelSimplification) {
    case "solved-accumulator":
      return exact(settings, digits);
    case "pass-through":
      return passThrough(digits);
    case "none":
      return settings.layerType === longShortTermMemory.name
        ? longShortTermMemory.create(digits)
        : unitCell(settings, digits);
  }
}

/** The modules that a run's settings choose; none for what is no module. */
export function modulesOf(settings: RunSettings): readonly ModuleDefinition[] {
  return settings.layerType === longShortTermMemory.name ? [] : [multiplyingModule(settings)];
}

const scope = "cell/recurrent";

function unitCell(settings: RunSettings, digits: Axis): Accumulator {
  const { nacMultiplication } = settings;
  const inner = multiplyingModule(settings);
  const module = inLogSpace(inner, nacMultiplication);
  inner.check?.(settings);
  refuseGatePenalties(settings, inner);
  const inputs: Axis = { name: "cell input", size: digits.size + 1 };
  const outputs: Axis = { name: "cell output", size: 1 };
  const shape = { settings, inputs, outputs };
  const parameters = placeParameters(module.parameters(shape)).map((parameter) => ({
    ...parameter,
    tag: [scope, module.namespace, ...parameter.name.split(".")].join("/"),
  }));
  const layerOver = (x: Expression, samples: Axis): Layer => ({
    ...createLayer(shape, {
      samples,
      x,
      training: true,
      parameters,
      noises: [],
      firstNoiseColumn: 0,
    }),
    noise: () => {
      throw new UserError(
        `${module.name} draws noise, which recurrent cells have none of. Leave the noise out.`,
      );
    },
  });
  const inputOf = ({ digit, state }: Position): Expression =>
    stack(inputs, [...elementsOf(digit, digits), ...state]);
  // Products start from 1. The original's other units start from 0, even where they learn products.
  const startsFromOne = nacMultiplication === "normal" || nacMultiplication === "mnac";
  return {
    parameters,
    discardedDraws: 1,
    initial: [startsFromOne ? 1 : 0],
    step(position, samples) {
      const output = sum(module.forward(layerOver(inputOf(position), samples)), outputs);
      return { output, state: [output] };
    },
    penalties(positions, samples) {
      // Penalties look at the mean over samples; the mean over positions is theirs, too.
      const x = meanOf(positions.map((position) => asRead(inputOf(position), nacMultiplication)));
      const values = inner.penalties?.(layerOver(x, samples)) ?? {};
      return penaltyKeys.flatMap((key): CellPenalty[] => {
        const value = values[key];
        const tag = `${scope}/${inner.namespace}/regualizer/${key}`;
        return value ? [{ key, tag, value }] : [];
      });
    },
    logged(samples) {
      const blank = stack(inputs, Array<Operand>(inputs.size).fill(0));
      return (module.logged?.(layerOver(blank, samples)) ?? []).map((definition) => ({
        ...definition,
        tag: [scope, module.namespace, definition.namespace, definition.name]
          .filter(Boolean)
          .join("/"),
      }));
    },
  };
}

/** Penalties of gates look at each number by itself, not at means: nothing says how positions share them. */
function refuseGatePenalties(settings: RunSettings, { name, namespace }: ModuleDefinition): void {
  if (namespace !== "nalu") return;
  const option =
    settings.regularizerZ !== 0
      ? "--regualizer-z"
      : settings.naluGate === "regualized"
        ? "--nalu-gate regualized"
        : undefined;
  if (option === undefined) return;
  throw new UserError(`${name} as a recurrent cell has no penalty ${option}. Leave it out.`);
}

/** The cumulative sum or product itself: what the image network alone can reach. */
function exact(settings: RunSettings, digits: Axis): Accumulator {
  refuseSeveral(digits, settings.modelSimplification);
  const multiplies = settings.operation === "cumprod";
  return {
    parameters: [],
    discardedDraws: 0,
    initial: [multiplies ? 1 : 0],
    step({ digit, state: [before] }) {
      const value = sum(digit, digits);
      const output = multiplies ? mul(before, value) : add(before, value);
      return { output, state: [output] };
    },
    penalties: () => [],
    logged: () => [],
  };
}

/** What the image network says, position by position. */
function passThrough(digits: Axis): Accumulator {
  refuseSeveral(digits, "pass-through");
  return {
    parameters: [],
    discardedDraws: 0,
    initial: [],
    step: ({ digit }) => ({ output: sum(digit, digits), state: [] }),
    penalties: () => [],
    logged: () => [],
  };
}

function refuseSeveral({ size }: Axis, simplification: string): void {
  if (size === 1) return;
  throw new UserError(
    `The simplification ${simplification} takes one number of each image, and --mnist-outputs asks for ${size}.`,
  );
}

function elementsOf(digit: Expression, digits: Axis): Expression[] {
  if (digit.kind !== "input") throw new RangeError("Only columns have elements");
  const position = digit.axes.indexOf(digits);
  return Array.from({ length: digits.size }, (_, index) => ({
    ...digit,
    axes: digit.axes.toSpliced(position, 1),
    strides: digit.strides.toSpliced(position, 1),
    offset: digit.offset + index * digit.strides[position],
  }));
}

function meanOf(parts: readonly Expression[]): Expression {
  return mul(sumOf(parts), 1 / parts.length);
}
