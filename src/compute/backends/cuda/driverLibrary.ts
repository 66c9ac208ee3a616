/** The driver's library by the systems that have one. */
const candidates =
  process.platform === "win32"
    ? ["nvcuda.dll"]
    : ["libcuda.so.1", "libcuda.so", "/usr/lib/wsl/lib/libcuda.so.1"];

type Out<T> = T[];

/** The functions of the driver's interface that training needs; all return 0, or an error's number. */
export interface DriverFunctions {
  init(flags: number): number;
  driverVersion(version: Out<number>): number;
  deviceCount(count: Out<number>): number;
  deviceGet(device: Out<number>, ordinal: number): number;
  deviceName(name: Uint8Array, length: number, device: number): number;
  deviceAttribute(value: Out<number>, attribute: number, device: number): number;
  retainContext(context: Out<unknown>, device: number): number;
  setContext(context: unknown): number;
  memoryInfo(free: Out<number>, total: Out<number>): number;
  alloc(address: Out<number>, bytes: number): number;
  free(address: number): number;
  createStream(stream: Out<unknown>, flags: number): number;
  destroyStream(stream: unknown): number;
  /** 0: all of its work is done; 600: not yet. */
  queryStream(stream: unknown): number;
  createEvent(event: Out<unknown>, flags: number): number;
  destroyEvent(event: unknown): number;
  recordEvent(event: unknown, stream: unknown): number;
  /** Milliseconds between two events that have happened. */
  elapsedTime(milliseconds: Out<number>, start: unknown, end: unknown): number;
  /** Both buffers have to live, and keep their numbers, until the stream's work is done. */
  copyIn(target: number, source: Uint8Array, bytes: number, stream: unknown): number;
  copyOut(target: Uint8Array, source: number, bytes: number, stream: unknown): number;
  loadModule(
    module: Out<unknown>,
    image: Uint8Array,
    options: number,
    names: Int32Array,
    values: Uint8Array,
  ): number;
  unloadModule(module: unknown): number;
  getFunction(entry: Out<unknown>, module: unknown, name: string): number;
  launch(
    entry: unknown,
    ...rest: readonly [
      gridX: number,
      gridY: number,
      gridZ: number,
      blockX: number,
      blockY: number,
      blockZ: number,
      shared: number,
      stream: unknown,
      parameters: Uint8Array,
      extra: null,
    ]
  ): number;
  errorName(error: number, name: Out<string | null>): number;
  /** Where a buffer of the host is; it has to live as long as this is used. */
  addressOf(buffer: Uint8Array): bigint;
}

const prototypes: Readonly<Record<Exclude<keyof DriverFunctions, "addressOf">, string>> = {
  init: "int cuInit(uint flags)",
  driverVersion: "int cuDriverGetVersion(_Out_ int *version)",
  deviceCount: "int cuDeviceGetCount(_Out_ int *count)",
  deviceGet: "int cuDeviceGet(_Out_ int *device, int ordinal)",
  deviceName: "int cuDeviceGetName(void *name, int length, int device)",
  deviceAttribute: "int cuDeviceGetAttribute(_Out_ int *value, int attribute, int device)",
  retainContext: "int cuDevicePrimaryCtxRetain(_Out_ void **context, int device)",
  setContext: "int cuCtxSetCurrent(void *context)",
  memoryInfo: "int cuMemGetInfo_v2(_Out_ size_t *free, _Out_ size_t *total)",
  alloc: "int cuMemAlloc_v2(_Out_ uint64_t *address, size_t bytes)",
  free: "int cuMemFree_v2(uint64_t address)",
  createStream: "int cuStreamCreate(_Out_ void **stream, uint flags)",
  destroyStream: "int cuStreamDestroy_v2(void *stream)",
  queryStream: "int cuStreamQuery(void *stream)",
  createEvent: "int cuEventCreate(_Out_ void **event, uint flags)",
  destroyEvent: "int cuEventDestroy_v2(void *event)",
  recordEvent: "int cuEventRecord(void *event, void *stream)",
  elapsedTime: "int cuEventElapsedTime(_Out_ float *milliseconds, void *start, void *end)",
  copyIn:
    "int cuMemcpyHtoDAsync_v2(uint64_t target, const void *source, size_t bytes, void *stream)",
  copyOut: "int cuMemcpyDtoHAsync_v2(void *target, uint64_t source, size_t bytes, void *stream)",
  loadModule:
    "int cuModuleLoadDataEx(_Out_ void **module, void *image, uint count, void *options, void *values)",
  unloadModule: "int cuModuleUnload(void *module)",
  getFunction: "int cuModuleGetFunction(_Out_ void **fn, void *module, const char *name)",
  launch:
    "int cuLaunchKernel(void *fn, uint gx, uint gy, uint gz, uint bx, uint by, uint bz, uint shared, " +
    "void *stream, void *parameters, void *extra)",
  errorName: "int cuGetErrorName(int error, _Out_ const char **name)",
};

/** The part of koffi that is used here. */
interface Koffi {
  load(path: string): { func(prototype: string): (...values: unknown[]) => unknown };
  address(buffer: Uint8Array): bigint | number;
}

/** The driver's functions, or why there are none. */
export async function loadDriver(): Promise<DriverFunctions | string> {
  const koffi = await importKoffi();
  if (!koffi) {
    return (
      "The backend cuda calls the NVIDIA driver by the package koffi, which is not installed. Run\n" +
      "  npm install koffi\nor take the backend wasm, which computes the same numbers."
    );
  }
  for (const candidate of candidates) {
    let library: ReturnType<Koffi["load"]>;
    try {
      library = koffi.load(candidate);
    } catch {
      // The next name may be the one.
      continue;
    }
    return functionsOf(library, koffi);
  }
  return (
    `The backend cuda needs an NVIDIA GPU and its driver: none of ${candidates.join(", ")} can be ` +
    "loaded. Take the backend wasm, which computes the same numbers."
  );
}

function functionsOf(library: ReturnType<Koffi["load"]>, koffi: Koffi): DriverFunctions | string {
  const functions: Record<string, unknown> = {
    addressOf: (buffer: Uint8Array) => BigInt(koffi.address(buffer)),
  };
  for (const [name, prototype] of Object.entries(prototypes)) {
    try {
      functions[name] = library.func(prototype);
    } catch {
      const missing = /cu\w+/.exec(prototype)?.[0];
      return `The NVIDIA driver is too old: it has no function ${missing}. Update it, or take the backend wasm.`;
    }
  }
  return functions as unknown as DriverFunctions;
}

async function importKoffi(): Promise<Koffi | undefined> {
  try {
    const name = "koffi";
    const module = (await import(name)) as { readonly default: Koffi };
    return module.default;
  } catch {
    return undefined;
  }
}
