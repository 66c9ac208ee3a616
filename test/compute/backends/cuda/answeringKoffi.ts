import { interpretedDriver } from "./interpretedDriver.js";

/** Stands in for the package koffi, with a driver whose card answers at once: whole programs run on it. */

const names: Readonly<Record<string, string>> = {
  cuInit: "init",
  cuDriverGetVersion: "driverVersion",
  cuDeviceGetCount: "deviceCount",
  cuDeviceGet: "deviceGet",
  cuDeviceGetName: "deviceName",
  cuDeviceGetAttribute: "deviceAttribute",
  cuDevicePrimaryCtxRetain: "retainContext",
  cuCtxSetCurrent: "setContext",
  cuMemGetInfo_v2: "memoryInfo",
  cuMemAlloc_v2: "alloc",
  cuMemFree_v2: "free",
  cuStreamCreate: "createStream",
  cuStreamDestroy_v2: "destroyStream",
  cuStreamQuery: "queryStream",
  cuEventCreate: "createEvent",
  cuEventDestroy_v2: "destroyEvent",
  cuEventRecord: "recordEvent",
  cuEventElapsedTime: "elapsedTime",
  cuMemcpyHtoDAsync_v2: "copyIn",
  cuMemcpyDtoHAsync_v2: "copyOut",
  cuModuleLoadDataEx: "loadModule",
  cuModuleUnload: "unloadModule",
  cuModuleGetFunction: "getFunction",
  cuLaunchKernel: "launch",
  cuGetErrorName: "errorName",
};

const driver = interpretedDriver({ computes: false, bytes: 2 ** 30 });
const functions = new Map<string, unknown>(Object.entries(driver));

export default {
  load: () => ({
    func(prototype: string): unknown {
      const name = /cu\w+(?=\()/.exec(prototype)?.[0] ?? "";
      const known = functions.get(names[name] ?? "");
      if (known === undefined) throw new TypeError(`No function ${prototype}`);
      return known;
    },
  }),
  address: (buffer: Uint8Array): bigint => driver.addressOf(buffer),
};
