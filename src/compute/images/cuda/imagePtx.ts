import { writeKernel } from "../../backends/cuda/ptx/kernelWriter.js";
import { ptxModule, singleLiteral, warpThreads } from "../../backends/cuda/ptx/ptxFunction.js";
import type { Update } from "../../graph/update.js";
import type { PlacedLayers } from "../layers.js";
import {
  writeConvolution,
  writeInputGradients as writeConvolutionInputs,
  writeWeightGradients as writeConvolutionWeights,
  type WrittenEntry,
} from "./convolutionPtx.js";
import {
  writeBiasGradients,
  writeInputGradients,
  writeOutputs,
  writeWeightGradients,
} from "./densePtx.js";
import type { DeviceMemory } from "./deviceMemory.js";
import { ThreadEntry } from "./threadEntry.js";

/** Launches, one after the other. */
export type Pass = readonly Omit<WrittenEntry, "text">[];

/** Everything that a network does on a device. */
export interface ImagePtx {
  readonly text: string;
  /** From pictures of a set to outputs. */
  readonly forward: Pass;
  /** From gradients of outputs to those of the parameters. */
  readonly backward: Pass;
  readonly step: Pass;
}

/** Bytes of the numbers that the values of a set's pixels stand for; its pixels follow. */
export const valuesBytes = 4 * 256;

export function writeImagePtx(
  layers: PlacedLayers,
  update: Update,
  scalarNames: readonly string[],
  memory: DeviceMemory,
  pixels: number,
): ImagePtx {
  const { convolutions, dense } = memory;
  const forward = [
    writePictures("pictures", memory, pixels),
    ...convolutions.map((one, index) => writeConvolution(`convolution${index}`, memory, one)),
    ...dense.map((one, index) => writeOutputs(`outputs${index}`, memory, one)),
  ];
  const backward = [
    ...dense
      .flatMap((one, index) => [
        ...(index === 0 && convolutions.length === 0
          ? []
          : [
              writeInputGradients(
                `inputs${index}`,
                memory,
                one,
                index > 0 && layers.dense[index - 1].relu,
              ),
            ]),
        writeBiasGradients(`biases${index}`, memory, one),
        writeWeightGradients(`weights${index}`, memory, one),
      ])
      .reverse(),
    ...convolutions
      .flatMap((one, index) => [
        ...(index === 0
          ? []
          : [writeConvolutionInputs(`below${index}`, memory, one, convolutions[index - 1])]),
        writeConvolutionWeights(`filters${index}`, memory, one, "weights"),
        writeConvolutionWeights(`filterBiases${index}`, memory, one, "biases"),
      ])
      .reverse(),
  ];
  const step = [writeUpdate("update", memory, update, scalarNames)];
  const all = [...forward, ...backward, ...step];
  return { text: ptxModule(all.map(({ text }) => text)), forward, backward, step };
}

/** A thread takes one pixel of one of the chosen pictures. */
function writePictures(name: string, memory: DeviceMemory, pixels: number): WrittenEntry {
  const entry = new ThreadEntry();
  const { fn } = entry;
  const [pixel, place] = entry.parted(pixels);
  const picture = entry.loadWord(entry.at(memory.chosen, [place, 4]));
  const byte = fn.op("b32", "mad.lo.u32", picture, String(pixels), pixel);
  const set = entry.parameter("set");
  const word = entry.loadWord(
    entry.from(set, [fn.op("b32", "shr.u32", byte, "2"), 4]),
    valuesBytes,
  );
  const inWord = fn.op("b32", "and.b32", byte, "3");
  const shifted = fn.op("b32", "shr.u32", word, fn.op("b32", "shl.b32", inWord, "3"));
  const value = entry.load(entry.from(set, [fn.op("b32", "and.b32", shifted, "255"), 4]));
  const { address, bytes } = memory.pictures;
  entry.store(entry.at(address, [place, bytes], [pixel, 4]), value);
  return { name, text: entry.text(name), threads: (pictures) => pictures * pixels };
}

/** A warp moves 32 parameters. */
function writeUpdate(
  name: string,
  memory: DeviceMemory,
  { kernel }: Update,
  scalarNames: readonly string[],
): WrittenEntry {
  const entry = new ThreadEntry();
  const { fn } = entry;
  const lane = fn.op("b32", "and.b32", entry.index, String(warpThreads - 1));
  const first = fn.op("b32", "sub.u32", entry.index, lane);
  const warp = fn.op("b32", "div.u32", entry.index, String(warpThreads));
  const broken = writeKernel(fn, kernel, {
    lane,
    columns: entry.at(memory.columns),
    parameters: entry.at(memory.parameters),
    gradients: entry.at(memory.gradients),
    results: entry.at(memory.brokenOfWarps, [warp, 4]),
    scalars: entry.at(memory.scalars),
    scalarNames,
    part: { first, count: warpThreads },
  });
  const isBroken = fn.op("pred", "setp.gt.f32", broken!, singleLiteral(0));
  // All that write do the same.
  fn.when(isBroken, () =>
    entry.store(entry.at(memory.broken), fn.variable("f32", singleLiteral(1))),
  );
  return { name, text: entry.text(name), threads: () => memory.columnBytes / 4 };
}
