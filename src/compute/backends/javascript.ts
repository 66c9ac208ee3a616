import type { Backend } from "./backend.js";
import { compileOnce } from "./compileOnce.js";

/** Plain JavaScript in double precision: slower, and close to the exact numbers. */
export const javascriptBackend: Backend = {
  name: "js",
  precision: 64,
  keeps: 64,
  form: {},
  runsAtOnce: 1,
  available: () => Promise.resolve(undefined),
  compile: compileOnce(async (program) => {
    const { hostExecutable } = await import("./hostSession.js");
    const { compileJavascriptKernel } = await import("./javascriptKernel.js");
    return hostExecutable(program, "JavaScript", compileJavascriptKernel);
  }),
};
