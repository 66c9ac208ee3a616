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
   * What a restart does. "step" (default): a point whose step is not greater than an earlier one of
   * its tag supersedes that one and all later steps of the tag, as in TensorBoard's data server.
   * "session": only an event that starts a session drops steps, from its own on and for all tags, as
   * in TensorBoard's Python reader. "none": everything is kept.
   */
  readonly supersede?: "step" | "session" | "none";
  /** Size of one read in bytes. */
  readonly bufferBytes?: number;
  /** Values of further tags are reported and passed over. Default 100,000 in a run. */
  readonly maximumTags?: number;
  /** Larger records are reported and passed over. Default 64 MiB. */
  readonly maximumRecordBytes?: number;
}

const optionOfKind: Record<TagKind, keyof ReadOptions> = {
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
