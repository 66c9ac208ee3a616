import { countUnwantedValues } from "./countUnwantedValues.js";
import { crc32cOfView, maskCrc } from "./crc32c.js";
import type { EventSink } from "./eventSink.js";
import { eventField, valueField } from "./fieldNumbers.js";
import type { Point } from "./point.js";
import type { ReadOptions } from "./readOptions.js";
import type { ScalarBatch } from "./scalarBatch.js";
import { TagTable } from "./tagTable.js";
import {
  copyOf,
  decodeValue,
  learnTag,
  locateValue,
  type Moment,
  type ValueSpans,
} from "./valueDecoder.js";
import { MalformedError, WireCursor } from "./wireCursor.js";

/** What became of a record. */
export type RecordOutcome = "read" | "wrong-checksum" | "malformed";

/** Smaller records are always checked: it costs less than finding out whether that can be saved. */
const smallRecordBytes = 256;
/** No common event is shorter, and reading its keys cannot step over the record's end. */
const shortestCommonEvent = 24;

/** Turns the records of one run into scalars and points, and hands them to a sink. */
export class EventDecoder {
  readonly tags: TagTable;
  /** Records seen, unread ones included. */
  records = 0;
  /** Why the last record, or the values listed in `badValues`, could not be decoded. */
  reason = "";
  /** Sizes of the files opened so far, and how much of them was taken in. */
  bytesExpected = 0;
  bytesTaken = 0;
  /** Values of the last record that could not be decoded while the others could. */
  badValues = 0;

  private readonly checksums: "decoded" | "all" | "none";
  private readonly cursor = new WireCursor(new DataView(new ArrayBuffer(0)), 0, 0);
  private readonly spans: ValueSpans = {
    tagStart: 0,
    tagEnd: 0,
    content: 0,
    simpleValue: 0,
    contentStart: 0,
    contentEnd: 0,
    metadataStart: -1,
    metadataEnd: -1,
  };
  private readonly flushAt: number;
  /** Running number of the next value. */
  private order = 0;
  private sessionStarts = false;
  private step = 0;
  private points: Point[] = [];

  constructor(
    options: ReadOptions,
    private readonly sink: EventSink,
    /** Must be empty; handed to the sink when it is full. */
    private readonly batch: ScalarBatch,
  ) {
    this.batch.length = 0;
    this.flushAt = batch.tag.length;
    this.tags = new TagTable(options);
    this.checksums = options.checksums ?? "decoded";
  }

  /** Decodes the payload `view[start, end)`, which its stored checksum follows. */
  decode(view: DataView, start: number, end: number): RecordOutcome {
    if (this.checksums !== "all" && end - start >= smallRecordBytes) {
      if (this.passOver(view, start, end, end)) return "read";
    }
    if (this.checksums !== "none") {
      const stored = view.getUint32(end, true);
      if (maskCrc(crc32cOfView(view, start, end)) !== stored) return "wrong-checksum";
    }
    this.badValues = 0;
    this.records++;
    if (this.decodeCommon(view, start, end)) return "read";
    return this.decodeAny(view, start, end);
  }

  /**
   * Counts a record without reading it, if nothing in it is wanted. Only its bytes up to `available`
   * need be in memory.
   */
  passOver(view: DataView, start: number, available: number, end: number): boolean {
    const values = countUnwantedValues(view, start, available, end, this.tags);
    if (values < 0) return false;
    this.order += values;
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
    this.batch.progress = Math.min(1, Math.max(this.bytesTaken / this.bytesExpected, 1e-6) || 1);
    this.sink.scalars(this.batch);
    this.batch.length = 0;
  }

  /** The layout of nearly all events: time, step and a summary of one simple value. */
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
    if (tagEnd + 5 !== end || view.getUint8(tagEnd) !== 0x15) return false;
    const tag = this.tags.intern(view, position, tagEnd);
    if (!tag.known) {
      this.spans.content = valueField.simpleValue;
      this.spans.metadataStart = -1;
      learnTag(tag, view, this.spans);
    }
    const order = this.order++;
    if (tag.wants.scalar) {
      this.batch.append(tag.index, step, wallTime, view.getFloat32(tagEnd + 1, true), order);
    }
    return true;
  }

  /** Any event; a malformed one leaves no trace. */
  private decodeAny(view: DataView, start: number, end: number): RecordOutcome {
    const scalarsBefore = this.batch.length;
    const orderBefore = this.order;
    try {
      this.decodeEvent(view, start, end);
    } catch (error) {
      this.reason = reasonOf(error);
      this.batch.length = scalarsBefore;
      this.order = orderBefore;
      this.points = [];
      return "malformed";
    }
    if (this.sessionStarts) {
      this.flush();
      this.sink.sessionStart(this.step, orderBefore);
    }
    if (this.points.length > 0) {
      for (const point of this.points) this.sink.point(point);
      this.points = [];
    }
    return "read";
  }

  private decodeEvent(view: DataView, start: number, end: number): void {
    const cursor = this.cursor;
    let wallTime = 0;
    let step = 0;
    const parts: { field: number; start: number; end: number }[] = [];
    this.sessionStarts = false;
    cursor.aim(view, start, end);
    while (cursor.nextField()) {
      switch (cursor.field) {
        case eventField.wallTime:
          cursor.expect(1);
          wallTime = cursor.float64();
          break;
        case eventField.step:
          cursor.expect(0);
          step = cursor.signed64();
          break;
        case eventField.graph:
        case eventField.summary:
        case eventField.sessionLog:
          cursor.expect(2);
          cursor.span();
          parts.push({ field: cursor.field, start: cursor.spanStart, end: cursor.spanEnd });
          break;
        default:
          cursor.skip();
      }
    }
    this.step = step;
    for (const part of parts) {
      if (part.field === eventField.sessionLog) this.decodeSessionLog(view, part.start, part.end);
    }
    for (const part of parts) {
      if (part.field === eventField.summary) {
        this.decodeSummary(view, part.start, part.end, wallTime, step);
      } else if (part.field !== eventField.sessionLog) this.decodeGraph(view, part, wallTime, step);
    }
  }

  private decodeSummary(
    view: DataView,
    start: number,
    end: number,
    wallTime: number,
    step: number,
  ): void {
    const cursor = this.cursor;
    let position = start;
    for (;;) {
      cursor.aim(view, position, end);
      if (!cursor.nextField()) return;
      if (cursor.field !== 1) {
        cursor.skip();
        position = cursor.position;
        continue;
      }
      cursor.expect(2);
      cursor.span();
      position = cursor.position;
      cursor.aim(view, cursor.spanStart, cursor.spanEnd);
      locateValue(cursor, this.spans);
      this.takeValue(view, { wallTime, step, order: this.order++ });
    }
  }

  private takeValue(view: DataView, moment: Moment): void {
    const tag = this.tags.intern(view, this.spans.tagStart, this.spans.tagEnd);
    try {
      if (!tag.known) learnTag(tag, view, this.spans);
      decodeValue(tag, view, this.spans, moment, this.batch, this.points);
    } catch (error) {
      this.badValues++;
      this.reason = reasonOf(error);
    }
  }

  private decodeSessionLog(view: DataView, start: number, end: number): void {
    const cursor = this.cursor;
    cursor.aim(view, start, end);
    while (cursor.nextField()) {
      if (cursor.field === 1 && cursor.wireType === 0) {
        this.sessionStarts ||= cursor.unsigned() === 1;
      } else cursor.skip();
    }
  }

  private decodeGraph(
    view: DataView,
    part: { field: number; start: number; end: number },
    wallTime: number,
    step: number,
  ): void {
    const name = graphTags[part.field];
    if (name === undefined) return;
    const tag = this.tags.intern(name, 0, name.byteLength);
    tag.kind = "graph";
    tag.plugin = "graphs";
    tag.known = true;
    const order = this.order++;
    if (!tag.wants.graph) return;
    const graph = copyOf(view, part.start, part.end);
    this.points.push({ kind: "graph", tag, step, wallTime, order, graph });
  }
}

/** Tags under which TensorBoard shows the graphs of a run. */
const graphTags: Partial<Record<number, DataView>> = {
  [eventField.graph]: asView("__run_graph__"),
};

function asView(text: string): DataView {
  return new DataView(new TextEncoder().encode(text).buffer);
}

function reasonOf(error: unknown): string {
  if (error instanceof MalformedError) return error.message;
  // protobufjs and DataView throw these for bytes that end early.
  if (error instanceof RangeError || error instanceof Error) return error.message;
  return String(error);
}
