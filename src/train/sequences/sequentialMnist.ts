import {
  multiplicationSettings,
  operationSettings,
} from "../../experiments/settings/arithmetic.js";
import { sequenceSettings } from "../../experiments/settings/sequence.js";
import { sequenceTrainingSettings } from "../../experiments/settings/training.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { UserError } from "../../util/userError.js";
import { modulesOf } from "./createAccumulator.js";
import { longShortTermMemory } from "./longShortTermMemory.js";
import { SequenceTrainer } from "./sequenceTrainer.js";
import { trainSequences } from "./trainSequences.js";
import { readMnist } from "./mnistFiles.js";
import type { Learner } from "../trainer/learner.js";

/** What computes the image network, as `--backend` calls it. */
const backendName = "wasm";

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
  async begin(settings, backend = backendName) {
    if (backend !== backendName && backend !== "auto") {
      throw new UserError(
        `Sequences of images are computed by the backend ${backendName}, not by ${backend}: leave --backend out.`,
        2,
      );
    }
    const trainer = new SequenceTrainer(settings, await readMnist());
    return {
      backend: backendName,
      device: "WebAssembly",
      get stopped() {
        return trainer.stopped;
      },
      run: (writer, onProgress) => trainSequences(trainer, writer, onProgress),
      close: () => Promise.resolve(),
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
