import { type Operand, singleLiteral } from "../../backends/cuda/ptx/ptxFunction.js";
import { ptxInstructions } from "../../backends/cuda/ptx/ptxInstructions.js";
import { inSegments } from "../dense.js";
import type { WrittenEntry } from "./convolutionPtx.js";
import type { DeviceDense, DeviceMemory } from "./deviceMemory.js";
import type { Sums } from "./sums.js";
import { writeSums } from "./sums.js";
import { ThreadEntry } from "./threadEntry.js";

/** Numbers of which both factors are at fixed distances, in the segments that WebAssembly sums them in. */
function segmentsOf(count: number, left: number, right: number): Pick<Sums, "segments" | "terms"> {
  const { segments, terms } = inSegments(count);
  const size = Number(terms.count);
  return {
    segments: { count: segments.count, left: size * left, right: size * right },
    terms: { count: size, left, right },
  };
}

/** A thread computes one output of one picture. */
export function writeOutputs(
  name: string,
  { parameters }: DeviceMemory,
  { layer, inputs, outputs }: DeviceDense,
): WrittenEntry {
  const entry = new ThreadEntry();
  const { single } = ptxInstructions(entry.fn);
  const [output, picture] = entry.parted(layer.outputs);
  const [sum] = writeSums(entry, {
    left: entry.at(inputs.address, [picture, inputs.bytes]),
    right: entry.at(parameters + 4 * layer.weights, [output, 4 * layer.rowLength]),
    offsets: [0],
    start: entry.load(entry.at(parameters + 4 * layer.biases, [output, 4])),
    ...segmentsOf(layer.inputs, 4, 4),
  });
  const value = layer.relu ? single.pmax(sum, singleLiteral(0)) : sum;
  entry.store(entry.at(outputs.address, [picture, outputs.bytes], [output, 4]), value);
  return { name, text: entry.text(name), threads: (pictures) => pictures * layer.outputs };
}

/** A thread computes the gradient of one input of one picture. */
export function writeInputGradients(
  name: string,
  { parameters }: DeviceMemory,
  { layer, inputs, inputGradients, outputGradients }: DeviceDense,
  inputsAreRectified: boolean,
): WrittenEntry {
  const entry = new ThreadEntry();
  const { single } = ptxInstructions(entry.fn);
  const [input, picture] = entry.parted(layer.inputs);
  const [sum] = writeSums(entry, {
    left: entry.at(outputGradients.address, [picture, outputGradients.bytes]),
    right: entry.at(parameters + 4 * layer.weights, [input, 4]),
    offsets: [0],
    ...segmentsOf(layer.outputs, 4, 4 * layer.rowLength),
  });
  const inPicture = [
    [picture, inputs.bytes],
    [input, 4],
  ] as const;
  let value = sum;
  if (inputsAreRectified) {
    const isOpen = single.gt(entry.load(entry.at(inputs.address, ...inPicture)), singleLiteral(0));
    value = single.orZero(sum, isOpen);
  }
  entry.store(entry.at(inputGradients.address, ...inPicture), value);
  return { name, text: entry.text(name), threads: (pictures) => pictures * layer.inputs };
}

/** A thread computes the gradient of one weight: it adds up the pictures. */
export function writeWeightGradients(
  name: string,
  { gradients }: DeviceMemory,
  { layer, inputs, outputGradients }: DeviceDense,
): WrittenEntry {
  const entry = new ThreadEntry();
  const [input, output] = entry.parted(layer.inputs);
  const [sum] = writeSums(entry, {
    left: entry.at(outputGradients.address, [output, 4]),
    right: entry.at(inputs.address, [input, 4]),
    offsets: [0],
    segments: { count: 1, left: 0, right: 0 },
    terms: {
      count: entry.parameter("pictures"),
      left: outputGradients.bytes,
      right: inputs.bytes,
    },
  });
  const target = entry.at(gradients + 4 * layer.weights, [output, 4 * layer.rowLength], [input, 4]);
  entry.store(target, sum);
  return { name, text: entry.text(name), threads: () => layer.outputs * layer.inputs };
}

/** A thread computes the gradient of one bias. */
export function writeBiasGradients(
  name: string,
  { gradients }: DeviceMemory,
  { layer, outputGradients }: DeviceDense,
): WrittenEntry {
  const entry = new ThreadEntry();
  const { fn } = entry;
  const at: Operand = fn.variable("b64", entry.at(outputGradients.address, [entry.index, 4]));
  const sum = fn.variable("f32", singleLiteral(0));
  entry.repeat(entry.parameter("pictures"), () => {
    fn.emit(`add.rn.f32 ${sum}, ${sum}, ${entry.load(at)}`);
    entry.advance(at, outputGradients.bytes);
  });
  entry.store(entry.at(gradients + 4 * layer.biases, [entry.index, 4]), sum);
  return { name, text: entry.text(name), threads: () => layer.outputs };
}
