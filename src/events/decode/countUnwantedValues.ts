import { eventField, valueField } from "../wire/fieldNumbers.js";
import type { TagTable } from "./tagTable.js";
import { MalformedError, WireCursor } from "../wire/wireCursor.js";

const longestKeyAndLength = 20;
const cursor = new WireCursor(new DataView(new ArrayBuffer(0)), 0, 0);
let unwantedBytes = 0;
let readable = 0;
let wallTime = 0;
let takesUnknown = false;

/** Tensors of other kinds than scalars, which take more bytes than any scalar. */
const kindsOfTensors = ["text", "histogram", "image", "audio", "tensor"] as const;
const largestScalarTensor = 256;

/** Values that need not be read, and when they were logged (seconds since 1970). */
export interface UnwantedValues {
  readonly values: number;
  readonly wallTime: number;
}

/**
 * Whether a record can be passed over unread: the number of its values when all of them are pictures,
 * sounds, histograms or tensors of known tags that nobody wants and that make up most of the record. So can
 * graphs and what TensorFlow logs of a run beside values. The record need not be in memory as a whole:
 * `available` is where the bytes in `view` end. `mayBeUnknown`: values of tags that were not met yet count
 * as well; what is said about these tags stays unknown then.
 */
export function countUnwantedValues(
  view: DataView,
  start: number,
  available: number,
  end: number,
  tags: TagTable,
  mayBeUnknown = false,
): UnwantedValues | undefined {
  unwantedBytes = wallTime = 0;
  takesUnknown = mayBeUnknown;
  readable = Math.min(available, end) - (available < end ? longestKeyAndLength : 0);
  cursor.aim(view, start, end);
  try {
    const values = countInEvent(view, end, tags);
    const isMostOfIt = 2 * unwantedBytes >= end - start;
    return values >= 0 && isMostOfIt ? { values, wallTime } : undefined;
  } catch (error) {
    if (error instanceof MalformedError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function countInEvent(view: DataView, end: number, tags: TagTable): number {
  let count = 0;
  while (cursor.position < end) {
    if (cursor.position >= readable) return -1;
    cursor.nextField();
    switch (cursor.field) {
      case eventField.wallTime:
        cursor.expect(1);
        wallTime = cursor.float64();
        break;
      case eventField.step:
        cursor.skip();
        break;
      case eventField.summary: {
        cursor.expect(2);
        cursor.span();
        const summaryEnd = cursor.spanEnd;
        cursor.aim(view, cursor.spanStart, summaryEnd);
        const found = countInSummary(view, summaryEnd, tags);
        if (found < 0) return -1;
        count += found;
        cursor.aim(view, summaryEnd, end);
        break;
      }
      case eventField.graph:
        if (tags.graph.wants.graph) return -1;
        count++;
        skipUnwanted();
        break;
      case eventField.logMessage:
      case eventField.taggedRunMetadata:
      case eventField.metaGraph:
      case eventField.sourceMetadata:
        skipUnwanted();
        break;
      default:
        return -1;
    }
  }
  return count;
}

function skipUnwanted(): void {
  cursor.expect(2);
  cursor.span();
  unwantedBytes += cursor.spanEnd - cursor.spanStart;
}

function countInSummary(view: DataView, end: number, tags: TagTable): number {
  let count = 0;
  while (cursor.position < end) {
    if (cursor.position >= readable) return -1;
    cursor.nextField();
    if (cursor.field !== 1 || cursor.wireType !== 2) return -1;
    cursor.span();
    const valueEnd = cursor.spanEnd;
    cursor.aim(view, cursor.spanStart, valueEnd);
    if (!isUnwanted(view, valueEnd, tags)) return -1;
    count++;
    cursor.aim(view, valueEnd, end);
  }
  return count;
}

function isUnwanted(view: DataView, end: number, tags: TagTable): boolean {
  let tag: ReturnType<TagTable["find"]>;
  let tagStart = cursor.position;
  let tagEnd = tagStart;
  let hasContent = false;
  while (cursor.position < end) {
    // Behind large content stands at most what some writers say about the tag each time.
    if (cursor.position >= readable) return hasContent;
    cursor.nextField();
    if (cursor.field === valueField.metadata || cursor.field === 7) {
      cursor.skip();
      continue;
    }
    if (cursor.wireType !== 2) return false;
    cursor.span();
    if (cursor.field === valueField.tag) {
      if (cursor.spanEnd > readable) return false;
      tagStart = cursor.spanStart;
      tagEnd = cursor.spanEnd;
      tag = tags.find(view, tagStart, tagEnd);
      if (tag?.known !== true && !takesUnknown) return false;
    } else {
      const length = cursor.spanEnd - cursor.spanStart;
      const isWanted =
        tag?.known === true
          ? tag.wants[kindOfField(cursor.field, tag.kind)]
          : !takesUnknown || mayBeWanted(cursor.field, length, view, tagStart, tagEnd, tags);
      if (isWanted) return false;
      unwantedBytes += length;
      hasContent = true;
    }
  }
  return tag !== undefined || takesUnknown;
}

/** Whether content of a tag that was not met yet could be wanted. */
function mayBeWanted(
  field: number,
  length: number,
  view: DataView,
  tagStart: number,
  tagEnd: number,
  tags: TagTable,
): boolean {
  if (field !== valueField.tensor) {
    return tags.wouldWant(view, tagStart, tagEnd, [kindOfField(field, "tensor")]);
  }
  return length <= largestScalarTensor || tags.wouldWant(view, tagStart, tagEnd, kindsOfTensors);
}

type Kind = NonNullable<ReturnType<TagTable["find"]>>["kind"];

function kindOfField(field: number, kindOfTensor: Kind): Kind {
  switch (field) {
    case valueField.image:
      return "image";
    case valueField.histogram:
      return "histogram";
    case valueField.audio:
      return "audio";
    case valueField.tensor:
      return kindOfTensor;
    default:
      throw new MalformedError("an unknown field");
  }
}
