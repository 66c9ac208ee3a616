import { escapedPath } from "../../util/files/pathBytes.js";

/** Why something in a log could not be read. */
export type LossKind =
  /** The file ends inside its last record: it is still being written, or its writer was killed. */
  | "truncated"
  /** The checksum of a record's length is wrong: lost is all up to the next whole record. */
  | "length-checksum"
  /** The checksum of a record's payload is wrong. */
  | "payload-checksum"
  /** The length is sound by its checksum, and absurd: longer than the file, or than any event. */
  | "impossible-length"
  /** The checksums are right but the bytes are no event. */
  | "malformed"
  /** The record is larger than the reader was allowed to hold. */
  | "too-large"
  /** Named like an event file, but something else. */
  | "not-an-event-file"
  /** The operating system refused to open or read it. */
  | "unreadable"
  /** It was listed and is gone. */
  | "vanished"
  /** Zero bytes stand where the next record belongs: they may be filled later. Only while following. */
  | "zeros"
  /** A whole number that a 64-bit float cannot hold: a step, or a value. */
  | "rounded";

/** Something that could not be read: where, why, and what it cost. */
export interface Loss {
  readonly kind: LossKind;
  /** File or folder. */
  readonly file: string;
  /** Offset in bytes of the first record that was lost. */
  readonly offset: number;
  /** A sentence for people, without file, offset and cost. */
  readonly reason: string;
  /** Records lost as far as they could be counted, the broken one included. */
  readonly recordsLost: number;
  /** Values lost as far as they could be counted, those of the lost records included. */
  readonly valuesLost: number;
  /** Values that are there, but whose step or number was rounded to a 64-bit float. */
  readonly valuesRounded: number;
  /** How many of these values were of which tag, as far as the damage lets it be seen. */
  readonly tags: ReadonlyMap<string, number>;
  /** Bytes of the file that were not read from `offset` on. */
  readonly bytesLost: number;
}

/** False for a file that only ends early, as files do that are still being written, and for rounded numbers. */
export function isDamage(loss: Loss): boolean {
  return loss.kind !== "truncated" && loss.kind !== "rounded";
}

const mostTagsNamed = 5;

/** One line for people: file, offset, reason, and the records, values and tags that it cost. */
export function describeLoss(loss: Loss): string {
  const cost = recordsAndValues([loss]);
  const isPlain = loss.kind === "truncated" || cost === "";
  const all = loss.valuesLost + loss.valuesRounded;
  const named = [...loss.tags].slice(0, mostTagsNamed).map(([tag, values]) => {
    return values === all ? JSON.stringify(tag) : `${JSON.stringify(tag)} (${values})`;
  });
  if (loss.tags.size > named.length) named.push(`${loss.tags.size - named.length} more tags`);
  const tags = named.length > 0 ? ` of ${named.join(", ")}` : "";
  const place = `${escapedPath(loss.file)}: at byte ${loss.offset}`;
  if (loss.kind === "rounded") return `${place}: ${loss.reason}: ${cost}${tags}`;
  return `${place}: ${loss.reason}${isPlain ? "" : `; lost: ${cost}${tags}`}`;
}

/** What losses cost in all, for people: "3 records, 5 values, 1 file or folder". */
export function totalCostOf(losses: readonly Loss[]): string {
  const whole = losses.filter(
    (loss) => loss.recordsLost === 0 && loss.valuesLost === 0 && loss.valuesRounded === 0,
  ).length;
  const more = counted(whole, "file or folder", "files or folders");
  return [recordsAndValues(losses), more].filter((part) => part !== "").join(", ");
}

function recordsAndValues(losses: readonly Loss[]): string {
  const sum = (of: (loss: Loss) => number) => losses.reduce((total, loss) => total + of(loss), 0);
  const records = sum(({ recordsLost }) => recordsLost);
  const values = sum(({ valuesLost }) => valuesLost);
  const rounded = sum(({ valuesRounded }) => valuesRounded);
  return [counted(records, "record"), counted(values, "value"), counted(rounded, "rounded value")]
    .filter((part) => part !== "")
    .join(", ");
}

function counted(count: number, one: string, many = `${one}s`): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
