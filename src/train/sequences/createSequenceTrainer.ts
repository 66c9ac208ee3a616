import type { Axis } from "../../compute/graph/expression.js";
import { adam } from "../../compute/graph/optimizers.js";
import { updateColumns } from "../../compute/graph/update.js";
import { type ImageBackend, wasmImageBackend } from "../../compute/images/imageBackends.js";
import type { ImageNetworkShape } from "../../compute/images/layers.js";
import { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import { Cell } from "./cell.js";
import { createAccumulator } from "./createAccumulator.js";
import { digitNetwork, drawDigitNetwork } from "./digitNetwork.js";
import { createSequences, trainingSeed } from "./digitSequences.js";
import type { DigitSplits } from "./mnistFiles.js";
import { SequenceTrainer } from "./sequenceTrainer.js";

export interface SequenceTrainerOptions {
  /** What computes the image network; default: WebAssembly. */
  readonly images?: ImageBackend;
  /** The image network of so many outputs; default: the paper's. */
  readonly network?: (outputs: number) => ImageNetworkShape;
}

/**
 * Sets a run up: its sequences, its image network and its cell with their first parameters.
 *
 * @throws {UserError} for settings that do not fit together, and a backend that is not available
 */
export async function createSequenceTrainer(
  settings: RunSettings,
  splits: DigitSplits,
  { images = wasmImageBackend, network: shapeOf = digitNetwork }: SequenceTrainerOptions = {},
): Promise<SequenceTrainer> {
  checkSettings(settings);
  const { mnistOutputs, batchSize, interpolationLength, seed, mnistDigits } = settings;
  const digits: Axis = { name: "digit", size: mnistOutputs };
  const accumulator = createAccumulator(settings, digits);
  const sequences = createSequences(
    splits.training,
    mnistDigits,
    interpolationLength,
    trainingSeed(seed),
  );
  checkLengths(settings, splits);
  const optimizer = adam(1e-3);
  const most = batchSize * interpolationLength;
  const network = await images.start(shapeOf(mnistOutputs), optimizer, most);
  try {
    const generator = new TorchGenerator(seed);
    const { parameters, discardedDraws } = accumulator;
    const drawNetwork = () => drawDigitNetwork(network.definitions, generator);
    const turns = [...parameters].sort((a, b) => (a.drawTurn ?? 0) - (b.drawTurn ?? 0));
    const drawCell = () =>
      new Map(turns.map(({ name, initial, shape }) => [name, initial(generator, shape)]));
    // Convolutions draw theirs when they are made, the network when it is, and the script once more.
    drawNetwork();
    drawNetwork();
    for (let draw = 0; draw < discardedDraws; draw++) drawCell();
    await network.setParameters(drawNetwork());
    const drawn = drawCell();
    const cell = parameters.length === 0 ? null : new Cell(accumulator, optimizer);
    for (const { name, offset } of parameters) {
      cell!.column(updateColumns.parameters).set(drawn.get(name)!, offset);
    }
    const parts = { digits, accumulator, sequences, network, generator, cell };
    return new SequenceTrainer(settings, splits, parts);
  } catch (error) {
    await network.close();
    throw error;
  }
}

function checkSettings({ operation, precision }: RunSettings): void {
  if (operation !== "cumsum" && operation !== "cumprod") {
    throw new UserError(
      `The operation ${operation} is none on sequences. Give --operation cumsum or cumprod.`,
      2,
    );
  }
  if (precision !== 32) {
    throw new UserError("The image network computes with 32 bits: leave the precision out.", 2);
  }
}

/** @throws {UserError} where there are not enough images for a sequence: errors over none would be no numbers */
function checkLengths(
  { mnistDigits, interpolationLength, extrapolationLengths }: RunSettings,
  splits: DigitSplits,
): void {
  const digits = new Set(Array.from(mnistDigits, Number));
  const words = { training: "training", validation: "validation", test: "the test" } as const;
  const check = (split: keyof DigitSplits, lengths: readonly number[]): void => {
    const images = splits[split].labels.reduce((sum, label) => sum + Number(digits.has(label)), 0);
    const tooLong = lengths.filter((length) => length > images);
    if (tooLong.length === 0) return;
    throw new UserError(
      `No sequence of ${tooLong.join(" or ")} images of the digits ${mnistDigits} can be made: ` +
        `${words[split]} has ${images} of them.`,
    );
  };
  check("training", [interpolationLength]);
  check("validation", [interpolationLength]);
  check("test", extrapolationLengths);
}
