import { countUnwantedValues } from "./countUnwantedValues.js";
import { crc32cOfView, maskCrc } from "../wire/crc32c.js";
import { EventParser } from "./eventParser.js";
import type { KernelProgress, RecordKernel } from "../kernel/recordKernel.js";
import { endOfContent, isMetadata, positionOfFloat } from "./commonValue.js";
import { decodedBytes } from "./decodedBytes.js";
import type { EventSink } from "./eventSink.js";
import { type FileSegment, type LogMark, newClock, parseFileVersion, tick } from "./logMark.js";
import type { ReadOptions } from "./readOptions.js";
import type { ScalarBatch } from "./scalarBatch.js";
import { graphTagName, TagTable } from "./tagTable.js";
import { learnScalarTag } from "./valueDecoder.js";

/** What became of a record. */
export type RecordOutcome = "read" | "wrong-checksum" | "malformed";

/** Smaller records are always checked: it costs less than finding out whether that can be saved. */
const smallRecordBytes = 256;
/** No common event is shorter, and reading its keys cannot step over the record's end. */
const shortestCommonEvent = 24;

/** So many records are not looked at when those before them were looked at in vain. */
const mostPassed = 32;
/** The kernel counts in 32 bits. */
const mostOrder = 2 ** 31;

const none: readonly string[] = [];

/** Memory that decoders use one after the other. */
export interface DecodeMemory {
  /** Handed to the sink when it is full. */
  readonly batch: ScalarBatch;
  readonly kernel: RecordKernel | undefined;
}

/** Turns the records of one run into scalars and points, and hands them to a sink. */
export class EventDecoder {
  readonly tags: TagTable;
  /** Records seen, unread ones included. */
  records = 0;
  /** Where the last record began that `takeAlike` took. */
  lastAlike = -1;
  /** Sizes of the files opened so far, and how much of them was taken in. */
  bytesExpected = 0;
  bytesTaken = 0;
  /** Values of the last record that could not be decoded while the others could. */
  badValues = 0;
  /** Tags of the last record's values whose step or number was rounded to a 64-bit float. */
  roundedTags: readonly string[] = none;
  /** About how much memory all decoded values that are no scalars take, in bytes. */
  pointBytes = 0;
  /** The file that is being read; another one takes its place where a file was appended to it. */
  segment: FileSegment = newSegment(-1);

  private segments = 0;
  /** Running number of the first value of the segment. */
  private segmentStart = 0;
  /** Not told to the sink yet: a file in which nothing was added matters to nobody. */
  private turn: LogMark | undefined;
  private readonly checksums: "decoded" | "all" | "none";
  private readonly parser: EventParser;
  private readonly flushAt: number;
  private readonly batch: ScalarBatch;
  private readonly progress: KernelProgress = { length: 0, order: 0, lastWallTime: 0 };
  /** How often records were looked at in vain, and how many are not looked at for that. */
  private misses = 0;
  private passed = 0;

  constructor(
    options: ReadOptions,
    private readonly sink: EventSink,
    private readonly memory: DecodeMemory,
    /** Of another run, which mostly has the same. */
    tagsBefore?: TagTable,
  ) {
    const { batch } = memory;
    this.batch = batch;
    batch.length = 0;
    this.flushAt = batch.tag.length;
    this.checksums = options.checksums ?? "decoded";
    this.tags = new TagTable(options, tagsBefore);
    this.parser = new EventParser(this.tags, batch, {
      point: (point) => {
        // In old versions of the format a step says something about the tags that follow.
        if (options.supersede === "session") this.flush();
        this.announce();
        this.pointBytes += decodedBytes(point);
        sink.point(point);
      },
      sessionStart: (step, wallTime, order) =>
        this.mark({ type: "session", order, step, wallTime }),
      fileVersion: (text) => this.takeVersion(text),
      valuesAt: (wallTime, order) => tick(this.segment.clock, wallTime, order),
    });
  }

  /** Goes on with this file, or with a new one. */
  turnTo(segment: FileSegment | undefined): void {
    if (segment === this.segment) return;
    this.flush();
    this.segment = segment ?? newSegment(this.segments++);
    this.segmentStart = this.parser.order;
    this.turn = { type: "file", order: this.parser.order, segment: this.segment };
  }

  private takeVersion(text: string): void {
    // In the middle of a file: another one was appended to it.
    if (this.parser.order > this.segmentStart) this.turnTo(undefined);
    this.mark({ type: "version", order: this.parser.order, version: parseFileVersion(text) });
  }

  private mark(mark: LogMark): void {
    this.flush();
    this.announce();
    this.sink.mark(mark);
  }

  private announce(): void {
    if (this.turn !== undefined) this.sink.mark(this.turn);
    this.turn = undefined;
  }

  /** Why the last record, or its bad values, could not be decoded. */
  get reason(): string {
    return this.parser.reason;
  }

  /** Tags of the bad values of the last record, as far as they could be told. */
  get badTags(): readonly string[] {
    return this.parser.badTags;
  }

  /** What a record seems to hold whose checksum is wrong. */
  guess(view: DataView, start: number, end: number): { values: number; tags: string[] } {
    return this.parser.guess(view, start, end);
  }

  /** Decodes the payload `view[start, end)`, which its stored checksum follows. */
  decode(view: DataView, start: number, end: number): RecordOutcome {
    this.badValues = 0;
    this.roundedTags = none;
    if (this.checksums !== "all" && end - start >= smallRecordBytes) {
      if (this.passOver(view, start, end, end)) return "read";
    }
    if (this.checksums !== "none") {
      const stored = view.getUint32(end, true);
      if (maskCrc(crc32cOfView(view, start, end)) !== stored) return "wrong-checksum";
    }
    this.records++;
    if (this.decodeCommon(view, start, end)) return "read";
    const isSound = this.parser.parse(view, start, end);
    this.badValues = this.parser.badValues;
    this.roundedTags = isSound ? this.parser.roundedTags : none;
    return isSound ? "read" : "malformed";
  }

  /**
   * Takes records from `position` on, framed as they are, that differ from earlier ones in time, step and
   * number alone; none that ends behind `end`. Gives where the first one begins that it left.
   */
  takeAlike(view: DataView, position: number, end: number): number {
    const { kernel, batch } = this.memory;
    if (kernel === undefined || view.buffer !== kernel.window.buffer) return position;
    if (this.passed > 0) {
      this.passed--;
      return position;
    }
    if (batch.tag !== kernel.columns.tag) {
      // A record of very many values needed more room.
      if (batch.length > 0) return position;
      batch.use(kernel.columns);
    }
    kernel.serve(this);
    const { progress, parser } = this;
    const { clock } = this.segment;
    if (!kernel.hasLearnt || parser.order > mostOrder) return position;
    progress.length = batch.length;
    progress.order = parser.order;
    progress.lastWallTime = clock.last;
    const hasFirst = !Number.isNaN(clock.first);
    const next = kernel.take(view, position, end, progress, this.checksums !== "none", hasFirst);
    if (next === position) {
      this.passed = Math.min(this.misses++ >> 2, mostPassed);
      return position;
    }
    this.misses = 0;
    this.lastAlike = kernel.lastStart;
    batch.length = progress.length;
    this.records += progress.order - parser.order;
    parser.order = progress.order;
    clock.last = progress.lastWallTime;
    return next;
  }

  /**
   * Counts a record without reading it, if nothing in it is wanted. Only its bytes up to `available`
   * need be in memory. `mayBeUnknown`: even though what it says about new tags is lost.
   */
  passOver(
    view: DataView,
    start: number,
    available: number,
    end: number,
    mayBeUnknown = false,
  ): boolean {
    const unwanted = countUnwantedValues(view, start, available, end, this.tags, mayBeUnknown);
    if (unwanted === undefined) return false;
    const { values, wallTime } = unwanted;
    tick(this.segment.clock, wallTime, this.parser.order);
    this.parser.order += values;
    this.records++;
    return true;
  }

  /** Whether it is time to `flush`; one more record may follow in any case. */
  get isFull(): boolean {
    return this.batch.length >= this.flushAt;
  }

  /** Hands the scalars read so far to the sink. */
  flush(): void {
    if (this.batch.length === 0) return;
    const progress = Math.min(1, Math.max(this.bytesTaken / this.bytesExpected, 1e-6) || 1);
    this.announce();
    this.sink.scalars(this.batch, progress);
    this.batch.length = 0;
  }

  /** The layout of nearly all events: time, step and a summary of one float, plain or as a tensor. */
  private decodeCommon(view: DataView, start: number, end: number): boolean {
    if (end - start < shortestCommonEvent || view.getUint8(start) !== 0x09) return false;
    const wallTime = view.getFloat64(start + 1, true);
    let position = start + 9;
    let step = 0;
    if (view.getUint8(position) === 0x10) {
      let byte = view.getUint8(position + 1);
      position += 2;
      step = byte & 127;
      for (let shift = 7; byte >= 128; shift += 7) {
        if (shift > 21) return false;
        byte = view.getUint8(position++);
        step |= (byte & 127) << shift;
      }
    }
    const rest = position;
    if (view.getUint8(position) !== 0x2a) return false;
    let length = view.getUint8(position + 1);
    position += 2;
    if (length >= 128) {
      const high = view.getUint8(position++);
      if (high >= 128) return false;
      length += (high - 1) * 128;
    }
    if (position + length !== end || view.getUint8(position) !== 0x0a) return false;
    length = view.getUint8(position + 1);
    position += 2;
    if (length >= 128) {
      const high = view.getUint8(position++);
      if (high >= 128) return false;
      length += (high - 1) * 128;
    }
    if (position + length !== end || view.getUint8(position) !== 0x0a) return false;
    length = view.getUint8(position + 1);
    position += 2;
    if (length >= 128) {
      const high = view.getUint8(position++);
      if (high >= 128) return false;
      length += (high - 1) * 128;
    }
    const tagEnd = position + length;
    const contentEnd = endOfContent(view, tagEnd, end);
    const valueAt = positionOfFloat(view, tagEnd, contentEnd);
    if (valueAt < 0) return false;
    const hasMetadata = contentEnd < end;
    if (hasMetadata && !isMetadata(view, contentEnd, end)) return false;
    const tag = this.tags.intern(view, position, tagEnd);
    // What a tag is counts where it is said for the first time.
    if (tag === undefined || (hasMetadata && !tag.known)) return false;
    if (!tag.known || tag.kind !== "scalar") {
      const isPlain = valueAt === tagEnd + 1;
      if (!isPlain) return false;
      if (!tag.known) learnScalarTag(tag);
    }
    if (this.memory.kernel !== undefined && tag.tag !== graphTagName) {
      const { index, wants } = tag;
      const known = { start, rest, valueAt, end, tag: index, isWanted: wants.scalar };
      this.memory.kernel.serve(this);
      this.memory.kernel.learn({ view, ...known });
    }
    const order = this.parser.order++;
    tick(this.segment.clock, wallTime, order);
    if (tag.wants.scalar) {
      this.batch.append(tag.index, step, wallTime, view.getFloat32(valueAt, true), order);
    }
    return true;
  }
}

function newSegment(index: number): FileSegment {
  return { index, clock: newClock() };
}
