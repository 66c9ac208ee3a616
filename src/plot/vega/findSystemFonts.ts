import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

/**
 * Lets the canvas look through the fonts of the machine, in a thread of its own. On Linux it does so before it takes the
 * first font that it is given, whether or not it may use what it finds, and for some hundred milliseconds; what it
 * found is the whole process's.
 *
 * @returns when that is done, or could not be: then the canvas does it when it has to
 */
export function findSystemFonts(): Promise<void> {
  if (process.platform !== "linux") return Promise.resolve();
  const code = `require(require("node:worker_threads").workerData).GlobalFonts.families`;
  const path = createRequire(import.meta.url).resolve("@napi-rs/canvas");
  return new Promise((resolve) => {
    try {
      const worker = new Worker(code, { eval: true, workerData: path, execArgv: [] });
      worker.on("error", () => resolve()).on("exit", () => resolve());
    } catch {
      resolve();
    }
  });
}
