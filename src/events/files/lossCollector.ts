import type { Loss, LossKind } from "./loss.js";

const mostTags = 100;

/** What a loss cost. */
export interface Cost {
  readonly records?: number;
  readonly values?: number;
  /** Tags of the values. */
  readonly tags?: Iterable<string>;
  readonly bytes?: number;
}

interface Tally extends Loss {
  readonly tags: Map<string, number>;
}

/** The losses of one file, one entry of a kind: a hostile file could otherwise hold any number of them. */
export class LossCollector {
  private readonly byKind = new Map<LossKind, Tally>();

  constructor(private readonly file: string) {}

  get losses(): readonly Loss[] {
    return [...this.byKind.values()];
  }

  /** Adds to the loss of this kind; its offset and reason stay those of the first one. */
  add(kind: LossKind, offset: number, reason: string, cost: Cost): void {
    const earlier = this.byKind.get(kind);
    const tags = earlier?.tags ?? new Map<string, number>();
    for (const tag of cost.tags ?? []) {
      if (tags.has(tag) || tags.size < mostTags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    }
    this.byKind.set(kind, {
      kind,
      file: this.file,
      offset: earlier?.offset ?? offset,
      reason: earlier?.reason ?? reason,
      recordsLost: (earlier?.recordsLost ?? 0) + (cost.records ?? 0),
      valuesLost: (earlier?.valuesLost ?? 0) + (cost.values ?? 0),
      tags,
      bytesLost: (earlier?.bytesLost ?? 0) + (cost.bytes ?? 0),
    });
  }
}
