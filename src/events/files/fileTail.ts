import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { countRecords } from "./countRecords.js";
import { maskedCrcOfLength } from "../wire/crc32c.js";
import type { EventDecoder } from "../decode/eventDecoder.js";
import type { FileSegment } from "../decode/logMark.js";
import { FileIdentity, fingerprintBytes } from "./fileIdentity.js";
import { footerBytes, headerBytes } from "../wire/frameRecord.js";
import { Doubt, noPatience } from "./doubt.js";
import type { Loss, LossKind } from "./loss.js";
import type { Cost } from "./lossCollector.js";
import { type Break, FileDamage } from "./fileDamage.js";
import { RecordSearch } from "./recordSearch.js";
import { lossOfError } from "./lossOfError.js";
import type { ReadBuffer } from "./readBuffer.js";
import type { ReadMemory } from "./readMemory.js";
import { pathBytes } from "../../util/files/pathBytes.js";
import { sniffForeignFile } from "./sniffForeignFile.js";

const nothing = new Uint8Array();
const sniffedBytes = 512;
/** So much may be decoded between pauses whatever the budget. */
const leastPointBytes = 2 ** 20;
/** No protocol buffer message is larger. */
const largestEvent = 2 ** 31;

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
  private readonly damage: FileDamage;
  private readonly search: RecordSearch;
  /** Where the last record began that was taken; -1 before the first. */
  private lastRecord = -1;
  /** Where the last one began whose content had another checksum. */
  private lastWrong = -1;
  private descriptor: number | undefined;
  private readonly buffer: ReadBuffer;
  private readonly identity = new FileIdentity();

  constructor(
    readonly path: string,
    private readonly decoder: EventDecoder,
    private readonly memory: ReadMemory,
    private readonly maximumRecordBytes: number,
    private readonly skipsUnread: boolean,
    /** Offset of a record at which to stop although the file goes on. */
    private readonly limit = Infinity,
    /** For a file that is followed: how long to wait where it makes no sense. */
    patience = noPatience,
  ) {
    this.buffer = memory.buffer;
    this.damage = new FileDamage(path);
    this.search = new RecordSearch(maximumRecordBytes);
    this.doubt = new Doubt(patience);
  }

  get losses(): readonly Loss[] {
    return this.damage.losses;
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
    this.memory.expect(stats.size - this.offset);
    this.buffer.seek(this.offset);
    this.buffer.fill(this.descriptor);
    const start = this.offset === 0 ? this.buffer.peek(fingerprintBytes) : nothing;
    this.identity.note(this.descriptor, stats, start);
    this.decoder.bytesExpected += stats.size - this.offset;
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
    this.damage.forgetUnfinished();
    for (;;) {
      const broken = this.takeWholeRecords(mostPointBytes);
      if (this.decoder.pointBytes > mostPointBytes && broken === undefined) return true;
      if (broken === "doubtful") return false;
      if (broken !== undefined) {
        if (this.findBack(descriptor, broken)) continue;
        return false;
      }
      if (this.offset >= this.limit) return false;
      if (this.offset >= stopAt) return true;
      if (buffer.fill(descriptor) > 0) continue;
      const isAtEnd = buffer.available < buffer.capacity || !this.makeWay(descriptor);
      if (!isAtEnd) continue;
      if (buffer.available === 0) return false;
      const size = sizeOf(descriptor);
      if (this.isCutOff(size) && this.passOverGap(descriptor, "cut-off", size)) continue;
      this.noteTruncation(size);
      return false;
    }
  }

  /** Decodes the records that are in memory as a whole; says what is wrong with the next, if it knows. */
  private takeWholeRecords(mostPointBytes: number): Break | "doubtful" | undefined {
    const { buffer, decoder } = this;
    const { view } = buffer;
    const end = Math.min(buffer.end, buffer.start + this.limit - buffer.fileOffset);
    let position = buffer.start;
    let counted = position;
    let last = -1;
    let broken: Break | "doubtful" | undefined;
    for (;;) {
      const next = decoder.takeAlike(view, position, end);
      if (next > position) {
        last = decoder.lastAlike;
        position = next;
        if (decoder.isFull) {
          decoder.bytesTaken += position - counted;
          counted = position;
          decoder.flush();
          continue;
        }
      }
      if (end - position < headerBytes) break;
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
      if (outcome !== "read" || decoder.badValues > 0 || decoder.roundedTags.length > 0) {
        this.offset = buffer.fileOffset + position - buffer.start;
        if (outcome === "wrong-checksum" && this.doubt.mayPass(this.offset)) {
          broken = "doubtful";
          break;
        }
        this.damage.addRecord(this.offset, outcome, decoder, view, payload, payload + length);
        if (outcome === "wrong-checksum") this.lastWrong = this.offset;
      }
      last = position;
      position = payload + length + footerBytes;
      if (decoder.pointBytes > mostPointBytes) break;
      if (decoder.isFull) {
        decoder.bytesTaken += position - counted;
        counted = position;
        decoder.flush();
      }
    }
    decoder.bytesTaken += position - counted;
    if (last >= 0) this.lastRecord = buffer.fileOffset + last - buffer.start;
    buffer.advance(position - buffer.start);
    this.offset = buffer.fileOffset;
    return broken;
  }

  /** Looks for where the file can be read again; false when nothing more is to be had of it now. */
  private findBack(descriptor: number, broken: Break): boolean {
    const { buffer } = this;
    const size = sizeOf(descriptor);
    const bytes = size - this.offset;
    if (this.doubt.mayPass(this.offset)) return false;
    const { isFollowing } = this.doubt;
    if (isFollowing && buffer.peek(headerBytes).every((byte) => byte === 0)) {
      // They cost nothing but a look now and then.
      const reason = "zero bytes where the next record belongs; waiting";
      this.damage.noteUnfinished("zeros", this.offset, reason, bytes);
      return false;
    }
    const foreign = this.offset === 0 ? sniffForeignFile(buffer.peek(sniffedBytes)) : undefined;
    if (foreign === undefined && this.passOverGap(descriptor, broken, size)) return true;
    this.ended = true;
    if (foreign !== undefined) {
      this.lose("not-an-event-file", foreign, { bytes });
      return false;
    }
    const records = Math.max(countRecords(buffer, descriptor, size), 1);
    this.damage.addRest(broken, this.offset, records, bytes, isFollowing);
    return false;
  }

  /** Goes on at the next whole record, if there is one. */
  private passOverGap(descriptor: number, broken: Break, size: number): boolean {
    const { offset, lastRecord: last, search, damage } = this;
    const end = Math.min(size, this.limit);
    // A record that is cut off has others in what it claims to be its content.
    const isCut = last >= 0 && broken !== "cut-off" && !search.isWhole(descriptor, last, end);
    const found = search.find(descriptor, (isCut ? last : offset) + 1, end);
    if (found === undefined) return false;
    if (found > offset) damage.addGap(broken, offset, found - offset);
    else if (last !== this.lastWrong) damage.addGap("cut-off", last, found - last);
    this.decoder.bytesTaken += found - offset;
    this.lastRecord = -1;
    this.offset = found;
    this.buffer.seek(found);
    return true;
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
    if (this.offset + recordBytes > Math.min(sizeOf(descriptor), this.limit)) return false;
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
    if (buffer.fileOffset > this.offset) this.lastRecord = this.offset;
    this.offset = buffer.fileOffset;
    return true;
  }

  /** Whether the file ends within a record and is only read once: followed ones may yet go on. */
  private isCutOff(size: number): boolean {
    const hasHeader = size - this.offset >= headerBytes;
    return hasHeader && !this.doubt.isFollowing && this.offset < this.limit;
  }

  private noteTruncation(size: number): void {
    const { buffer } = this;
    const there = size - this.offset;
    if (there <= 0) return;
    const foreign = this.offset === 0 ? sniffForeignFile(buffer.peek(sniffedBytes)) : undefined;
    if (foreign !== undefined && !this.doubt.mayPass(this.offset)) {
      this.lose("not-an-event-file", foreign, { bytes: there });
      this.ended = true;
      return;
    }
    const reason = `the last record is not complete (${there} bytes of it are there)`;
    this.damage.noteUnfinished("truncated", this.offset, reason, there);
  }

  private lose(kind: LossKind, reason: string, cost: Cost): void {
    this.damage.add(kind, this.offset, reason, cost);
  }
}

const sizeOf = (descriptor: number): number => fstatSync(descriptor).size;
