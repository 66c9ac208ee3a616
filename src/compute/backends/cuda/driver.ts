import { UserError } from "../../../util/userError.js";
import { OutOfMemory } from "../backend.js";
import type { CudaDevice, CudaModule, KernelArgument } from "./device.js";
import { loadDriver, type DriverFunctions } from "./driverLibrary.js";
import { threadsOfBlock } from "./ptx/ptxFunction.js";

/** PTX of version 6.4 is compiled by drivers from CUDA 10.1 on. */
const oldestDriver = 10010;
/** PTX for sm_70 runs on cards from Volta on. */
const oldestCapability = 7;

/** Numbers of the driver's interface. */
const attribute = { capabilityMajor: 75, capabilityMinor: 76, kernelTimeout: 17 } as const;
const option = { errorLog: 5, errorLogBytes: 6 } as const;
const outOfMemory = 2;

/**
 * The first NVIDIA GPU (of those that `CUDA_VISIBLE_DEVICES` names), by nothing but its driver; or why
 * there is none.
 */
export async function findCudaDevice(): Promise<CudaDevice | string> {
  const driver = await loadDriver();
  if (typeof driver === "string") return driver;
  try {
    return new DriverDevice(driver);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

class DriverDevice implements CudaDevice {
  readonly name: string;
  readonly limitsTime: boolean;

  /** @throws {UserError} where there is no card, or only what is too old */
  constructor(private readonly driver: DriverFunctions) {
    this.check(driver.init(0), "The CUDA driver does not start");
    const version = this.out((value) => driver.driverVersion(value), "cuDriverGetVersion");
    if (version < oldestDriver) {
      throw new UserError(
        `The NVIDIA driver is too old: it speaks CUDA ${versionText(version)}, and ` +
          `${versionText(oldestDriver)} or newer is needed. Update it, or take the backend wasm.`,
      );
    }
    if (this.out((value) => driver.deviceCount(value), "cuDeviceGetCount") === 0) {
      throw new UserError("The CUDA driver finds no GPU. Take the backend wasm.");
    }
    const device = this.out((value) => driver.deviceGet(value, 0), "cuDeviceGet");
    const text = Buffer.alloc(256);
    this.check(driver.deviceName(text, text.length, device), "cuDeviceGetName");
    const [card] = text.toString("latin1").split("\0");
    this.name = `${card} (CUDA ${versionText(version)})`;
    const ask = (what: number) =>
      this.out((value) => driver.deviceAttribute(value, what, device), "cuDeviceGetAttribute");
    const major = ask(attribute.capabilityMajor);
    if (major < oldestCapability) {
      throw new UserError(
        `${card} has compute capability ${major}.${ask(attribute.capabilityMinor)}, and ` +
          `${oldestCapability}.0 or newer is needed (Volta and later). Take the backend wasm.`,
      );
    }
    this.limitsTime = ask(attribute.kernelTimeout) !== 0;
    const context: unknown[] = [null];
    this.check(driver.retainContext(context, device), "cuDevicePrimaryCtxRetain");
    this.check(driver.setContext(context[0]), "cuCtxSetCurrent");
  }

  freeMemory(): number {
    const [free, total] = [[0], [0]];
    this.check(this.driver.memoryInfo(free, total), "cuMemGetInfo");
    return Number(free[0]);
  }

  alloc(bytes: number): number {
    const address = [0];
    const code = this.driver.alloc(address, bytes);
    if (code === outOfMemory) throw new OutOfMemory(`${this.name} has no ${bytes} bytes left`);
    this.check(code, "cuMemAlloc");
    return Number(address[0]);
  }

  free(address: number): void {
    this.check(this.driver.free(address), "cuMemFree");
  }

  copyIn(target: number, source: Uint8Array): void {
    this.check(this.driver.copyIn(target, source, source.length), "cuMemcpyHtoD");
  }

  copyOut(target: Uint8Array, source: number): void {
    this.check(this.driver.copyOut(target, source, target.length), "cuMemcpyDtoH");
  }

  load(ptx: string): CudaModule {
    const image = Buffer.from(`${ptx}\0`, "latin1");
    const log = Buffer.alloc(16384);
    const options = Int32Array.of(option.errorLog, option.errorLogBytes);
    const values = Buffer.alloc(16);
    values.writeBigUInt64LE(this.driver.addressOf(log), 0);
    values.writeBigUInt64LE(BigInt(log.length), 8);
    const module: unknown[] = [null];
    const code = this.driver.loadModule(module, image, options.length, options, values);
    const [details] = log.toString("latin1").split("\0");
    this.check(code, `The driver refuses the code for ${this.name}: ${details}`);
    const entries = new Map<string, unknown>();
    const entryOf = (name: string): unknown => {
      const found: unknown[] = [entries.get(name)];
      if (found[0] === undefined) {
        this.check(this.driver.getFunction(found, module[0], name), "cuModuleGetFunction");
        entries.set(name, found[0]);
      }
      return found[0];
    };
    return {
      launch: (name, blocks, args) => this.launch(entryOf(name), blocks, args),
      unload: () => this.check(this.driver.unloadModule(module[0]), "cuModuleUnload"),
    };
  }

  private launch(entry: unknown, blocks: number, args: readonly KernelArgument[]): void {
    const values = Buffer.alloc(8 * args.length);
    const pointers = Buffer.alloc(8 * args.length);
    const start = this.driver.addressOf(values);
    args.forEach(({ bits, value }, index) => {
      if (bits === 64) values.writeBigUInt64LE(BigInt(value), 8 * index);
      else values.writeUInt32LE(value, 8 * index);
      pointers.writeBigUInt64LE(start + BigInt(8 * index), 8 * index);
    });
    const code = this.driver.launch(
      entry,
      blocks,
      1,
      1,
      threadsOfBlock,
      1,
      1,
      0,
      null,
      pointers,
      null,
    );
    // Both buffers are read until here.
    this.check(code, `cuLaunchKernel of ${values.length + pointers.length} bytes`);
  }

  private out(ask: (value: number[]) => number, what: string): number {
    const value = [0];
    this.check(ask(value), what);
    return value[0];
  }

  private check(code: number, what: string): void {
    if (code === 0) return;
    const name: (string | null)[] = [null];
    this.driver.errorName(code, name);
    throw new UserError(
      `${what}: CUDA error ${code} (${name[0] ?? "unknown"}). Runs that are not finished stay so; ` +
        "train them again, or take the backend wasm.",
    );
  }
}

/** 12040 is 12.4. */
function versionText(version: number): string {
  return `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;
}
