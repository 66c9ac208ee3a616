import { UserError } from "../../../util/userError.js";
import { BackendLost, OutOfMemory } from "../backend.js";
import type { CudaDevice, CudaGrid, CudaModule, CudaStream, KernelArgument } from "./device.js";
import { answers, explain, lossOf } from "./driverErrors.js";
import type { DriverFunctions } from "./driverLibrary.js";
import { DriverStream } from "./driverStream.js";

/** PTX for sm_70 runs on cards from Volta on. */
const oldestCapability = 7;

/** Numbers of the driver's interface. */
const attribute = { capabilityMajor: 75, capabilityMinor: 76, kernelTimeout: 17 } as const;
const option = { errorLog: 5, errorLogBytes: 6 } as const;
const nonBlocking = 1;

/** A driver whose calls are about one device at a time. */
export interface SharedDriver {
  readonly functions: DriverFunctions;
  /** `13.0`. */
  readonly version: string;
  /** The context that is current. */
  current: unknown;
}

/** An NVIDIA card. */
export class DriverDevice implements CudaDevice {
  readonly name: string = "The GPU";
  readonly limitsTime: boolean;
  lost: string | undefined;
  readonly driver: DriverFunctions;
  private readonly device: number;
  /** Made when it is needed: it takes some of the card's memory. */
  private context: unknown;

  /** @throws {UserError} where the card is too old, or does not answer */
  constructor(
    private readonly shared: SharedDriver,
    ordinal: number,
  ) {
    this.driver = shared.functions;
    const device = this.out((value) => this.driver.deviceGet(value, ordinal), "cuDeviceGet");
    this.device = device;
    const text = Buffer.alloc(256);
    this.check(this.driver.deviceName(text, text.length, device), "cuDeviceGetName");
    const [card] = text.toString("latin1").split("\0");
    this.name = `${card} (CUDA ${shared.version})`;
    const ask = (what: number) =>
      this.out((value) => this.driver.deviceAttribute(value, what, device), "cuDeviceGetAttribute");
    const major = ask(attribute.capabilityMajor);
    if (major < oldestCapability) {
      throw new UserError(
        `${card} has compute capability ${major}.${ask(attribute.capabilityMinor)}, and ` +
          `${oldestCapability}.0 or newer is needed (Volta and later). Take the backend wasm.`,
      );
    }
    this.limitsTime = ask(attribute.kernelTimeout) !== 0;
  }

  enter(): void {
    if (this.lost !== undefined) throw new BackendLost(this.lost);
    if (this.context === undefined) {
      const context: unknown[] = [null];
      const code = this.driver.retainContext(context, this.device);
      this.check(code, "cuDevicePrimaryCtxRetain");
      [this.context] = context;
    }
    if (this.shared.current === this.context) return;
    this.check(this.driver.setContext(this.context), "cuCtxSetCurrent");
    this.shared.current = this.context;
  }

  freeMemory(): number {
    this.enter();
    const [free, total] = [[0], [0]];
    this.check(this.driver.memoryInfo(free, total), "cuMemGetInfo");
    return Number(free[0]);
  }

  alloc(bytes: number): number {
    this.enter();
    const address = [0];
    this.check(this.driver.alloc(address, bytes), `cuMemAlloc of ${bytes} bytes`);
    return Number(address[0]);
  }

  free(address: number): void {
    if (this.lost !== undefined) return;
    this.enter();
    this.check(this.driver.free(address), "cuMemFree");
  }

  createStream(): DriverStream {
    this.enter();
    const stream: unknown[] = [null];
    this.check(this.driver.createStream(stream, nonBlocking), "cuStreamCreate");
    return new DriverStream(this, stream[0]);
  }

  load(ptx: string): CudaModule {
    this.enter();
    const image = Buffer.from(`${ptx}\0`, "latin1");
    const log = Buffer.alloc(16384);
    const options = Int32Array.of(option.errorLog, option.errorLogBytes);
    const values = Buffer.alloc(16);
    values.writeBigUInt64LE(this.driver.addressOf(log), 0);
    values.writeBigUInt64LE(BigInt(log.length), 8);
    const module: unknown[] = [null];
    const code = this.driver.loadModule(module, image, options.length, options, values);
    const [details] = log.toString("latin1").split("\0");
    this.check(code, `The driver refuses the code${details ? ` (${details.trim()})` : ""}`);
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
      launch: (name, grid, args, stream) => {
        this.enter();
        this.launch(entryOf(name), grid, args, stream);
      },
      unload: () => {
        if (this.lost !== undefined) return;
        this.enter();
        this.check(this.driver.unloadModule(module[0]), "cuModuleUnload");
      },
    };
  }

  /** @throws {OutOfMemory | BackendLost | UserError} for another answer than success */
  check(code: number, what: string): void {
    if (code === answers.success) return;
    const name: (string | null)[] = [null];
    this.driver.errorName(code, name);
    const explained = `${what}: ${explain(code, name[0])}`;
    if (code === answers.outOfMemory) {
      throw new OutOfMemory(`${this.name} has not enough memory left: ${explained}`);
    }
    if (lossOf(code) === undefined) {
      throw new UserError(`${explained}. Take the backend wasm, which computes the same numbers.`);
    }
    this.lost =
      `${this.name} is lost. ${explained}. Runs that are not finished stay so; ` +
      "train them again, or take the backend wasm.";
    throw new BackendLost(this.lost);
  }

  private launch(
    entry: unknown,
    { blocks, threads }: CudaGrid,
    args: readonly KernelArgument[],
    stream: CudaStream,
  ): void {
    if (!(stream instanceof DriverStream)) throw new TypeError("A stream of another device");
    const values = Buffer.alloc(8 * args.length);
    const pointers = Buffer.alloc(8 * args.length);
    const start = this.driver.addressOf(values);
    args.forEach(({ bits, value }, index) => {
      if (bits === 64) values.writeBigUInt64LE(BigInt(value), 8 * index);
      else values.writeUInt32LE(value, 8 * index);
      pointers.writeBigUInt64LE(start + BigInt(8 * index), 8 * index);
    });
    const { handle } = stream;
    const block = [threads, 1, 1] as const;
    const code = this.driver.launch(entry, blocks, 1, 1, ...block, 0, handle, pointers, null);
    // Both buffers are read until here.
    this.check(code, `cuLaunchKernel of ${values.length + pointers.length} bytes`);
  }

  private out(ask: (value: number[]) => number, what: string): number {
    const value = [0];
    this.check(ask(value), what);
    return value[0];
  }
}
