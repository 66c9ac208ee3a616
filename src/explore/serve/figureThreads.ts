import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { packageFolder } from "../../util/packageFolder.js";
import { startWorker } from "../../util/startWorker.js";
import { UserError } from "../../util/userError.js";
import type { FigureAnswers, FigureCall, FigureReply } from "./figureMessages.js";
import type { DrawnFigure, FigureSettings, RunsOfSeries } from "./figures.js";

/** A call that waits for its turn or its answer. */
interface Waiting {
  readonly call: FigureCall;
  readonly resolve: (value: FigureAnswers[keyof FigureAnswers]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * `Figures` in threads of their own, so that nobody waits for a drawing but who asked for it. Each thread has one call at a
 * time; threads start when they are needed, and one that ends is started anew with the next call.
 */
export class FigureThreads {
  private readonly waiting: Waiting[] = [];
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Waiting>();
  private isClosed = false;

  /** @param count most threads */
  constructor(
    private readonly settings: FigureSettings,
    private readonly count = 1,
  ) {}

  /** @throws {UserError} as `Figures.draw` does */
  draw(key: string, factor = 1): Promise<DrawnFigure> {
    return this.ask<"draw">({ kind: "draw", key, factor });
  }

  /** @throws {UserError} as `Figures.runs` does */
  runs(key: string): Promise<readonly RunsOfSeries[]> {
    return this.ask<"runs">({ kind: "runs", key });
  }

  /** @throws {UserError} as `Figures.differences` does */
  differences(key: string): Promise<readonly string[]> {
    return this.ask<"differences">({ kind: "differences", key });
  }

  /** Ends the threads; who still waits is told so. */
  close(): void {
    this.isClosed = true;
    for (const { reject } of this.waiting.splice(0)) reject(closed());
    for (const worker of [...this.idle, ...this.busy.keys()]) void worker.terminate();
  }

  private ask<Kind extends FigureCall["kind"]>(
    call: FigureCall & { readonly kind: Kind },
  ): Promise<FigureAnswers[Kind]> {
    if (this.isClosed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      // The thread answers each call by its kind.
      const give = resolve as Waiting["resolve"];
      this.waiting.push({ call, resolve: give, reject });
      this.goOn();
    });
  }

  private goOn(): void {
    while (this.waiting.length > 0) {
      const worker = this.idle.pop() ?? (this.busy.size < this.count ? this.start() : undefined);
      if (worker === undefined) return;
      const next = this.waiting.shift()!;
      this.busy.set(worker, next);
      // Who waits for an answer keeps the process alive.
      worker.ref();
      worker.postMessage(next.call);
    }
  }

  private start(): Worker {
    const worker = startWorker(workerModule(), this.settings);
    worker.on("message", (reply: FigureReply) => {
      const done = this.busy.get(worker);
      this.busy.delete(worker);
      this.idle.push(worker);
      worker.unref();
      if (done !== undefined) settle(done, reply);
      this.goOn();
    });
    worker.on("error", (error) => this.ended(worker, error));
    worker.on("exit", () => this.ended(worker, closed()));
    return worker;
  }

  private ended(worker: Worker, error: Error): void {
    const lost = this.busy.get(worker);
    this.busy.delete(worker);
    const place = this.idle.indexOf(worker);
    if (place >= 0) this.idle.splice(place, 1);
    lost?.reject(error);
    if (!this.isClosed) this.goOn();
  }
}

function settle({ resolve, reject }: Waiting, reply: FigureReply): void {
  switch (reply.kind) {
    case "value":
      return resolve(reply.value);
    case "refused":
      return reject(new UserError(reply.message, reply.exitCode));
    case "fault":
      return reject(new Error(reply.message));
  }
}

const closed = () => new Error("The thread that draws figures has ended.");

function workerModule(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return isSource
    ? new URL("./figureWorker.ts", import.meta.url)
    : pathToFileURL(packageFolder("dist/explore/serve/figureWorker.js"));
}
