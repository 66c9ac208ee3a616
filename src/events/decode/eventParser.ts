import { decodeUtf8 } from "../wire/decodeUtf8.js";
import { eventField } from "../wire/fieldNumbers.js";
import type { Point } from "./point.js";
import type { ScalarBatch } from "./scalarBatch.js";
import type { TagEntry, TagTable } from "./tagTable.js";
import {
  copyOf,
  decodeValue,
  learnTag,
  locateValue,
  type Moment,
  type ValueSpans,
} from "./valueDecoder.js";
import { MalformedError, WireCursor } from "../wire/wireCursor.js";

interface Part {
  readonly field: number;
  readonly start: number;
  readonly end: number;
}

/** What an event holds besides scalars. */
export interface ParserSink {
  point(point: Point): void;
  /** A training session started at this step, before the value of this running number. */
  sessionStart(step: number, wallTime: number, order: number): void;
  fileVersion(text: string): void;
  /** The event logged values at this time, from this running number on. */
  valuesAt(wallTime: number, order: number): void;
}

/** Decodes events of any layout: scalars into a batch, all else into a sink. */
export class EventParser {
  /** Running number of the next value. */
  order = 0;
  /** Why the last event, or the last of its bad values, could not be decoded. */
  reason = "";
  /** Values of the last event that could not be decoded while the event could. */
  badValues = 0;
  /** Tags of these values, as far as they could be told. */
  badTags: string[] = [];
  /** Tags of values of the last event whose step or number a 64-bit float cannot hold. */
  roundedTags: string[] = [];

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
  private points: Point[] = [];
  private wallTime = 0;
  private step = 0;
  private isStepRounded = false;

  constructor(
    private readonly tags: TagTable,
    private readonly batch: ScalarBatch,
    private readonly sink: ParserSink,
  ) {}

  /** Decodes the event `view[start, end)`; false, and without a trace, when it is malformed. */
  parse(view: DataView, start: number, end: number): boolean {
    const scalarsBefore = this.batch.length;
    const orderBefore = this.order;
    this.points = [];
    this.badValues = 0;
    this.badTags = [];
    this.roundedTags = [];
    try {
      const parts = this.locateParts(view, start, end);
      const sessionStarts = parts.some((part) => this.isSessionStart(view, part));
      for (const part of parts) this.takePart(view, part);
      if (sessionStarts) this.sink.sessionStart(this.step, this.wallTime, orderBefore);
      if (this.order > orderBefore) this.sink.valuesAt(this.wallTime, orderBefore);
    } catch (error) {
      this.reason = reasonOf(error);
      this.batch.length = scalarsBefore;
      this.order = orderBefore;
      return false;
    }
    for (const point of this.points) this.sink.point(point);
    return true;
  }

  /**
   * How many values the event seems to hold whose bytes are not to be trusted, and which of the run's tags
   * they have.
   */
  guess(view: DataView, start: number, end: number): { values: number; tags: string[] } {
    const found = { values: 0, tags: [] as string[] };
    try {
      for (const { field, ...part } of this.locateParts(view, start, end)) {
        if (field !== eventField.summary) continue;
        this.eachValue(view, part.start, part.end, () => {
          found.values++;
          const tag = this.tags.find(view, this.spans.tagStart, this.spans.tagEnd);
          if (tag !== undefined) found.tags.push(tag.tag);
        });
      }
    } catch {
      // What was found up to here is all that can be said.
    }
    return found;
  }

  private locateParts(view: DataView, start: number, end: number): Part[] {
    const { cursor } = this;
    const parts: Part[] = [];
    this.wallTime = this.step = 0;
    this.isStepRounded = false;
    cursor.aim(view, start, end);
    while (cursor.nextField()) {
      switch (cursor.field) {
        case eventField.wallTime:
          cursor.expect(1);
          this.wallTime = cursor.float64();
          break;
        case eventField.step:
          cursor.expect(0);
          this.step = cursor.signed64();
          this.isStepRounded = cursor.wasRounded;
          break;
        case eventField.fileVersion:
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
    return parts;
  }

  private isSessionStart(view: DataView, part: Part): boolean {
    if (part.field !== eventField.sessionLog) return false;
    const { cursor } = this;
    let status = 0;
    cursor.aim(view, part.start, part.end);
    while (cursor.nextField()) {
      if (cursor.field === 1 && cursor.wireType === 0) status = cursor.unsigned();
      else cursor.skip();
    }
    return status === 1;
  }

  private takePart(view: DataView, part: Part): void {
    if (part.field === eventField.summary) this.takeSummary(view, part.start, part.end);
    else if (part.field === eventField.graph) this.takeGraph(view, part.start, part.end);
    else if (part.field === eventField.fileVersion) {
      this.sink.fileVersion(decodeUtf8(copyOf(view, part.start, part.end)));
    }
  }

  private takeSummary(view: DataView, start: number, end: number): void {
    this.eachValue(view, start, end, () => this.takeValue(view));
  }

  /** Points `spans` to each value of a summary in turn. */
  private eachValue(view: DataView, start: number, end: number, take: () => void): void {
    const { cursor } = this;
    for (let position = start; ;) {
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
      take();
    }
  }

  private takeValue(view: DataView): void {
    const moment = this.nextMoment();
    let tag: TagEntry | undefined;
    try {
      tag = this.tags.intern(view, this.spans.tagStart, this.spans.tagEnd);
      if (tag === undefined) throw new MalformedError("the run has too many tags");
      if (!tag.known) learnTag(tag, view, this.spans);
      const before = this.batch.length + this.points.length;
      const rounding = { isRounded: this.isStepRounded };
      decodeValue(tag, view, this.spans, moment, this.batch, this.points, rounding);
      const isTaken = this.batch.length + this.points.length > before;
      if (isTaken && rounding.isRounded) this.roundedTags.push(tag.tag);
    } catch (error) {
      this.badValues++;
      if (tag !== undefined) this.badTags.push(tag.tag);
      this.reason = reasonOf(error);
    }
  }

  private takeGraph(view: DataView, start: number, end: number): void {
    const tag = this.tags.graph;
    const moment = this.nextMoment();
    if (!tag.wants.graph) return;
    this.points.push({ kind: "graph", tag, ...moment, graph: copyOf(view, start, end) });
  }

  private nextMoment(): Moment {
    return { step: this.step, wallTime: this.wallTime, order: this.order++ };
  }
}

/** protobufjs and DataView throw errors of their own for bytes that end early. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
