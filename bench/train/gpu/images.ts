import { adam } from "../../../src/compute/graph/optimizers.js";
import { chooseImageBackend, wasmImageBackend } from "../../../src/compute/images/imageBackends.js";
import type { ImageSession, PictureSet } from "../../../src/compute/images/imageSession.js";
import { TorchGenerator } from "../../../src/compute/random/torchGenerator.js";
import { digitNetwork, drawDigitNetwork } from "../../../src/train/sequences/digitNetwork.js";
import type { Deadline, Row } from "./table.js";

/** A batch of products: 64 sequences of two images. */
const images = 128;
const checkedSteps = 5;
const size = 28 * 28;

/** Blots: how fast a network is does not depend on what it sees. */
const set: PictureSet = {
  pixels: Uint8Array.from({ length: 4 * images * size }, (_, i) => (i * 7919) % 256),
  values: Float32Array.from({ length: 256 }, (_, pixel) => Math.fround(pixel / 80 - 0.4)),
};

async function begin(session: ImageSession): Promise<ImageSession> {
  await session.setParameters(drawDigitNetwork(session.definitions, new TorchGenerator(0)));
  return session;
}

async function makeSteps(session: ImageSession, count: number): Promise<Float32Array> {
  const gradients = Float32Array.from({ length: images }, (_, index) => Math.sin(index));
  let said: Float32Array = new Float32Array(0);
  for (let step = 0; step < count; step++) {
    const chosen = Uint32Array.from({ length: images }, (_, i) => (step * 31 + i) % (4 * images));
    said = await session.forward(set, chosen);
    await session.backward(gradients);
    await session.step();
  }
  return said;
}

/** Whether the network for digits has the bits of WebAssembly on a GPU, and how many images a second it is trained with. */
export async function checkImages(deadline: Deadline): Promise<Row[]> {
  const cuda = await chooseImageBackend("cuda", "The images of this check");
  const [own, peer] = await Promise.all(
    [cuda, wasmImageBackend].map(async (backend) =>
      begin(await backend.start(digitNetwork(1), adam(1e-3), images)),
    ),
  );
  const left = async (session: ImageSession) =>
    JSON.stringify([
      [...(await makeSteps(session, checkedSteps))],
      ...(await session.read("parameters")).map(({ values }) => [...values]),
    ]);
  const isSame = (await left(own)) === (await left(peer));
  const start = performance.now();
  let steps = 0;
  while (performance.now() - start < 3000 && !deadline.isOver) {
    await makeSteps(own, 10);
    steps += 10;
  }
  const perSecond = Math.round((steps * images * 1000) / (performance.now() - start));
  await own.close();
  return [
    {
      what: `the network for digits, ${checkedSteps} steps of ${images} images, bits of WebAssembly`,
      result: isSame ? "the same" : "other ones",
      bar: "the same",
      isGood: isSame,
    },
    { what: "the network for digits, images a second in training", result: String(perSecond) },
  ];
}
