import { UserError } from "../../util/userError.js";
import { BackendLost } from "../backends/backend.js";
import { automaticBackend } from "../backends/backends.js";
import type { FindDevices } from "../backends/cuda/cudaBackend.js";
import type { CudaDevice } from "../backends/cuda/device.js";
import type { Optimizer } from "../graph/optimizers.js";
import type { ImageSession } from "./imageSession.js";
import type { ImageNetworkShape } from "./layers.js";
import { startWasmImages } from "./wasmImages.js";

/** Somewhere to compute image networks. */
export interface ImageBackend {
  /** As `--backend` calls it. */
  readonly name: string;
  /** Undefined: it can compute on this machine. Else why it cannot, and what would help. */
  available(): Promise<string | undefined>;
  /**
   * @param most pictures that are computed at once
   * @throws {UserError} where it is not available, or has not as much memory
   */
  start(shape: ImageNetworkShape, optimizer: Optimizer, most: number): Promise<ImageSession>;
}

export const wasmImageBackend: ImageBackend = {
  name: "wasm",
  available: () => Promise.resolve(undefined),
  start: (...given) => Promise.resolve(startWasmImages(...given)),
};

/** Networks on NVIDIA GPUs: each on the one that has most memory left. */
export function createCudaImageBackend(find: FindDevices): ImageBackend {
  let found: Promise<readonly CudaDevice[] | string> | undefined;
  const whatIsFound = async () => {
    const answer = await (found ??= find());
    if (typeof answer === "string") return answer;
    const going = answer.filter(({ lost }) => lost === undefined);
    return going.length > 0 ? going : answer[0].lost!;
  };
  return {
    name: "cuda",
    async available() {
      const answer = await whatIsFound();
      return typeof answer === "string" ? answer : undefined;
    },
    async start(...given) {
      const answer = await whatIsFound();
      if (typeof answer === "string") {
        throw typeof (await found) === "string" ? new UserError(answer) : new BackendLost(answer);
      }
      const free = new Map(answer.map((device) => [device, device.freeMemory()]));
      const [device] = [...answer].sort((a, b) => free.get(b)! - free.get(a)!);
      const { startCudaImages } = await import("./cuda/cudaImages.js");
      return startCudaImages(device, ...given);
    },
  };
}

/** The ones that are taken by themselves first. */
export const imageBackends: readonly ImageBackend[] = [
  wasmImageBackend,
  createCudaImageBackend(async () => {
    const { findCudaDevices } = await import("../backends/cuda/driver.js");
    return findCudaDevices();
  }),
];

/**
 * The backend of a name; without one the first; for `auto` a GPU where there is one.
 *
 * @param what is computed, in words, for messages
 * @throws {UserError} for a name of none, and one that is not available
 */
export async function chooseImageBackend(
  name: string | undefined,
  what: string,
  known: readonly ImageBackend[] = imageBackends,
): Promise<ImageBackend> {
  const [first, ...others] = known;
  if (name === undefined) return first;
  if (name === automaticBackend) {
    for (const backend of others) if ((await backend.available()) === undefined) return backend;
    return first;
  }
  const backend = known.find((one) => one.name === name);
  const names = known.map((one) => one.name);
  if (!backend) {
    throw new UserError(
      `${what} are computed by the backends ${names.join(" and ")}, not by ${name}: take one of those, or leave --backend out.`,
      2,
    );
  }
  const reason = await backend.available();
  if (reason !== undefined) throw new UserError(reason);
  return backend;
}
