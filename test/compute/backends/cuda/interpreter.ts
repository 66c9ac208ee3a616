import type { CudaGrid } from "../../../../src/compute/backends/cuda/device.js";
import { warpThreads } from "../../../../src/compute/backends/cuda/ptx/ptxFunction.js";
import type { Entry, Memory, Pause, Thread, Warp } from "./ptxProgram.js";

export interface InterpreterOptions {
  /** Of memory. */
  readonly bytes?: number;
  /** In which order threads run between two barriers: from the first to the last, or another each time. */
  readonly order?: "ascending" | "random";
  /** Fails where two threads touch a word, one of them writes it, and no barrier is between. */
  readonly detectsRaces?: boolean;
}

/** Memory that blocks begin in at multiples of. */
const alignment = 128;

/** A GPU's stand-in: runs PTX thread by thread on the processor. */
export class Interpreter {
  private readonly data: DataView;
  private end = alignment;
  private readonly blocks = new Map<number, number>();
  private random = 1;

  /** @param base address of its memory: no two of several have an address in common */
  constructor(
    private readonly options: InterpreterOptions,
    private readonly base = 0,
  ) {
    this.data = new DataView(new ArrayBuffer(options.bytes ?? 1 << 24));
  }

  get totalBytes(): number {
    return this.data.byteLength;
  }

  get freeBytes(): number {
    return this.data.byteLength - this.end;
  }

  get isEmpty(): boolean {
    return this.blocks.size === 0;
  }

  /** @returns undefined where there is no room */
  alloc(bytes: number): number | undefined {
    const address = this.end;
    const end = Math.ceil((address + bytes) / alignment) * alignment;
    if (end > this.data.byteLength) return undefined;
    this.end = end;
    this.blocks.set(address, bytes);
    return this.base + address;
  }

  free(address: number): void {
    if (!this.blocks.delete(address - this.base)) {
      throw new RangeError(`Nothing begins at ${address}`);
    }
    if (this.isEmpty) this.end = alignment;
  }

  /** The memory from an address on. */
  bytesAt(address: number, count: number): Uint8Array {
    return new Uint8Array(this.data.buffer, address - this.base, count);
  }

  /** @returns instructions of the first threads of all warps, where they are counted */
  launch(
    entry: Entry,
    { blocks, threads }: CudaGrid,
    parameters: ReadonlyMap<string, number>,
  ): number {
    let executed = 0;
    if (threads !== entry.threads) throw new RangeError(`Compiled for ${entry.threads} threads`);
    const Kind = this.options.detectsRaces ? WatchedMemory : PlainMemory;
    const memory = new Kind(this.data, this.base);
    for (let block = 0; block < blocks; block++) {
      const shared = new Kind(new DataView(new ArrayBuffer(entry.sharedBytes)), 0);
      const warps = Array.from({ length: threads / warpThreads }, (_, index): Thread[] => {
        const exchange = [new Float64Array(warpThreads), new Float64Array(warpThreads)] as const;
        return threadsOf(entry, { block, index, parameters, memory, shared, exchange });
      });
      this.runBlock(entry, warps);
      executed += warps.reduce((sum, [first]) => sum + first.executed, 0);
    }
    return executed;
  }

  private runBlock(entry: Entry, warps: readonly Thread[][]): void {
    for (;;) {
      const order = this.options.order === "random" ? this.shuffled(warps) : warps;
      const pauses = new Set(order.map((threads) => this.runWarp(entry, threads)));
      if (pauses.size > 1) throw new Error("The warps of a block wait for each other");
      if (pauses.has("end")) return;
      const [{ warp }] = warps[0];
      for (const memory of [warp.memory, warp.shared]) memory.blockBarrier(warp.block);
    }
  }

  /** Runs a warp until it waits for the others of its block, or ends. */
  private runWarp(entry: Entry, threads: readonly Thread[]): "block barrier" | "end" {
    const [{ warp }] = threads;
    for (;;) {
      const order = this.options.order === "random" ? this.shuffled(threads) : threads;
      const pauses = new Set(order.map((thread) => run(entry, thread)));
      if (pauses.size > 1) throw new Error("The threads of a warp wait for each other");
      const [pause] = pauses;
      if (pause === "end" || pause === "block barrier") return pause;
      if (pause !== "barrier") continue;
      for (const memory of [warp.memory, warp.shared]) memory.barrier(warp);
    }
  }

  private shuffled<T>(all: readonly T[]): T[] {
    const mixed = [...all];
    for (let i = mixed.length - 1; i > 0; i--) {
      this.random = (Math.imul(this.random, 1664525) + 1013904223) >>> 0;
      const j = this.random % (i + 1);
      [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
    }
    return mixed;
  }
}

function threadsOf(entry: Entry, warp: Warp): Thread[] {
  return Array.from({ length: warpThreads }, (_, lane) => ({
    lane,
    registers: new Float64Array(entry.registerCount),
    local: new Float32Array(entry.localBytes / 4),
    warp,
    next: 0,
    turn: 0,
    executed: 0,
  }));
}

/** Runs a thread until it gives way. */
function run({ pieces }: Entry, thread: Thread): Pause {
  for (;;) {
    const pause = pieces[thread.next](thread, thread.registers);
    if (pause) return pause;
  }
}

class PlainMemory implements Memory {
  /** The threads of a warp have waited for each other. */
  barrier(warp: Warp): void {
    void warp;
  }

  /** The threads of a block have. */
  blockBarrier(block: number): void {
    void block;
  }

  constructor(
    private readonly data: DataView,
    private readonly base: number,
  ) {}

  load(_: Thread, type: string, from: number): number {
    const address = from - this.base;
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

  store(_: Thread, type: string, to: number, value: number): void {
    const address = to - this.base;
    if (address % (type === "f64" ? 8 : 4) !== 0) throw new RangeError(`Address ${address}`);
    if (type === "f32") this.data.setFloat32(address, value, true);
    else if (type === "f64") this.data.setFloat64(address, value, true);
    else this.data.setInt32(address, value, true);
  }
}

/** Who touched a word last, and when: the number of barriers of the warp, and of its block, before. */
interface Touch {
  readonly warp: Warp;
  readonly lane: number;
  readonly time: number;
  readonly blockTime: number;
}

class WatchedMemory extends PlainMemory {
  private readonly times = new Map<Warp, number>();
  private readonly blockTimes = new Map<number, number>();
  private readonly writers = new Map<number, Touch>();
  /** Those that may collide with what comes. */
  private readonly readers = new Map<number, readonly Touch[]>();

  override barrier(warp: Warp): void {
    this.times.set(warp, (this.times.get(warp) ?? 0) + 1);
  }

  override blockBarrier(block: number): void {
    this.blockTimes.set(block, (this.blockTimes.get(block) ?? 0) + 1);
  }

  override load(thread: Thread, type: string, address: number): number {
    const now = this.touch(thread);
    const writer = this.writers.get(address);
    if (writer && collides(writer, now)) throw race(address, writer, now);
    const others = (this.readers.get(address) ?? []).filter((one) => isRecent(one, now));
    this.readers.set(address, [...others, now]);
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
    const time = this.times.get(warp) ?? 0;
    return { warp, lane, time, blockTime: this.blockTimes.get(warp.block) ?? 0 };
  }
}

/** Threads of different blocks are never kept apart, those of different warps by the barriers of their block. */
function collides(before: Touch, now: Touch): boolean {
  if (before.warp.block !== now.warp.block) return true;
  if (before.blockTime !== now.blockTime) return false;
  if (before.warp !== now.warp) return true;
  return before.lane !== now.lane && before.time === now.time;
}

/** Whether a touch still says more than a later one does. */
function isRecent(before: Touch, now: Touch): boolean {
  if (before.warp.block !== now.warp.block) return before.warp.block === now.warp.block - 1;
  if (before.blockTime !== now.blockTime) return false;
  if (before.warp !== now.warp) return true;
  return before.lane !== now.lane && before.time === now.time;
}

function race(address: number, before: Touch, now: Touch): Error {
  return new Error(`Race: threads ${before.lane} and ${now.lane} at ${address}`);
}
