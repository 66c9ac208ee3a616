import { createHash } from "node:crypto";
import { own } from "../../util/own.js";

const extensions: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/bmp": "bmp",
  "audio/wav": "wav",
};

/** Most file systems take names of up to 255 bytes. */
const longestSegment = 200;
/** Most systems take paths of up to 4,096 bytes, some of 1,024; the folder that is given needs its part. */
const longestFolder = 600;

/** Which picture or clip a file is to hold. */
export interface MediaPlace {
  readonly run: string;
  readonly tag: string;
  readonly step: number;
  /** Position among the pictures of the step. */
  readonly index: number;
  readonly contentType: string;
}

/**
 * Relative path of the folder of a run's tag. Whatever they contain, it leads to no folder above; only
 * different splits of one path into run and tag share it.
 */
export function mediaFolder(run: string, tag: string): string {
  const segments = [...(run === "." ? [] : run.split("/")), ...tag.split("/")].map(safeSegment);
  const folder = segments.join("/");
  if (Buffer.byteLength(folder) <= longestFolder) return folder;
  const kept: string[] = [];
  let bytes = 0;
  for (const segment of segments) {
    bytes += Buffer.byteLength(segment) + 1;
    if (bytes > longestFolder - hashOf("").length) break;
    kept.push(segment);
  }
  return [...kept, `%${hashOf(JSON.stringify([run, tag]))}`].join("/");
}

/** Name of the file within that folder. */
export function mediaName({ step, index, contentType }: MediaPlace): string {
  const number = `${step < 0 ? "-" : ""}${String(Math.abs(step)).padStart(8, "0")}`;
  const suffix = index === 0 ? "" : `_${index}`;
  return `step_${number}${suffix}.${own(extensions, contentType) ?? "bin"}`;
}

/** Percent-encodes what is not safe in a file name, and shortens long names by their hash. */
function safeSegment(segment: string): string {
  if (segment === "") return "%";
  const encoded = segment.replace(/^\.|[^\p{L}\p{N}._ =,()[\]+-]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  );
  if (Buffer.byteLength(encoded) <= longestSegment) return encoded;
  return `${Buffer.from(encoded)
    .subarray(0, longestSegment - 20)
    .toString("latin1")
    .replace(/[^ -~]/g, "_")}%${hashOf(segment)}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
