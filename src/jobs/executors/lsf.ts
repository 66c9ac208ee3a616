import { batchExecutor } from "./batchExecutor.js";

/** IBM Spectrum LSF: the same by `bsub`. */
export const lsf = batchExecutor("lsf", "submits to LSF and returns");
