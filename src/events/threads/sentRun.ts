import type { Point } from "../decode/point.js";
import type { Tag } from "../decode/tag.js";
import type { RunParts, ScalarSeries } from "../runs/run.js";

type SentPoint = Omit<Point, "tag"> & { readonly tag: number };

/** What was read of a run, on its way from one thread to another. */
export interface SentRun extends Pick<
  RunParts,
  "tags" | "losses" | "superseded" | "bytesRead" | "records" | "offsets"
> {
  /** Names of the tags with scalars. */
  readonly series: readonly string[];
  /** For each of them its length, then for each column the number of its memory, and where it begins there. */
  readonly layout: Float64Array;
  readonly memories: readonly ArrayBuffer[];
  /** By index of the tag. */
  readonly points: readonly (readonly SentPoint[] | undefined)[];
  /** Memory that it holds until it is taken. */
  readonly bytes: number;
}

const numbersPerSeries = 9;

/** Packs runs; what it gives must be sent with `transfer` of them all, before it packs the next ones. */
export class RunPacker {
  private tags: readonly Tag[] = [];
  private transferred = new Set<ArrayBuffer>();

  pack(parts: RunParts): SentRun {
    const { losses, superseded, bytesRead, records, offsets, scalars } = parts;
    const memories: ArrayBuffer[] = [];
    const numberOf = (memory: ArrayBufferLike): number => {
      const known = memories.lastIndexOf(memory as ArrayBuffer);
      return known >= 0 ? known : memories.push(memory as ArrayBuffer) - 1;
    };
    const layout = new Float64Array(scalars.size * numbersPerSeries);
    let at = 0;
    for (const { length, step, wallTime, value, order } of scalars.values()) {
      layout[at++] = length;
      for (const { buffer, byteOffset } of [step, wallTime, value, order]) {
        layout[at++] = numberOf(buffer);
        layout[at++] = byteOffset;
      }
    }
    const points = parts.pointsByTag.map((ofTag) => ofTag?.map((point) => this.packPoint(point)));
    for (const memory of memories) this.transferred.add(memory);
    const ofPoints = points.length > 0 ? bytesRead : 0;
    const bytes = memories.reduce((sum, { byteLength }) => sum + byteLength, ofPoints);
    return {
      ...{ tags: this.packTags(parts.tags), series: [...scalars.keys()], layout, memories, points },
      ...{ losses, superseded, bytesRead, records, offsets, bytes },
    };
  }

  /** Memory that goes over to the other thread with what was packed. */
  takeTransferred(): ArrayBuffer[] {
    const all = [...this.transferred];
    this.transferred = new Set();
    return all;
  }

  /** Runs mostly have the same tags: what is the same object is sent once in a message. */
  private packTags(tags: readonly Tag[]): readonly Tag[] {
    const isSame =
      tags.length === this.tags.length && tags.every((tag, at) => areSame(tag, this.tags[at]));
    if (!isSame) this.tags = tags.map(plainTag);
    return this.tags;
  }

  private packPoint(point: Point): SentPoint {
    for (const value of Object.values(point) as unknown[]) {
      for (const part of Array.isArray(value) ? (value as unknown[]) : [value]) {
        // The memory that Node makes small buffers of is shared by all of them.
        if (!ArrayBuffer.isView(part) || Buffer.isBuffer(part)) continue;
        if (part.buffer instanceof ArrayBuffer) this.transferred.add(part.buffer);
      }
    }
    return { ...point, tag: point.tag.index };
  }
}

function areSame(a: Tag, b: Tag): boolean {
  return (
    a.tag === b.tag &&
    a.kind === b.kind &&
    a.index === b.index &&
    a.plugin === b.plugin &&
    a.displayName === b.displayName &&
    a.description === b.description
  );
}

/** Without what the reader notes beside it. */
const plainTag = ({ index, tag, kind, plugin, displayName, description }: Tag): Tag => ({
  ...{ index, tag, kind, plugin, displayName, description },
});

/** What was packed. */
export function unpackRun(sent: SentRun): RunParts {
  const { tags, series, layout, memories, points, losses, superseded, offsets } = sent;
  const scalars = new Map<string, ScalarSeries>();
  let at = 0;
  const double = (length: number): Float64Array =>
    new Float64Array(memories[layout[at++]], layout[at++], length);
  for (const tag of series) {
    const length = layout[at++];
    const [step, wallTime, value] = [double(length), double(length), double(length)];
    const order = new Uint32Array(memories[layout[at++]], layout[at++], length);
    scalars.set(tag, { tag, length, step, wallTime, value, order });
  }
  const tagOf = new Map(tags.map((tag) => [tag.index, tag]));
  const pointsByTag = points.map((ofTag) =>
    ofTag?.map((point) => ({ ...point, tag: tagOf.get(point.tag)! }) as Point),
  );
  const { bytesRead, records } = sent;
  return { tags, scalars, pointsByTag, losses, superseded, bytesRead, records, offsets };
}
