import { OutOfMemory } from "../../../../src/compute/backends/backend.js";
import type {
  CudaDevice,
  CudaModule,
  KernelArgument,
} from "../../../../src/compute/backends/cuda/device.js";
import {
  threadsOfBlock,
  warpThreads,
} from "../../../../src/compute/backends/cuda/ptx/ptxFunction.js";
import { readPtx, type Entry, type Memory, type Thread, type Warp } from "./ptxProgram.js";

export interface InterpreterOptions {
  readonly bytes?: number;
  /** In which order threads run between two barriers: from the first to the last, or another each time. */
  readonly order?: "ascending" | "random";
  /** Fails where two threads touch a word, one of them writes it, and no barrier is between. */
  readonly detectsRaces?: boolean;
  /** Changes the text before it is read. */
  readonly edit?: (ptx: string) => string;
}

/** A GPU's stand-in: runs the text that is written for it, thread by thread, on the processor. */
export class InterpretedDevice implements CudaDevice {
  readonly name = "PTX interpreter";
  readonly limitsTime = false;
  private readonly data: DataView;
  private end = 128;
  private readonly blocks = new Map<number, number>();
  private random = 1;

  constructor(private readonly options: InterpreterOptions = {}) {
    this.data = new DataView(new ArrayBuffer(options.bytes ?? 1 << 24));
  }

  freeMemory(): number {
    return this.data.byteLength - this.end;
  }

  alloc(bytes: number): number {
    const address = this.end;
    const end = Math.ceil((address + bytes) / 128) * 128;
    if (end > this.data.byteLength)
      throw new OutOfMemory(`The interpreter has no memory of ${bytes} bytes left`);
    this.end = end;
    this.blocks.set(address, bytes);
    return address;
  }

  free(address: number): void {
    if (!this.blocks.delete(address)) throw new RangeError(`Nothing begins at ${address}`);
    if (this.blocks.size === 0) this.end = 128;
  }

  copyIn(target: number, source: Uint8Array): void {
    new Uint8Array(this.data.buffer, target, source.length).set(source);
  }

  copyOut(target: Uint8Array, source: number): void {
    target.set(new Uint8Array(this.data.buffer, source, target.length));
  }

  load(ptx: string): CudaModule {
    const entries = readPtx(this.options.edit?.(ptx) ?? ptx);
    return {
      launch: (name, blocks, args) => this.launch(entries.get(name)!, blocks, args),
      unload: () => undefined,
    };
  }

  private launch(entry: Entry, blocks: number, args: readonly KernelArgument[]): void {
    const parameters = new Map(entry.parameters.map((name, index) => [name, args[index].value]));
    const memory = this.options.detectsRaces
      ? new WatchedMemory(this.data)
      : new PlainMemory(this.data);
    for (let block = 0; block < blocks; block++) {
      for (let index = 0; index < threadsOfBlock / warpThreads; index++) {
        const exchange = [0, 1].map(() => new Float64Array(warpThreads)) as [
          Float64Array,
          Float64Array,
        ];
        this.runWarp(entry, { block, index, parameters, memory, exchange });
      }
    }
  }

  private runWarp(entry: Entry, warp: Warp): void {
    const threads = Array.from({ length: warpThreads }, (_, lane): Thread => ({
      lane,
      registers: new Float64Array(entry.registerCount),
      local: new Float32Array(entry.localBytes / 4),
      warp,
      next: 0,
      turn: 0,
      isWaiting: false,
    }));
    for (;;) {
      const order = this.options.order === "random" ? this.shuffled(threads) : threads;
      const pauses = new Set(order.map((thread) => run(entry, thread)));
      if (pauses.size > 1) throw new Error("The threads of a warp wait for each other");
      const [pause] = pauses;
      if (pause === "end") return;
      if (pause === "barrier" && warp.memory instanceof WatchedMemory) warp.memory.barrier(warp);
    }
  }

  private shuffled(threads: readonly Thread[]): Thread[] {
    const mixed = [...threads];
    for (let i = mixed.length - 1; i > 0; i--) {
      this.random = (Math.imul(this.random, 1664525) + 1013904223) >>> 0;
      const j = this.random % (i + 1);
      [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
    }
    return mixed;
  }
}

/** Runs a thread until it gives way. */
function run({ instructions }: Entry, thread: Thread) {
  for (;;) {
    const pause = instructions[thread.next++](thread);
    if (pause) return pause;
  }
}

class PlainMemory implements Memory {
  constructor(protected readonly data: DataView) {}

  load(_: Thread, type: string, address: number): number {
    switch (type) {
      case "f32":
        return this.data.getFloat32(address, true);
      case "f64":
        return this.data.getFloat64(address, true);
      case "b64":
        return Number(this.data.getBigUint64(address, true));
      default:
        return this.data.getInt32(address, true);
    }
  }

  store(_: Thread, type: string, address: number, value: number): void {
    if (address % (type === "f64" ? 8 : 4) !== 0) throw new RangeError(`Address ${address}`);
    if (type === "f32") this.data.setFloat32(address, value, true);
    else if (type === "f64") this.data.setFloat64(address, value, true);
    else this.data.setInt32(address, value, true);
  }
}

/** Who touched a word last, and when: the number of barriers of the warp before. */
interface Touch {
  readonly warp: Warp;
  readonly lane: number;
  readonly time: number;
}

class WatchedMemory extends PlainMemory {
  private readonly times = new Map<Warp, number>();
  private readonly writers = new Map<number, Touch>();
  private readonly readers = new Map<number, readonly Touch[]>();

  barrier(warp: Warp): void {
    this.times.set(warp, this.timeOf(warp) + 1);
  }

  override load(thread: Thread, type: string, address: number): number {
    const now = this.touch(thread);
    const writer = this.writers.get(address);
    if (writer && collides(writer, now)) throw race(address, writer, now);
    const recent = (this.readers.get(address) ?? []).filter(({ time }) => time === now.time);
    this.readers.set(address, [...recent, now]);
    return super.load(thread, type, address);
  }

  override store(thread: Thread, type: string, address: number, value: number): void {
    const now = this.touch(thread);
    const others = [this.writers.get(address), ...(this.readers.get(address) ?? [])];
    const other = others.find((touch) => touch && collides(touch, now));
    if (other) throw race(address, other, now);
    this.writers.set(address, now);
    super.store(thread, type, address, value);
  }

  private touch({ warp, lane }: Thread): Touch {
    return { warp, lane, time: this.timeOf(warp) };
  }

  private timeOf(warp: Warp): number {
    return this.times.get(warp) ?? 0;
  }
}

/** Threads of different warps are never kept apart. */
function collides(before: Touch, now: Touch): boolean {
  if (before.warp !== now.warp) return true;
  return before.lane !== now.lane && before.time === now.time;
}

function race(address: number, before: Touch, now: Touch): Error {
  return new Error(`Race: threads ${before.lane} and ${now.lane} at ${address}`);
}
