/** Why something in a log could not be read. */
export type LossKind =
  /** The file ends inside its last record: it is still being written, or its writer was killed. */
  | "truncated"
  /** The checksum of a record's length is wrong: nothing after it can be found. */
  | "length-checksum"
  /** The checksum of a record's payload is wrong. */
  | "payload-checksum"
  /** The length is sound by its checksum, and absurd. */
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
  | "vanished";

/** Something that could not be read: where, why, and what it cost. */
export interface Loss {
  readonly kind: LossKind;
  /** File or folder. */
  readonly file: string;
  /** Offset in bytes of the first record that was lost. */
  readonly offset: number;
  /** A sentence for people, without file and offset. */
  readonly reason: string;
  /** Records lost as far as they could be counted, the broken one included. */
  readonly recordsLost: number;
  /** Bytes of the file that were not read from `offset` on. */
  readonly bytesLost: number;
}

/** False for a file that only ends early, as files do that are still being written. */
export function isDamage(loss: Loss): boolean {
  return loss.kind !== "truncated";
}

/** One line for people: file, offset, reason. */
export function describeLoss(loss: Loss): string {
  return `${loss.file}: at byte ${loss.offset}: ${loss.reason}`;
}
