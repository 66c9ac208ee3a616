import type { CudaDevice } from "./device.js";
import { DriverDevice, type SharedDriver } from "./driverDevice.js";
import { answers, explain } from "./driverErrors.js";
import { loadDriver, type DriverFunctions } from "./driverLibrary.js";

/** PTX of version 6.4 is compiled by drivers from CUDA 10.1 on. */
const oldestDriver = 10010;

/**
 * The NVIDIA GPUs (of those that `CUDA_VISIBLE_DEVICES` names), by nothing but their driver; or why there
 * are none.
 */
export async function findCudaDevices(): Promise<readonly CudaDevice[] | string> {
  const driver = await loadDriver();
  return typeof driver === "string" ? driver : devicesOf(driver);
}

/** The devices of a driver that are new enough, or why there are none. */
export function devicesOf(driver: DriverFunctions): readonly CudaDevice[] | string {
  const instead = "Take the backend wasm, which computes the same numbers.";
  const [version, count] = [[0], [0]];
  for (const [code, what] of [
    [driver.init(0), "does not start"],
    [driver.driverVersion(version), "does not say which version it is"],
    [driver.deviceCount(count), "does not say how many GPUs there are"],
  ] as const) {
    if (code === answers.success) continue;
    const name: (string | null)[] = [null];
    driver.errorName(code, name);
    return `The CUDA driver ${what}: ${explain(code, name[0])}. ${instead}`;
  }
  if (version[0] < oldestDriver) {
    return (
      `The NVIDIA driver is too old: it speaks CUDA ${versionText(version[0])}, and ` +
      `${versionText(oldestDriver)} or newer is needed. Update it, or take the backend wasm.`
    );
  }
  if (count[0] === 0) return `The CUDA driver finds no GPU. ${instead}`;
  const shared: SharedDriver = {
    functions: driver,
    version: versionText(version[0]),
    current: undefined,
  };
  const devices: CudaDevice[] = [];
  const reasons: string[] = [];
  for (let ordinal = 0; ordinal < count[0]; ordinal++) {
    try {
      devices.push(new DriverDevice(shared, ordinal));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      reasons.push(error.message);
    }
  }
  return devices.length > 0 ? devices : reasons[0];
}

/** 12040 is 12.4. */
function versionText(version: number): string {
  return `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;
}
