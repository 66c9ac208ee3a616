import { BackendLost, type Executable } from "../backend.js";
import type { Program } from "../program.js";
import { CudaSession } from "./cudaSession.js";
import type { CudaDevice, CudaModule } from "./device.js";
import { layOut } from "./layout.js";
import { writeModule } from "./programPtx.js";

/** Runs that each device computes now. */
const busy = new WeakMap<CudaDevice, number>();

/**
 * Compiles programs for GPUs: a warp computes a run. The runs of a session are all on one of them, the one
 * that has the fewest.
 *
 * @param programs one, or several whose runs share their batches
 */
export function cudaExecutable(
  programs: readonly Program[],
  devices: readonly CudaDevice[],
): Executable {
  const layout = layOut(programs);
  const text = writeModule(programs, layout);
  const modules = new Map<CudaDevice, CudaModule>();
  const moduleOn = (device: CudaDevice): CudaModule => {
    const module = modules.get(device) ?? device.load(text);
    modules.set(device, module);
    return module;
  };
  return {
    get device() {
      return [...new Set(devices.map(({ name }) => name))].join(", ");
    },
    async start(runs) {
      const [first, ...others] = devices.filter(({ lost }) => lost === undefined);
      if (!first) throw new BackendLost(devices[0].lost!);
      const runsOn = (device: CudaDevice) => busy.get(device) ?? 0;
      const device = others.reduce(
        (least, other) => (runsOn(other) < runsOn(least) ? other : least),
        first,
      );
      const count = (change: number) => busy.set(device, runsOn(device) + change);
      count(runs.length);
      try {
        return await CudaSession.begin(device, moduleOn(device), programs, layout, runs, () =>
          count(-runs.length),
        );
      } catch (error) {
        count(-runs.length);
        throw error;
      }
    },
  };
}
