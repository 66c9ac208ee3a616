import { createHash } from "node:crypto";

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

/**
 * Relative path of a picture or clip: folders of the run and the tag, then the step. Whatever a tag
 * contains, the path leads to no folder above, and different tags have different paths.
 */
export function mediaFileName(
  run: string,
  tag: string,
  step: number,
  index: number,
  contentType: string,
): string {
  const folders = [...(run === "." ? [] : run.split("/")), ...tag.split("/")].map(safeSegment);
  const number = `${step < 0 ? "-" : ""}${String(Math.abs(step)).padStart(8, "0")}`;
  const suffix = index === 0 ? "" : `_${index}`;
  return [...folders, `step_${number}${suffix}.${extensions[contentType] ?? "bin"}`].join("/");
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
  const hash = createHash("sha256").update(segment).digest("hex").slice(0, 16);
  return `${Buffer.from(encoded)
    .subarray(0, longestSegment - 20)
    .toString("latin1")
    .replace(/[^ -~]/g, "_")}%${hash}`;
}
