import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { type FilterOption, optionOfKind, type ReadOptions } from "../decode/readOptions.js";
import type { RunDirectory } from "../runs/findRuns.js";
import { RunReader } from "../runs/readRun.js";
import { type Run, runOfParts, type RunParts } from "../runs/run.js";
import type { Answer, Job, ThreadMessage } from "./readingMessages.js";
import { ReadingThread } from "./readingThreads.js";
import type { RunSource } from "./runSource.js";
import { unpackRun } from "./sentRun.js";
import { SharedWork, sizeOfRun } from "./sharedWork.js";

/** Its number among those that claim runs. */
const thisThread = 1;

/** Reads runs in this thread and in `helpers` others. */
export class SeveralThreads implements RunSource {
  /** How many runs others have read so far. */
  received = 0;

  constructor(
    private readonly options: ReadOptions,
    private readonly helpers: number,
  ) {}

  async *read(runs: readonly RunDirectory[]): AsyncGenerator<Run, void> {
    const reading = new SharedReading(runs, this.options, () => this.received++);
    try {
      for (let number = 0; number < this.helpers; number++) reading.addHelper();
      for (let index = 0; index < runs.length; index++) {
        yield runOfParts(runs[index], await reading.take(index));
      }
    } finally {
      reading.stop();
    }
  }
}

interface Block {
  next: number;
  readonly end: number;
}

interface Held {
  readonly parts: RunParts;
  readonly bytes: number;
}

/** Runs that several threads read, as this one sees them. */
class SharedReading {
  private readonly work: SharedWork;
  private readonly reader: RunReader;
  /** What waits for its turn, by number of the run. */
  private readonly held = new Map<number, Held>();
  /** What others leave to this thread. */
  private readonly left = new Set<number>();
  private readonly ports: MessagePort[] = [];
  private readonly filters: Job["filters"];
  private readonly answers: [string, boolean][] = [];
  /** Runs that this thread claimed ahead of their turn. */
  private ahead: Block = { next: 0, end: 0 };
  private lastBytes = 0;
  private areHelpersGone = false;
  private wake = (): void => undefined;

  constructor(
    private readonly runs: readonly RunDirectory[],
    private readonly options: ReadOptions,
    private readonly onReceived: () => void,
  ) {
    this.work = SharedWork.of(runs.length);
    this.reader = new RunReader(options);
    const filters = Object.values(optionOfKind).flatMap((option) => {
      const filter = options[option];
      return filter === undefined ? [] : [[option, typeof filter === "function" ? "ask" : filter]];
    });
    this.filters = Object.fromEntries(filters) as Job["filters"];
  }

  addHelper(): void {
    const { runs, filters, answers, work } = this;
    const { port1: own, port2: port } = new MessageChannel();
    own.on("message", (message: ThreadMessage) => {
      this.receive(message, own);
      this.wake();
    });
    own.unref();
    this.ports.push(own);
    const options = sendable(this.options);
    const thread = thisThread + this.ports.length;
    const job: Job = { runs, options, filters, answers, memory: work.memory, thread, port };
    ReadingThread.take().start(job, () => {
      this.areHelpersGone = true;
      this.wake();
    });
  }

  stop(): void {
    this.work.stop();
    for (const port of this.ports) port.close();
  }

  /** The next run: its turn has come. */
  async take(index: number): Promise<RunParts> {
    const { work, held } = this;
    work.turnTo(index, this.lastBytes);
    for (;;) {
      this.lastBytes = held.get(index)?.bytes ?? 0;
      const found = held.get(index)?.parts;
      held.delete(index);
      if (found !== undefined) return found;
      if (work.claim(index, thisThread) || this.left.delete(index) || this.areHelpersGone) {
        return await this.reader.parts(this.runs[index]);
      }
      this.receiveAll();
      if (held.has(index) || this.left.has(index)) continue;
      if (!(await this.readAhead())) await this.message();
    }
  }

  /** Reads a run whose turn will come while another thread reads the one before. */
  private async readAhead(): Promise<boolean> {
    const { work, held, reader } = this;
    if (this.ahead.next >= this.ahead.end) {
      const claimed = work.claimNext(thisThread);
      if (claimed === undefined) return false;
      this.ahead = { next: claimed.first, end: claimed.end };
    }
    const index = this.ahead.next;
    const size = sizeOfRun(this.runs[index]);
    if (SharedWork.mayHold(size) && !work.hasRoomFor(index, size)) return false;
    this.ahead.next++;
    // What is too large, or fails, is read when its turn comes.
    if (!SharedWork.mayHold(size)) return true;
    const parts = await reader.parts(this.runs[index]).catch(() => undefined);
    if (parts === undefined) return true;
    work.hold(size);
    held.set(index, { parts, bytes: size });
    return true;
  }

  private receiveAll(): void {
    for (const port of this.ports) {
      for (;;) {
        const received = receiveMessageOnPort(port);
        if (received === undefined) break;
        this.receive(received.message as ThreadMessage, port);
      }
    }
  }

  private receive(message: ThreadMessage, port: MessagePort): void {
    if (message.kind === "question") {
      port.postMessage(this.answer(message.option, message.tag));
      this.work.answered();
      return;
    }
    for (const { index, run } of message.runs) {
      if (run === undefined) this.left.add(index);
      else {
        this.held.set(index, { parts: unpackRun(run), bytes: run.bytes });
        this.onReceived();
      }
    }
  }

  private answer(option: FilterOption, tag: string): Answer {
    const filter = this.options[option];
    try {
      return { isWanted: typeof filter === "function" ? filter(tag) : filter };
    } catch {
      // It fails again, and is heard, when this thread reads the run in its turn.
      return {};
    }
  }

  /** Waits for a message, and does not let the process end meanwhile. */
  private async message(): Promise<void> {
    for (const port of this.ports) port.ref();
    await new Promise<void>((resolve) => (this.wake = resolve));
    for (const port of this.ports) port.unref();
  }
}

/** What can be sent; filters cannot. */
function sendable(options: ReadOptions): Job["options"] {
  const { checksums, supersede, oneValuePerStep } = options;
  const { bufferBytes, maximumTags, maximumRecordBytes } = options;
  return {
    ...{ checksums, supersede, oneValuePerStep },
    ...{ bufferBytes, maximumTags, maximumRecordBytes },
  };
}
