import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { Backend, Bits } from "./backend.js";
import { createCudaBackend } from "./cuda/cudaBackend.js";
import { javascriptBackend } from "./javascript.js";
import { tfjsBackend } from "./tfjs.js";
import { wasmBackend } from "./wasm/wasmBackend.js";

/** All backends, the ones that are taken by themselves first. A new one is a file and a line here. */
export const backends: readonly Backend[] = [
  wasmBackend,
  javascriptBackend,
  createCudaBackend("cuda", async () => {
    const { findCudaDevices } = await import("./cuda/driver.js");
    return findCudaDevices();
  }),
  tfjsBackend,
];

export const backendNames: readonly string[] = backends.map(({ name }) => name);

/** What people say for a GPU where there is one; it is no backend, but chosen for each run. */
export const automaticBackend = "auto";

/**
 * The backend of a name, or without one the first that has the precision.
 *
 * @param precision what the run asks for
 * @throws {UserError} for an unknown name, and a backend with less precision
 */
export function findBackend(name: string | undefined, precision: Bits): Backend {
  if (name === undefined) return backends.find((backend) => backend.precision === precision)!;
  const backend = backends.find((known) => known.name === name);
  if (!backend) {
    throw new UserError(`There is no backend "${name}"${didYouMean(name, backendNames)}`, 2);
  }
  if (backend.precision < precision) {
    const fitting = backends.filter((other) => other.precision >= precision);
    throw new UserError(
      `The backend ${name} computes in ${backend.precision}-bit precision, and the run asks for ` +
        `${precision} bits. Take the backend ${fitting.map((other) => other.name).join(" or ")}, ` +
        `none, or ${backend.precision}-bit precision.`,
      2,
    );
  }
  return backend;
}

/**
 * A backend that computes on this machine, as {@link findBackend} chooses it.
 *
 * @throws {UserError} also for one that is not available, with its reason
 */
export async function chooseBackend(name: string | undefined, precision: Bits): Promise<Backend> {
  const backend = findBackend(name, precision);
  const reason = await backend.available();
  if (reason !== undefined) throw new UserError(reason);
  return backend;
}
