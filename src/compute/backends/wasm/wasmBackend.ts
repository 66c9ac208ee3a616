import type { Backend } from "../backend.js";
import { compileOnce } from "../compileOnce.js";

/** Fused loops in WebAssembly, single precision, four samples at a time. */
export const wasmBackend: Backend = {
  name: "wasm",
  precision: 32,
  keeps: 32,
  form: {},
  runsAtOnce: 1,
  async compileTogether(programs) {
    const { sharedExecutable } = await import("./wasmSession.js");
    return sharedExecutable(programs);
  },
  available: () => Promise.resolve(undefined),
  compile: compileOnce(async (program) => {
    const { wasmExecutable } = await import("./wasmSession.js");
    return wasmExecutable(program);
  }),
};
