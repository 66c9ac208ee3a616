import { decodeUtf8 } from "../wire/decodeUtf8.js";
import { haveSameFilters, isWanted, type ReadOptions } from "./readOptions.js";
import { type Tag, type TagKind, tagKinds } from "./tag.js";

/** A tag while its run is read. */
export interface TagEntry extends Tag {
  kind: TagKind;
  plugin: string;
  displayName: string;
  description: string;
  /** False until its first value was seen whole. */
  known: boolean;
  readonly wants: Readonly<Record<TagKind, boolean>>;
  readonly bytes: DataView;
  readonly sameHash: TagEntry | undefined;
  /** How many entries have its hash, itself and those before it. */
  readonly depth: number;
}

const maximumTagsByDefault = 100_000;
/** Tags beyond these that have the same hash, as only malice makes them, are found by their text. */
const mostOfOneHash = 8;

/** The tags of a run, found by their bytes so that no string is made per event. */
export class TagTable {
  readonly entries: TagEntry[] = [];
  private readonly byHash = new Map<number, TagEntry>();
  private readonly crowded = new Map<string, TagEntry>();
  private last: TagEntry | undefined;
  /** By index, the tag that followed last time: it mostly does so again. */
  private readonly successors: TagEntry[] = [];

  private readonly most: number;
  private readonly likely: readonly TagEntry[];

  constructor(
    private readonly options: ReadOptions,
    /** Of another run: this one mostly has the same. */
    before?: TagTable,
  ) {
    const isAlike = before !== undefined && haveSameFilters(before.options, options);
    this.likely = isAlike ? before.entries : [];
    this.most = options.maximumTags ?? maximumTagsByDefault;
  }

  /** The tag with these bytes; new ones are added. Undefined when there are too many. */
  intern(view: DataView, start: number, end: number): TagEntry | undefined {
    const guess = this.last && this.successors[this.last.index];
    if (guess !== undefined && equalBytes(guess.bytes, view, start, end))
      return (this.last = guess);
    let entry = this.find(view, start, end);
    if (entry === undefined) {
      if (this.entries.length >= this.most) return undefined;
      entry = this.add(view, start, end);
    }
    if (this.last !== undefined) this.successors[this.last.index] = entry;
    return (this.last = entry);
  }

  /** The tag with these bytes, if it was met before. */
  find(view: DataView, start: number, end: number): TagEntry | undefined {
    const last = this.byHash.get(hashBytes(view, start, end));
    let entry = last;
    while (entry !== undefined && !equalBytes(entry.bytes, view, start, end))
      entry = entry.sameHash;
    if (entry === undefined && last !== undefined && last.depth === mostOfOneHash) {
      return this.crowded.get(latin1Of(view, start, end));
    }
    return entry;
  }

  /** Whether values of one of these kinds are wanted under a tag that was not met yet. */
  wouldWant(view: DataView, start: number, end: number, kinds: readonly TagKind[]): boolean {
    const tag = decodeUtf8(new Uint8Array(view.buffer, view.byteOffset + start, end - start));
    return kinds.some((kind) => isWanted(this.options, kind, tag));
  }

  /** The tag under which TensorBoard shows the graph of a run; now it is known. */
  get graph(): TagEntry {
    const tag =
      this.find(graphTag, 0, graphTag.byteLength) ?? this.add(graphTag, 0, graphTag.byteLength);
    tag.kind = "graph";
    tag.plugin = "graphs";
    tag.known = true;
    return tag;
  }

  private add(view: DataView, start: number, end: number): TagEntry {
    const hash = hashBytes(view, start, end);
    const sameHash = this.byHash.get(hash);
    const index = this.entries.length;
    const same = this.likely.at(index);
    const { tag, bytes, wants } =
      same !== undefined && equalBytes(same.bytes, view, start, end)
        ? same
        : this.look(view, start, end);
    const entry: TagEntry = {
      index,
      tag,
      kind: "tensor",
      plugin: "",
      displayName: "",
      description: "",
      known: false,
      wants,
      bytes,
      sameHash,
      depth: (sameHash?.depth ?? 0) + 1,
    };
    if (entry.depth <= mostOfOneHash) this.byHash.set(hash, entry);
    else this.crowded.set(latin1Of(view, start, end), entry);
    this.entries.push(entry);
    return entry;
  }

  private look(
    view: DataView,
    start: number,
    end: number,
  ): Pick<TagEntry, "tag" | "bytes" | "wants"> {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice();
    const tag = decodeUtf8(bytes);
    const wants = Object.fromEntries(
      tagKinds.map((kind) => [kind, isWanted(this.options, kind, tag)]),
    ) as Record<TagKind, boolean>;
    return { tag, bytes: new DataView(bytes.buffer), wants };
  }
}

/** The tag under which TensorBoard shows the graph of a run: its kind changes when there is one. */
export const graphTagName = "__run_graph__";
const graphTag = new DataView(new TextEncoder().encode(graphTagName).buffer);

/** Bytes as text, each as one character; JavaScript's own tables of texts withstand malice. */
function latin1Of(view: DataView, start: number, end: number): string {
  return Buffer.from(view.buffer, view.byteOffset + start, end - start).toString("latin1");
}

function equalBytes(bytes: DataView, view: DataView, start: number, end: number): boolean {
  const length = end - start;
  if (bytes.byteLength !== length) return false;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (bytes.getInt32(i) !== view.getInt32(start + i)) return false;
  }
  for (; i < length; i++) {
    if (bytes.getUint8(i) !== view.getUint8(start + i)) return false;
  }
  return true;
}

function hashBytes(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let position = start;
  for (; position + 4 <= end; position += 4) {
    hash = Math.imul(hash ^ view.getInt32(position), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; position < end; position++) hash = Math.imul(hash ^ view.getUint8(position), 0x01000193);
  return hash ^ (hash >>> 13);
}
