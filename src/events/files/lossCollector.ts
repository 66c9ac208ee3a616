import type { Loss, LossKind } from "./loss.js";

const mostTags = 100;

/** What a loss cost. */
export interface Cost {
  readonly records?: number;
  readonly values?: number;
  readonly rounded?: number;
  /** Tags of the values. */
  readonly tags?: Iterable<string>;
  readonly bytes?: number;
}

interface Tally extends Loss {
  readonly tags: Map<string, number>;
  readonly places: number;
}

/** A sentence, or one that says how many bytes are lost in how many places. */
type Reason = string | ((bytes: number, places: number) => string);

/** The losses of one file, one entry of a kind: a hostile file could otherwise hold any number of them. */
export class LossCollector {
  private readonly byKind = new Map<string, Tally>();

  constructor(private readonly file: string) {}

  get losses(): readonly Loss[] {
    return [...this.byKind.values()];
  }

  /**
   * Adds to the loss of this kind; its offset stays that of the first one, and so does its reason unless it
   * counts. `isEnd`: an entry of its own, for what ends the reading.
   */
  add(kind: LossKind, offset: number, reason: Reason, cost: Cost, isEnd = false): void {
    const key = isEnd ? `end: ${kind}` : kind;
    const earlier = this.byKind.get(key);
    const tags = earlier?.tags ?? new Map<string, number>();
    for (const tag of cost.tags ?? []) {
      if (tags.has(tag) || tags.size < mostTags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    }
    const bytesLost = (earlier?.bytesLost ?? 0) + (cost.bytes ?? 0);
    const places = (earlier?.places ?? 0) + 1;
    const sentence = typeof reason === "string" ? reason : reason(bytesLost, places);
    this.byKind.set(key, {
      kind,
      file: this.file,
      offset: earlier?.offset ?? offset,
      reason: typeof reason === "string" ? (earlier?.reason ?? sentence) : sentence,
      recordsLost: (earlier?.recordsLost ?? 0) + (cost.records ?? 0),
      valuesLost: (earlier?.valuesLost ?? 0) + (cost.values ?? 0),
      valuesRounded: (earlier?.valuesRounded ?? 0) + (cost.rounded ?? 0),
      tags,
      bytesLost,
      places,
    });
  }
}
