import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { countRecords } from "./countRecords.js";
import { maskedCrcOfLength } from "../wire/crc32c.js";
import type { EventDecoder, RecordOutcome } from "../decode/eventDecoder.js";
import type { FileSegment } from "../decode/logMark.js";
import { FileIdentity } from "./fileIdentity.js";
import { footerBytes, headerBytes } from "../wire/frameRecord.js";
import { Doubt, noPatience } from "./doubt.js";
import type { Loss, LossKind } from "./loss.js";
import { type Cost, LossCollector } from "./lossCollector.js";
import { lossOfError } from "./lossOfError.js";
import type { ReadBuffer } from "./readBuffer.js";
import { pathBytes } from "../../util/files/pathBytes.js";
import { sniffForeignFile } from "./sniffForeignFile.js";

const sniffedBytes = 512;
/** So much may be decoded between pauses whatever the budget. */
const leastPointBytes = 2 ** 20;
/** No protocol buffer message is larger. */
const largestEvent = 2 ** 31;

const reasons = {
  "length-checksum": "the checksum of a record's length is wrong",
  "impossible-length": "a record claims to be longer than any event can be",
} as const;

/**
 * Reads one event file as far as it goes, and later from there on. Between calls that caught up it
 * holds nothing but an offset, so that the file may grow, wait or vanish meanwhile.
 */
export class FileTail {
  /** Offset of the first byte that was not taken in. */
  offset = 0;
  /** True after damage: nothing more will come from this file. */
  ended = false;
  /** Passed over when it still makes no sense after a while. */
  private readonly doubt: Doubt;
  private segment: FileSegment | undefined;
  private readonly damage: LossCollector;
  private truncation: Loss | undefined;
  private descriptor: number | undefined;
  private readonly identity = new FileIdentity();

  constructor(
    readonly path: string,
    private readonly decoder: EventDecoder,
    private readonly buffer: ReadBuffer,
    private readonly maximumRecordBytes: number,
    private readonly skipsUnread: boolean,
    /** Offset of a record at which to stop although the file goes on. */
    private readonly limit = Infinity,
    /** For a file that is followed: how long to wait where it makes no sense. */
    patience = noPatience,
  ) {
    this.damage = new LossCollector(path);
    this.doubt = new Doubt(patience);
  }

  get losses(): readonly Loss[] {
    const { losses } = this.damage;
    return this.truncation === undefined ? losses : [...losses, this.truncation];
  }

  /**
   * Takes in about `budgetBytes` and says whether there is more now. "replaced": another, or a shorter,
   * file stands in this one's place; nothing was read.
   */
  advance(budgetBytes: number): "more" | "caught-up" | "replaced" {
    try {
      if (this.ended) {
        return this.identity.isOtherAt(this.path, this.offset) ? "replaced" : "caught-up";
      }
      if (this.descriptor === undefined) {
        const state = this.open();
        if (state !== "opened") return state;
      }
      this.decoder.turnTo(this.segment);
      const more = this.readRecords(this.descriptor!, budgetBytes);
      this.segment = this.decoder.segment;
      if (!more) this.close();
      return more ? "more" : "caught-up";
    } catch (error) {
      if (typeof (error as NodeJS.ErrnoException).syscall !== "string") throw error;
      this.close();
      this.loseTo(error);
      return "caught-up";
    }
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private open(): "opened" | "caught-up" | "replaced" {
    // Opening a pipe without O_NONBLOCK waits until somebody writes into it.
    this.descriptor = openSync(
      pathBytes(this.path),
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0),
    );
    const stats = fstatSync(this.descriptor);
    if (!stats.isFile()) {
      this.close();
      this.lose("not-an-event-file", "is no regular file", {});
      this.ended = true;
      return "caught-up";
    }
    if (this.identity.isOther(this.descriptor, stats, this.offset)) {
      this.close();
      return "replaced";
    }
    this.identity.note(this.descriptor, stats);
    this.decoder.bytesExpected += stats.size - this.offset;
    this.buffer.seek(this.offset);
    return "opened";
  }

  private loseTo(error: unknown): void {
    const { kind, reason } = lossOfError(this.path, this.offset, error);
    // A file that vanishes after it was read, as rotated files do, has taken nothing with it.
    if (kind !== "vanished" || !this.identity.isKnown) this.lose(kind, reason, {});
    this.ended = true;
  }

  private readRecords(descriptor: number, budgetBytes: number): boolean {
    const { buffer } = this;
    const stopAt = this.offset + budgetBytes;
    // A few bytes of a file may decode to millions: what they become counts as well.
    const mostPointBytes = this.decoder.pointBytes + leastPointBytes + 4 * budgetBytes;
    this.truncation = undefined;
    for (;;) {
      const broken = this.takeWholeRecords(mostPointBytes);
      if (this.decoder.pointBytes > mostPointBytes && broken === undefined) return true;
      if (broken === "doubtful") return false;
      if (broken !== undefined) {
        this.loseRest(descriptor, broken);
        return false;
      }
      if (this.offset >= this.limit) return false;
      if (this.offset >= stopAt) return true;
      if (buffer.fill(descriptor) > 0) continue;
      const isAtEnd = buffer.available < buffer.capacity || !this.makeWay(descriptor);
      if (isAtEnd) break;
    }
    this.noteTruncation(descriptor);
    return false;
  }

  /** Decodes the records that are in memory as a whole; says what is wrong with the next, if it knows. */
  private takeWholeRecords(mostPointBytes: number): keyof typeof reasons | "doubtful" | undefined {
    const { buffer, decoder } = this;
    const { view } = buffer;
    const end = Math.min(buffer.end, buffer.start + this.limit - buffer.fileOffset);
    let position = buffer.start;
    let counted = position;
    let broken: keyof typeof reasons | "doubtful" | undefined;
    while (end - position >= headerBytes) {
      const length = view.getUint32(position, true);
      const lengthHigh = view.getUint32(position + 4, true);
      if (maskedCrcOfLength(length, lengthHigh) !== view.getUint32(position + 8, true)) {
        broken = "length-checksum";
        break;
      }
      const payload = position + headerBytes;
      if (lengthHigh !== 0 || length > largestEvent) {
        broken = "impossible-length";
        break;
      }
      if (length > end - payload - footerBytes) break;
      const outcome = decoder.decode(view, payload, payload + length);
      if (outcome !== "read" || decoder.badValues > 0) {
        this.offset = buffer.fileOffset + position - buffer.start;
        if (outcome === "wrong-checksum" && this.doubt.mayPass(this.offset)) {
          broken = "doubtful";
          break;
        }
        this.loseRecord(outcome, payload, payload + length);
      }
      position = payload + length + footerBytes;
      if (decoder.pointBytes > mostPointBytes) break;
      if (decoder.isFull) {
        decoder.bytesTaken += position - counted;
        counted = position;
        decoder.flush();
      }
    }
    decoder.bytesTaken += position - counted;
    buffer.advance(position - buffer.start);
    this.offset = buffer.fileOffset;
    return broken;
  }

  /** Counts what is lost of a record whose length is sound. */
  private loseRecord(outcome: RecordOutcome, start: number, end: number): void {
    const { decoder } = this;
    const bytes = headerBytes + end - start + footerBytes;
    if (outcome === "wrong-checksum") {
      const { values, tags } = decoder.guess(this.buffer.view, start, end);
      const reason =
        "the checksum of a record's content is wrong (--checksums none reads such records all the same)";
      this.lose("payload-checksum", reason, { records: 1, values, tags, bytes });
    } else if (outcome === "malformed") {
      this.lose("malformed", `a record that is no event (${decoder.reason})`, {
        records: 1,
        bytes,
      });
    } else {
      const { badValues: values, badTags: tags } = decoder;
      const reason = `a value that cannot be decoded (${decoder.reason})`;
      this.lose("malformed", reason, { values, tags, bytes });
    }
  }

  private loseRest(descriptor: number, broken: keyof typeof reasons): void {
    const { buffer } = this;
    const { size } = fstatSync(descriptor);
    const bytes = size - this.offset;
    if (this.doubt.mayPass(this.offset)) return;
    const { isFollowing } = this.doubt;
    if (isFollowing && buffer.peek(headerBytes).every((byte) => byte === 0)) {
      // They cost nothing but a look now and then.
      this.noteUnfinished("zeros", "zero bytes where the next record belongs; waiting", bytes);
      return;
    }
    this.ended = true;
    const foreign = this.offset === 0 ? sniffForeignFile(buffer.peek(sniffedBytes)) : undefined;
    if (foreign !== undefined) {
      this.lose("not-an-event-file", foreign, { bytes });
      return;
    }
    const records = Math.max(countRecords(buffer, descriptor, size), 1);
    const end = isFollowing
      ? "the file is given up: nothing more of it is followed"
      : `the file is read up to here, its last ${bytes} bytes are lost`;
    this.lose(broken, `${reasons[broken]}; ${end}`, { records, bytes });
  }

  /**
   * Deals with a record that is larger than the buffer: passes it over or makes room for it. False when
   * the file does not hold all of it, so that no length that a file claims is ever believed unseen.
   */
  private makeWay(descriptor: number): boolean {
    const { buffer, decoder } = this;
    const { view, start } = buffer;
    const length = view.getUint32(start, true) + view.getUint32(start + 4, true) * 2 ** 32;
    const recordBytes = headerBytes + length + footerBytes;
    if (this.offset + recordBytes > fstatSync(descriptor).size) return false;
    const payload = start + headerBytes;
    const isTooLarge = recordBytes > this.maximumRecordBytes;
    const end = payload + length;
    if (
      (this.skipsUnread || isTooLarge) &&
      decoder.passOver(view, payload, buffer.end, end, isTooLarge)
    ) {
      buffer.advance(recordBytes);
    } else if (isTooLarge) {
      const reason = `a record of ${length} bytes is larger than the allowed ${this.maximumRecordBytes}`;
      this.lose("too-large", reason, { records: 1, bytes: recordBytes });
      buffer.advance(recordBytes);
    } else buffer.reserve(recordBytes);
    decoder.bytesTaken += buffer.fileOffset - this.offset;
    this.offset = buffer.fileOffset;
    return true;
  }

  private noteTruncation(descriptor: number): void {
    const { buffer } = this;
    const there = fstatSync(descriptor).size - this.offset;
    if (there <= 0) return;
    const foreign = this.offset === 0 ? sniffForeignFile(buffer.peek(sniffedBytes)) : undefined;
    if (foreign !== undefined && !this.doubt.mayPass(this.offset)) {
      this.lose("not-an-event-file", foreign, { bytes: there });
      this.ended = true;
      return;
    }
    const reason = `the last record is not complete (${there} bytes of it are there)`;
    this.noteUnfinished("truncated", reason, there);
  }

  /** Something that may yet become a record. */
  private noteUnfinished(kind: LossKind, reason: string, bytesLost: number): void {
    const { path: file, offset } = this;
    const cost = { recordsLost: 1, valuesLost: 0, tags: new Map<string, number>(), bytesLost };
    this.truncation = { kind, file, offset, reason, ...cost };
  }

  private lose(kind: LossKind, reason: string, cost: Cost): void {
    this.damage.add(kind, this.offset, reason, cost);
  }
}
