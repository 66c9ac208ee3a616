import type { Axis, Expression } from "../../compute/graph/expression.js";
import { stack, sum, type Operand } from "../../compute/graph/operations.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import { createLayer, placeParameters } from "../modules/parts/createLayer.js";
import {
  penaltyKeys,
  type Layer,
  type LoggedDefinition,
} from "../modules/parts/moduleDefinition.js";
import { inLogSpace } from "../networks/logSpace.js";
import { multiplyingModule } from "../networks/twoLayers.js";
import type { Accumulator, CellLogged, CellPenalty, Position } from "./accumulator.js";

const scope = "cell/recurrent";

/** A unit that reads what the image network says and its own last output, and puts out one number. */
export function unitCell(settings: RunSettings, digits: Axis): Accumulator {
  const { nacMultiplication } = settings;
  const inner = multiplyingModule(settings);
  const module = inLogSpace(inner, nacMultiplication);
  inner.check?.(settings);
  const inputs: Axis = { name: "cell input", size: digits.size + 1 };
  const outputs: Axis = { name: "cell output", size: 1 };
  const shape = { settings, inputs, outputs };
  const parameters = placeParameters(module.parameters(shape)).map((parameter) => ({
    ...parameter,
    tag: [scope, module.namespace, ...(parameter.loggedAs ?? parameter.name).split(".")].join("/"),
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
  const shown = (definitions: readonly LoggedDefinition[] = []): CellLogged[] =>
    definitions.map((definition) => ({
      ...definition,
      tag: [scope, module.namespace, definition.namespace, definition.name]
        .filter(Boolean)
        .join("/"),
    }));
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
    penalties(given, samples) {
      const positions: Axis = { name: "position", size: given.length };
      const seen = { ...layerOver(stack(positions, given.map(inputOf)), samples), positions };
      const last = layerOver(inputOf(given[given.length - 1]), samples);
      const values = {
        ...module.penalties?.(seen),
        // The original keeps the gate of the last position alone.
        g: module.penalties?.(last)["g"],
      };
      return penaltyKeys.flatMap((key): CellPenalty[] => {
        const value = values[key];
        const tag = `${scope}/${inner.namespace}/regualizer/${key}`;
        return value ? [{ key, tag, value }] : [];
      });
    },
    activations: (position, samples) =>
      shown(module.activations?.(layerOver(inputOf(position), samples))),
    logged(samples) {
      const blank = stack(inputs, Array<Operand>(inputs.size).fill(0));
      return shown(module.logged?.(layerOver(blank, samples)));
    },
  };
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
