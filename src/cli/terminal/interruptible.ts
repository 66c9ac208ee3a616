import { Interrupted } from "../../util/interrupted.js";
import { takeInterruptions } from "./interruptions.js";

/**
 * Runs work that Ctrl-C (or a polite request of the system to end) stops through a signal, so that it
 * can clear up. A second Ctrl-C ends the process at once.
 *
 * @throws {Interrupted} when it was stopped
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const giveBack = takeInterruptions();
  try {
    const result = await work(controller.signal);
    if (controller.signal.aborted) throw new Interrupted();
    return result;
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    giveBack();
  }
}
