import { Worker } from "node:worker_threads";

/**
 * Starts a worker thread on a module. The sources of this project are run by tsx, whose loader worker
 * threads do not take over from their parent: there it is registered first.
 */
export function startWorker(module: URL): Worker {
  if (!module.pathname.endsWith(".ts")) return new Worker(module);
  const program = `
    import("tsx/esm/api").then(({ register }) => {
      register();
      return import(${JSON.stringify(module.href)});
    });`;
  return new Worker(program, { eval: true });
}
