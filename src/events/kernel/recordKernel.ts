import { crc32cOfView, crcTables, maskedCrcOfLength } from "../wire/crc32c.js";
import { writeModule } from "../../util/wasm/moduleWriter.js";
import * as layout from "./kernelLayout.js";
import { writeFind, writeTake } from "./takeFunction.js";

/** Columns of scalars, as batches have them. */
export interface KernelColumns {
  readonly tag: Uint32Array;
  readonly step: Float64Array;
  readonly wallTime: Float64Array;
  readonly value: Float64Array;
  readonly order: Uint32Array;
}

/** A record whose tag is known, and where its parts stand in `view`. */
export interface KnownRecord {
  readonly view: DataView;
  /** Where the event begins. */
  readonly start: number;
  /** Where all begins that comes behind its time and its step. */
  readonly rest: number;
  /** Where its 32-bit float stands. */
  readonly valueAt: number;
  readonly end: number;
  /** Index of its tag. */
  readonly tag: number;
  readonly isWanted: boolean;
}

/** How reading stands before and after records were taken. */
export interface KernelProgress {
  /** Scalars in the columns. */
  length: number;
  /** Running number of the next value. */
  order: number;
  /** The latest time of a value. */
  lastWallTime: number;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly take: (
    position: number,
    end: number,
    length: number,
    order: number,
    lastPattern: number,
    checks: number,
    hasFirst: number,
    lastWallTime: number,
  ) => number;
}

const numbersPerPattern = layout.patternPartBytes / 4;

const compiled = new Map<number, WebAssembly.Module>();

/** The module for a memory of so many pages; kernels of one size share it. */
function compile(windowBytes: number): WebAssembly.Module {
  const pages = layout.pagesFor(windowBytes);
  let module = compiled.get(pages);
  if (module === undefined) {
    const functions = new Map([
      ["find", writeFind()],
      ["take", writeTake(0)],
    ]);
    compiled.set(pages, (module = new WebAssembly.Module(writeModule(functions, pages))));
  }
  return module;
}

/**
 * Takes records that differ from earlier ones in time, step and number alone, as nearly all of a log do,
 * about five times as fast as the decoder, in WebAssembly. What it does not know, or what is not sound, it
 * leaves to the decoder, which says what it means.
 */
export class RecordKernel {
  /** Files must be read into these bytes. */
  readonly window: Uint8Array<ArrayBuffer>;
  /** Where scalars are put. */
  readonly columns: KernelColumns;
  /** Where the last record began that was taken. */
  lastStart = -1;
  /** How many records were taken so far. */
  taken = 0;
  private readonly bytes: Uint8Array;
  private readonly state: Int32Array;
  private readonly parts: Int32Array;
  private readonly lastWallTime: Float64Array;
  private readonly exports: Exports;
  private readonly memory: DataView;
  private readonly crcTables: Int32Array;
  /** How many entries of these tables are there. */
  private crcEntries: number;
  private lastPattern = 0;
  private patterns = 0;
  private owner: object | undefined;

  /** One with a window of so many bytes, where there is WebAssembly with vectors and memory for it. */
  static where(windowBytes: number): RecordKernel | undefined {
    if (!("WebAssembly" in globalThis)) return undefined;
    try {
      return new RecordKernel(windowBytes);
    } catch (error) {
      if (error instanceof WebAssembly.CompileError || error instanceof RangeError)
        return undefined;
      throw error;
    }
  }

  private constructor(windowBytes: number) {
    const module = compile(windowBytes);
    this.exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    const { buffer } = this.exports.memory;
    this.window = new Uint8Array(buffer, layout.windowStart, windowBytes);
    const doubles = (at: number) => new Float64Array(buffer, at, layout.columnCapacity);
    const integers = (at: number) => new Uint32Array(buffer, at, layout.columnCapacity);
    const { step, wallTime, value, tag, order } = layout.columns;
    this.columns = {
      ...{ step: doubles(step), wallTime: doubles(wallTime), value: doubles(value) },
      ...{ tag: integers(tag), order: integers(order) },
    };
    this.bytes = new Uint8Array(buffer);
    this.memory = new DataView(buffer);
    this.state = new Int32Array(buffer, 0, 8);
    this.lastWallTime = new Float64Array(buffer, layout.state.lastWallTime, 1);
    this.parts = new Int32Array(
      buffer,
      layout.patternParts,
      numbersPerPattern * layout.mostPatterns,
    );
    this.crcTables = new Int32Array(buffer, layout.crcTables, 256 * layout.mostRecordBytes);
    this.crcTables.set(crcTables);
    this.crcEntries = crcTables.length;
    const masks = Array.from({ length: layout.mostRecordBytes + 1 }, (_, n) =>
      maskedCrcOfLength(n, 0),
    );
    new Uint32Array(buffer, layout.lengthMasks, masks.length).set(masks);
  }

  /** Forgets what was learnt of the records of another than `owner`. */
  serve(owner: object): void {
    if (this.owner === owner) return;
    this.owner = owner;
    for (let i = 0; i < this.patterns; i++) this.parts[numbersPerPattern * i] = 0;
    this.patterns = this.lastPattern = 0;
    this.state[layout.state.patterns / 4] = 0;
  }

  /** Whether there is anything to compare with. */
  get hasLearnt(): boolean {
    return this.patterns > 0;
  }

  /** Learns what records of a tag are like. Its latest record counts. */
  learn({ view, start, rest, valueAt, end, tag, isWanted }: KnownRecord): void {
    if (tag >= layout.mostPatterns || end - start > layout.mostRecordBytes) return;
    const { parts, bytes } = this;
    const at = numbersPerPattern * tag;
    const length = end - rest;
    const to = layout.patternBytes + tag * layout.patternStride;
    bytes.fill(0, to, to + layout.patternStride);
    bytes.set(new Uint8Array(view.buffer, view.byteOffset + rest, length), to);
    const mask = to + layout.maskOffset;
    bytes.fill(0xff, mask, mask + length);
    bytes.fill(0, mask + valueAt - rest, mask + valueAt - rest + 4);
    this.makeTables(length);
    // The remainder that the bytes leave which stand in the pattern, the value's taken for zeros.
    const pattern = bytes.subarray(to, to + length);
    pattern.fill(0, valueAt - rest, valueAt - rest + 4);
    const noRemainder = ~0;
    const remainder = ~crc32cOfView(this.memory, to, to + length, noRemainder);
    parts[at] = length;
    parts[at + layout.part.remainder / 4] = remainder;
    parts[at + layout.part.bytesBehind / 4] = end - valueAt - 4;
    parts[at + layout.part.valueAt / 4] = valueAt - rest;
    parts[at + layout.part.isWanted / 4] = isWanted ? 1 : 0;
    parts[at + layout.part.successor / 4] = tag;
    parts[numbersPerPattern * this.lastPattern + layout.part.successor / 4] = tag;
    this.lastPattern = tag;
    this.patterns = Math.max(this.patterns, tag + 1);
    this.state[layout.state.patterns / 4] = this.patterns;
  }

  /** Makes the tables for that many bytes. */
  private makeTables(bytes: number): void {
    const { crcTables: tables } = this;
    for (; this.crcEntries < 256 * bytes; this.crcEntries++) {
      const previous = tables[this.crcEntries - 256];
      tables[this.crcEntries] = (previous >>> 8) ^ tables[previous & 255];
    }
  }

  /**
   * Takes records from `position` in `view` (of the window) on, none that ends behind `end`, until one is
   * not known or the columns are full. Gives where the first one begins that was not taken.
   *
   * @param checks whether checksums of contents are compared
   * @param hasFirst whether the time of the log's first value is known
   */
  take(
    view: DataView,
    position: number,
    end: number,
    progress: KernelProgress,
    checks: boolean,
    hasFirst: boolean,
  ): number {
    const { byteOffset } = view;
    const { length, order, lastWallTime } = progress;
    const next = this.exports.take(
      ...([position + byteOffset, end + byteOffset, length, order, this.lastPattern] as const),
      ...([checks ? 1 : 0, hasFirst ? 1 : 0, lastWallTime] as const),
    );
    const { state } = this;
    const orderAfter = state[layout.state.order / 4] >>> 0;
    this.taken += orderAfter - order;
    progress.length = state[layout.state.length / 4];
    progress.order = orderAfter;
    progress.lastWallTime = this.lastWallTime[0];
    this.lastStart = state[layout.state.lastStart / 4] - byteOffset;
    this.lastPattern = state[layout.state.lastPattern / 4];
    return next - byteOffset;
  }
}
