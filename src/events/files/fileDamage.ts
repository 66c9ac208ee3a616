import type { EventDecoder, RecordOutcome } from "../decode/eventDecoder.js";
import { footerBytes, headerBytes } from "../wire/frameRecord.js";
import type { Loss, LossKind } from "./loss.js";
import { type Cost, LossCollector } from "./lossCollector.js";

/** Why no record can be read at a place. */
export type Break = "length-checksum" | "impossible-length" | "cut-off";

const reasons: Record<Break, string> = {
  "length-checksum": "the checksum of a record's length is wrong",
  "impossible-length": "a record claims to be longer than any event can be",
  "cut-off": "a record that is cut off, with others behind it",
};

const kindOf = (broken: Break): LossKind => (broken === "cut-off" ? "impossible-length" : broken);

/** What is lost of one file, in words. */
export class FileDamage {
  private readonly collector: LossCollector;
  private unfinished: Loss | undefined;

  constructor(private readonly file: string) {
    this.collector = new LossCollector(file);
  }

  get losses(): readonly Loss[] {
    const { losses } = this.collector;
    return this.unfinished === undefined ? losses : [...losses, this.unfinished];
  }

  /** Something at the end that may yet become a record. */
  noteUnfinished(kind: LossKind, offset: number, reason: string, bytesLost: number): void {
    const tags = new Map<string, number>();
    const cost = { recordsLost: 1, valuesLost: 0, valuesRounded: 0, tags, bytesLost };
    this.unfinished = { kind, file: this.file, offset, reason, ...cost };
  }

  forgetUnfinished(): void {
    this.unfinished = undefined;
  }

  add(kind: LossKind, offset: number, reason: string, cost: Cost): void {
    this.collector.add(kind, offset, reason, cost);
  }

  /** What became of a record whose length is sound; its content is `view[start, end)`. */
  addRecord(
    offset: number,
    outcome: RecordOutcome,
    decoder: EventDecoder,
    view: DataView,
    start: number,
    end: number,
  ): void {
    const bytes = headerBytes + end - start + footerBytes;
    if (outcome === "wrong-checksum") {
      const { values, tags } = decoder.guess(view, start, end);
      const reason =
        "the checksum of a record's content is wrong (--checksums none reads such records all the same)";
      this.add("payload-checksum", offset, reason, { records: 1, values, tags, bytes });
      return;
    }
    if (outcome === "malformed") {
      const reason = `a record that is no event (${decoder.reason})`;
      this.add("malformed", offset, reason, { records: 1, bytes });
      return;
    }
    const { badValues, badTags, roundedTags } = decoder;
    if (badValues > 0) {
      const reason = `a value that cannot be decoded (${decoder.reason})`;
      this.add("malformed", offset, reason, { values: badValues, tags: badTags, bytes });
    }
    if (roundedTags.length > 0) {
      const reason =
        "steps or whole numbers beyond 2^53 that no 64-bit float is, rounded to the nearest one";
      this.add("rounded", offset, reason, { rounded: roundedTags.length, tags: roundedTags });
    }
  }

  /** Bytes up to the next whole record. */
  addGap(broken: Break, offset: number, bytes: number): void {
    const reason = (all: number, places: number) =>
      `${reasons[broken]}; read on at the next whole record, ${all} bytes passed over` +
      (places > 1 ? ` in ${places} places` : "");
    this.collector.add(kindOf(broken), offset, reason, { records: 1, bytes });
  }

  /** All that follows. */
  addRest(
    broken: Break,
    offset: number,
    records: number,
    bytes: number,
    isFollowing: boolean,
  ): void {
    const end = isFollowing
      ? "the file is given up: nothing more of it is followed"
      : `the file is read up to here, its last ${bytes} bytes are lost`;
    const reason = `${reasons[broken]}; ${end}`;
    this.collector.add(kindOf(broken), offset, reason, { records, bytes }, true);
  }
}
