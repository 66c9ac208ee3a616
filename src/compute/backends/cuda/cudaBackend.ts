import { BackendLost, type Backend } from "../backend.js";
import { compileOnce } from "../compileOnce.js";
import type { Program } from "../program.js";
import { UserError } from "../../../util/userError.js";
import type { CudaDevice } from "./device.js";

/** Finds GPUs, or says why there are none and what would help. */
export type FindDevices = () => Promise<readonly CudaDevice[] | string>;

/** Sessions of one GPU: while the numbers of some are written down, it computes for others. */
const sessionsOfDevice = 4;

/** Many runs side by side on NVIDIA GPUs, with the bits of the backend wasm. */
export function createCudaBackend(name: string, find: FindDevices): Backend {
  let found: Promise<readonly CudaDevice[] | string> | undefined;
  let devices: readonly CudaDevice[] = [];
  const whatIsFound = async () => {
    const answer = await (found ??= find());
    if (typeof answer === "string") return answer;
    devices = answer.filter(({ lost }) => lost === undefined);
    return devices.length > 0 ? devices : answer[0].lost!;
  };
  const compileAll = async (programs: readonly Program[]) => {
    const answer = await whatIsFound();
    if (typeof answer === "string") {
      const wereThere = typeof (await found) === "object";
      throw wereThere ? new BackendLost(answer) : new UserError(answer);
    }
    const { cudaExecutable } = await import("./cudaExecutable.js");
    return cudaExecutable(programs, answer);
  };
  return {
    name,
    precision: 32,
    keeps: 32,
    form: {},
    // Each has its files open while it is trained.
    runsAtOnce: 512,
    sessionsAtOnce: () => sessionsOfDevice * Math.max(1, devices.length),
    async available() {
      const answer = await whatIsFound();
      return typeof answer === "string" ? answer : undefined;
    },
    compile: compileOnce((program) => compileAll([program])),
    compileTogether: compileAll,
  };
}
