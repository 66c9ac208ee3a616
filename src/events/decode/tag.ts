/** What the values of a tag are. */
export type TagKind =
  "scalar" | "text" | "histogram" | "image" | "audio" | "tensor" | "graph" | "hparams";

export const tagKinds: readonly TagKind[] = [
  "scalar",
  "text",
  "histogram",
  "image",
  "audio",
  "tensor",
  "graph",
  "hparams",
];

/** A tag of a run, with what its first event said about it. */
export interface Tag {
  /** Position among the run's tags in order of first appearance. */
  readonly index: number;
  readonly tag: string;
  /** Kind of its first value. */
  readonly kind: TagKind;
  /** Name of the TensorBoard plugin that shows it; "" for raw tensors. */
  readonly plugin: string;
  readonly displayName: string;
  readonly description: string;
}

/** Kind of a tensor by its plugin, or else by its data class (1 scalar, 2 tensor, 3 blobs). */
export function kindOfPlugin(plugin: string, dataClass: number): TagKind {
  switch (plugin) {
    case "scalars":
      return "scalar";
    case "text":
      return "text";
    case "histograms":
      return "histogram";
    case "images":
      return "image";
    case "audio":
      return "audio";
    case "hparams":
      return "hparams";
    default:
      return dataClass === 1 ? "scalar" : "tensor";
  }
}
