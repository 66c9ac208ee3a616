import { Worker } from "node:worker_threads";

/**
 * Starts a worker thread on a module. The sources of this project are run by tsx, whose loader worker
 * threads do not take over from their parent: there it imports the module, for itself only.
 */
export function startWorker(module: URL, workerData?: unknown): Worker {
  if (!module.pathname.endsWith(".ts")) return new Worker(module, { workerData });
  const url = JSON.stringify(module.href);
  return new Worker(`import("tsx/esm/api").then(({ tsImport }) => tsImport(${url}, ${url}));`, {
    eval: true,
    workerData,
  });
}
