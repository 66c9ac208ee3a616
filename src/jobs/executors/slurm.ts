import { batchExecutor } from "./batchExecutor.js";

/** Slurm: an array of as few tasks as the time needs, by `sbatch`. */
export const slurm = batchExecutor("slurm", "submits to Slurm and returns");
