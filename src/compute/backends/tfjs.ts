import type { Backend } from "./backend.js";
import { compileOnce } from "./compileOnce.js";

/** TensorFlow.js, one operation at a time: for very wide modules. */
export const tfjsBackend: Backend = {
  name: "tfjs",
  precision: 32,
  keeps: 64,
  // It is fast on large arrays only.
  form: { unrollLimit: 0, sumsInParts: false, evaluationRows: Infinity },
  runsAtOnce: 1,
  async available() {
    const { missingTensorLibrary } = await import("./tfjsLibrary.js");
    return missingTensorLibrary();
  },
  compile: compileOnce(async (program) => {
    const { loadTensorLibrary } = await import("./tfjsLibrary.js");
    const { compileTfjsKernel } = await import("./tfjsKernel.js");
    const { hostExecutable } = await import("./hostSession.js");
    const { tf, device } = await loadTensorLibrary();
    return hostExecutable(program, device, (...parts) => compileTfjsKernel(tf, ...parts));
  }),
};
