import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { packageFolder } from "../../util/packageFolder.js";
import { startWorker } from "../../util/startWorker.js";
import type { Job } from "./readingMessages.js";

/** Threads without work end after a while. */
const secondsOfRest = 5;

/** A thread that reads runs; it keeps no process alive. */
export class ReadingThread {
  private static readonly resting: ReadingThread[] = [];

  /** Whether a thread has been started already and has nothing to do. */
  static get isOneReady(): boolean {
    return ReadingThread.resting.length > 0;
  }

  /** One that has nothing to do, or a new one. */
  static take(): ReadingThread {
    const thread = ReadingThread.resting.pop() ?? new ReadingThread();
    clearTimeout(thread.rest);
    return thread;
  }

  private readonly worker: Worker = startWorker(workerModule());
  private rest: NodeJS.Timeout | undefined;
  private onEnd: (() => void) | undefined;

  private constructor() {
    this.worker.unref();
    this.worker.on("message", () => this.restAwhile());
    // Whoever waits reads what it did not read; nothing is lost.
    this.worker.on("error", () => undefined);
    this.worker.on("exit", () => this.ended());
  }

  /** Gives it work; `onEnd` is told when the thread ends before the work is done. */
  start(job: Job, onEnd: () => void): void {
    this.onEnd = onEnd;
    this.worker.postMessage(job, [job.port]);
  }

  private restAwhile(): void {
    this.onEnd = undefined;
    ReadingThread.resting.push(this);
    this.rest = setTimeout(() => void this.worker.terminate(), 1000 * secondsOfRest);
    this.rest.unref();
  }

  private ended(): void {
    const at = ReadingThread.resting.indexOf(this);
    if (at >= 0) ReadingThread.resting.splice(at, 1);
    this.onEnd?.();
  }
}

function workerModule(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return isSource
    ? new URL("./readingWorker.ts", import.meta.url)
    : pathToFileURL(packageFolder("dist/events/threads/readingWorker.js"));
}
