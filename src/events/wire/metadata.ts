import { decodeMessage } from "./messages.js";

/** What a value says about its tag; written with a tag's first value, by some writers with each. */
export interface Metadata {
  readonly plugin: string;
  /** The plugin's own bytes. */
  readonly content: Uint8Array;
  readonly displayName: string;
  readonly description: string;
  /** 0 unknown, 1 scalar, 2 tensor, 3 blobs. */
  readonly dataClass: number;
}

interface SummaryMetadataMessage {
  pluginData: { pluginName: string; content: Uint8Array } | null;
  displayName: string;
  summaryDescription: string;
  dataClass: number;
}

/** Decodes a SummaryMetadata. */
export function decodeMetadata(bytes: Uint8Array): Metadata {
  const message = decodeMessage<SummaryMetadataMessage>("SummaryMetadata", bytes);
  return {
    plugin: message.pluginData?.pluginName ?? "",
    content: message.pluginData?.content ?? new Uint8Array(),
    displayName: message.displayName,
    description: message.summaryDescription,
    dataClass: message.dataClass,
  };
}
