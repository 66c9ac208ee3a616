import assert from "node:assert/strict";
import { devicesOf } from "../../../src/compute/backends/cuda/driver.js";
import { createCudaImageBackend } from "../../../src/compute/images/imageBackends.js";
import type { ImageNetworkShape } from "../../../src/compute/images/layers.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import {
  createSequenceTrainer,
  type SequenceTrainerOptions,
} from "../../../src/train/sequences/createSequenceTrainer.js";
import type { DigitImages } from "../../../src/train/sequences/mnistFiles.js";
import { trainSequences } from "../../../src/train/sequences/trainSequences.js";
import { recordingWriter } from "../../helpers/recordingWriter.js";
import {
  interpretedDriver,
  type InterpretedDriverOptions,
} from "../../compute/backends/cuda/interpretedDriver.js";

/** The paper's layers with fewer filters. */
const network = (outputs: number): ImageNetworkShape => ({
  image: { height: 28, width: 28 },
  convolutions: [
    { kind: "convolution", name: "conv1", filters: 2, size: 5 },
    { kind: "convolution", name: "conv2", filters: 3, size: 5 },
  ],
  dense: [
    { kind: "dense", name: "fc1", outputs: 6, relu: true },
    { kind: "dense", name: "fc2", outputs, relu: false },
  ],
});

/** Blots that are brighter the larger the digit. */
function blots(count: number, shift: number): DigitImages {
  const labels = Uint8Array.from({ length: count }, (_, image) => (image * 7 + shift) % 10);
  const images = Uint8Array.from(
    { length: count * 784 },
    (_, i) => (((i * 31 + shift) % 17) * (1 + labels[Math.floor(i / 784)])) % 256,
  );
  return { images, labels };
}
const splits = { training: blots(45, 1), validation: blots(8, 2), test: blots(8, 3) };

const settings = completeSettings({
  ...{ task: "sequential_mnist", operation: "cumprod", layerType: "ReRegualizedLinearNAC" },
  ...{ nacMultiplication: "mnac", batchSize: 8, interpolationLength: 2, maxEpochs: 0 },
  ...{ extrapolationLengths: [1, 3], mnistDigits: "123456789", verbose: true },
});

const onGpu = (options: InterpretedDriverOptions = {}) => {
  const driver = interpretedDriver({ bytes: 1 << 25, ...options });
  const images = createCudaImageBackend(() => Promise.resolve(devicesOf(driver)));
  return { driver, images };
};

async function trained(options: SequenceTrainerOptions) {
  const trainer = await createSequenceTrainer(settings, splits, { network, ...options });
  const { writer, logged } = recordingWriter();
  const batches = await trainSequences(trainer, writer);
  const parameters = await trainer.read("parameters");
  await trainer.close();
  return { batches, logged, parameters, device: trainer.device };
}

describe("sequences of images on a GPU", () => {
  it("leave the logs and the parameters that WebAssembly leaves", async function () {
    const { driver, images } = onGpu();
    const found = await trained({ images });
    const expected = await trained({});
    assert.equal(found.batches, 3);
    assert.deepEqual(found.logged, expected.logged);
    assert.deepEqual(found.parameters, expected.parameters);
    assert.equal(found.device, "PTX interpreter (CUDA 13.0)");
    assert.ok(driver.isEmpty);
    // Each set of images is taken there once, and each pass is one launch a layer.
    const batches = driver.launches.filter(({ entry }) => entry === "update").length;
    assert.equal(batches, 3);
    assert.equal(driver.launches.filter(({ entry }) => entry === "filters1").length, 3);
  });

  it("say that memory is short, and give back what they had", async () => {
    const { driver, images } = onGpu({ bytes: 1 << 16 });
    await assert.rejects(
      trained({ images }),
      /PTX interpreter \(CUDA 13\.0\) has not enough memory left: .*Train fewer runs at a time, or take the backend wasm\.$/,
    );
    assert.ok(driver.isEmpty);
  });

  it("end with the reason when the card is lost, and the next one is refused with it", async () => {
    const illegalAddress = 700;
    const { images } = onGpu({
      answer: (call, times) => (call === "launch" && times > 30 ? illegalAddress : 0),
    });
    await assert.rejects(trained({ images }), /is lost\./);
    assert.match((await images.available()) ?? "", /is lost\./);
    await assert.rejects(trained({ images }), /is lost\./);
  });
});
