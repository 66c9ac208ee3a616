/**
 * Images a second that the network for digits is trained with on one core, beside PyTorch where Python has it:
 * `npm run bench:images` (`PYTHON=…` names an interpreter).
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { adam } from "../../src/compute/graph/optimizers.js";
import { ImageNetwork } from "../../src/compute/images/imageNetwork.js";
import { TorchGenerator } from "../../src/compute/random/torchGenerator.js";
import { digitNetwork, drawDigitNetwork } from "../../src/train/sequences/digitNetwork.js";

/** A batch of products: 64 sequences of two images. */
const images = 128;

function ownImagesPerSecond(): number {
  const network = new ImageNetwork(digitNetwork(1), adam(1e-3), images);
  network.setParameters(drawDigitNetwork(network.definitions, new TorchGenerator(0)));
  network.pictures.set(new TorchGenerator(1).uniform(-1, 3, images * 28 * 28));
  const gradients = Float32Array.from({ length: images }, (_, index) => Math.sin(index));
  const steps = (count: number): void => {
    for (let step = 0; step < count; step++) {
      network.forward(images);
      network.backward(gradients);
      network.step();
    }
  };
  steps(10);
  const rates = Array.from({ length: 5 }, () => {
    const start = performance.now();
    steps(40);
    return (40 * images * 1000) / (performance.now() - start);
  });
  return Math.round(Math.max(...rates));
}

function torchImagesPerSecond(threads: number): number | undefined {
  const script = fileURLToPath(new URL("digitNetwork.py", import.meta.url));
  const python = process.env["PYTHON"] ?? "python3";
  const { stdout } = spawnSync(python, [script, String(threads)], { encoding: "utf8" });
  return Number.parseInt(stdout, 10) || undefined;
}

const own = ownImagesPerSecond();
console.log(`one core: ${own} images a second`);
for (const threads of [1, 2]) {
  const peer = torchImagesPerSecond(threads);
  if (peer === undefined) console.log("PyTorch is not there");
  else
    console.log(
      `PyTorch, ${threads} threads: ${peer} (${((own * threads) / peer).toFixed(2)} times as many here)`,
    );
}
