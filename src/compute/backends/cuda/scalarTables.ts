import type { CudaDevice, CudaStream } from "./device.js";

/** Numbers that steps are given, of all runs of a session. */
export class ScalarTables {
  private place: { readonly address: number; readonly bytes: number } | null = null;

  constructor(
    private readonly device: CudaDevice,
    private readonly stream: CudaStream,
    /** An array with the place of each run's first number. */
    readonly starts: number,
  ) {}

  get address(): number {
    return this.place?.address ?? 0;
  }

  /** Tables that runs share are put into memory once. */
  write(tables: readonly Float64Array[]): void {
    const distinct = [...new Set(tables)];
    const starts = new Map<Float64Array, number>();
    const all = new Float32Array(distinct.reduce((sum, { length }) => sum + length, 0));
    let end = 0;
    for (const table of distinct) {
      starts.set(table, end);
      all.set(table, end);
      end += table.length;
    }
    if (!this.place || this.place.bytes < all.byteLength) {
      this.free();
      const bytes = Math.max(16, all.byteLength);
      this.place = { address: this.device.alloc(bytes), bytes };
    }
    this.stream.copyIn(this.place.address, new Uint8Array(all.buffer));
    const places = Uint32Array.from(tables, (table) => starts.get(table)!);
    this.stream.copyIn(this.starts, new Uint8Array(places.buffer));
  }

  free(): void {
    if (this.place) this.device.free(this.place.address);
    this.place = null;
  }
}
