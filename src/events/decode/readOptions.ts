import type { TagKind } from "./tag.js";

/** Which tags are wanted: all, none, or those for which the function says so. */
export type TagFilter = boolean | ((tag: string) => boolean);

export interface ReadOptions {
  /** Default: all. */
  readonly scalars?: TagFilter;
  /** All other kinds: none by default. What is not wanted is skipped without being decoded. */
  readonly texts?: TagFilter;
  readonly histograms?: TagFilter;
  readonly images?: TagFilter;
  readonly audio?: TagFilter;
  readonly tensors?: TagFilter;
  readonly graphs?: TagFilter;
  readonly hparams?: TagFilter;
  /**
   * Which payload checksums are checked (those of lengths always are). "decoded" (default): of all
   * records but large ones that hold nothing wanted; "all"; "none".
   */
  readonly checksums?: "decoded" | "all" | "none";
  /**
   * What takes the place of what. "restart" (default): session starts (`purge_step`) take back the steps
   * from theirs on, and so does, for each tag, a later file that begins at an earlier step, unless it was
   * written at the same time; steps that merely come out of order are sorted, and of several values of
   * a step the last one is kept. "step": a value whose step is not greater than an earlier one of its
   * tag takes the place of that one and of all later steps of the tag, as in TensorBoard's data server.
   * "session": session starts but the first drop steps, from their own on and for all tags, as in
   * TensorBoard's Python reader (in files of a version below 2: steps that go back, for their tags).
   * "none": everything is kept. The last two leave the order of the log.
   */
  readonly supersede?: "restart" | "step" | "session" | "none";
  /** With "session" and "none": keep the last of several values of a step only, and sort. */
  readonly oneValuePerStep?: boolean;
  /**
   * Threads that read many runs, where that is faster: by default as many as the machine has cores.
   * What is read, and in which order, does not depend on them.
   */
  readonly threads?: number;
  /** Size of one read in bytes. */
  readonly bufferBytes?: number;
  /** Values of further tags are reported and passed over. Default 100,000 in a run. */
  readonly maximumTags?: number;
  /** Larger records are reported and passed over. Default 64 MiB. */
  readonly maximumRecordBytes?: number;
}

/** The options that say which tags are wanted. */
export type FilterOption =
  "scalars" | "texts" | "histograms" | "images" | "audio" | "tensors" | "graphs" | "hparams";

export const optionOfKind: Readonly<Record<TagKind, FilterOption>> = {
  scalar: "scalars",
  text: "texts",
  histogram: "histograms",
  image: "images",
  audio: "audio",
  tensor: "tensors",
  graph: "graphs",
  hparams: "hparams",
};

/** Whether the options ask for the values of this kind under this tag. */
export function isWanted(options: ReadOptions, kind: TagKind, tag: string): boolean {
  const filter = options[optionOfKind[kind]] ?? kind === "scalar";
  return typeof filter === "function" ? filter(tag) : Boolean(filter);
}

/** Whether both ask for the values of the same tags. */
export function haveSameFilters(a: ReadOptions, b: ReadOptions): boolean {
  return Object.values(optionOfKind).every((option) => a[option] === b[option]);
}
