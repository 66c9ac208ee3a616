import type { Backend } from "../backend.js";
import { compileOnce } from "../compileOnce.js";
import { UserError } from "../../../util/userError.js";
import type { CudaDevice } from "./device.js";

/** Finds a GPU, or says why there is none and what would help. */
export type FindDevice = () => Promise<CudaDevice | string>;

/** Many runs side by side on one NVIDIA GPU, with the bits of the backend wasm. */
export function createCudaBackend(name: string, find: FindDevice): Backend {
  let found: Promise<CudaDevice | string> | undefined;
  const device = () => (found ??= find());
  return {
    name,
    precision: 32,
    keeps: 32,
    form: {},
    // Each has its files open while it is trained.
    runsAtOnce: 512,
    async available() {
      const answer = await device();
      return typeof answer === "string" ? answer : undefined;
    },
    compile: compileOnce(async (program) => {
      const answer = await device();
      if (typeof answer === "string") throw new UserError(answer);
      const { cudaExecutable } = await import("./cudaSession.js");
      return cudaExecutable(program, answer);
    }),
  };
}
