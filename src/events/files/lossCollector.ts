import type { Loss, LossKind } from "./loss.js";

/** The losses of one file, one entry of a kind: a hostile file could otherwise hold any number of them. */
export class LossCollector {
  private readonly byKind = new Map<LossKind, Loss>();

  constructor(private readonly file: string) {}

  get losses(): readonly Loss[] {
    return [...this.byKind.values()];
  }

  /** Adds to the loss of this kind; its offset and reason stay those of the first one. */
  add(
    kind: LossKind,
    offset: number,
    reason: string,
    recordsLost: number,
    bytesLost: number,
  ): void {
    const earlier = this.byKind.get(kind);
    this.byKind.set(kind, {
      kind,
      file: this.file,
      offset: earlier?.offset ?? offset,
      reason: earlier?.reason ?? reason,
      recordsLost: (earlier?.recordsLost ?? 0) + recordsLost,
      bytesLost: (earlier?.bytesLost ?? 0) + bytesLost,
    });
  }
}
