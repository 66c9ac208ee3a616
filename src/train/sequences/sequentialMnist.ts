import {
  multiplicationSettings,
  operationSettings,
} from "../../experiments/settings/arithmetic.js";
import { sequenceSettings } from "../../experiments/settings/sequence.js";
import { sequenceTrainingSettings } from "../../experiments/settings/training.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { chooseImageBackend } from "../../compute/images/imageBackends.js";
import { createSequenceTrainer } from "./createSequenceTrainer.js";
import { modulesOf } from "./createAccumulator.js";
import { longShortTermMemory } from "./longShortTermMemory.js";
import { trainSequences } from "./trainSequences.js";
import { readMnist } from "./mnistFiles.js";
import type { Learner } from "../trainer/learner.js";

/**
 * Cumulative sums and products of sequences of images of digits: Trask et al., "Neural Arithmetic Logic Units" (2018),
 * section 4.2; Madsen and Johansen, "Neural Arithmetic Units" (2020), section 4.2.
 */
export const sequentialMnist: Learner = {
  title: "the task on sequences of images",
  settings: [sequenceTrainingSettings, operationSettings, sequenceSettings],
  network: {
    settings: [multiplicationSettings],
    ownTypes: [longShortTermMemory.name],
    modules: modulesOf,
  },
  goesSideBySide: false,
  iterations: iterationsOf,
  async begin(settings, backend) {
    const images = await chooseImageBackend(backend, "Sequences of images");
    const trainer = await createSequenceTrainer(settings, await readMnist(), { images });
    return {
      backend: images.name,
      device: trainer.device,
      get stopped() {
        return trainer.stopped;
      },
      run: (writer, onProgress) => trainSequences(trainer, writer, onProgress),
      close: () => trainer.close(),
    };
  },
};

/** Of the 55,000 images that training takes, by digit: facts of MNIST. */
const imagesOfDigit = [5434, 6212, 5465, 5622, 5343, 4963, 5436, 5702, 5357, 5466];

function iterationsOf(settings: RunSettings): number {
  const { mnistDigits, interpolationLength, batchSize, maxEpochs } = settings;
  const images = Array.from(mnistDigits, Number).reduce(
    (sum, digit) => sum + imagesOfDigit[digit],
    0,
  );
  const sequences = Math.floor(images / interpolationLength);
  return (maxEpochs + 1) * Math.ceil(sequences / batchSize);
}
