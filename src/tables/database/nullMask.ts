/** Which rows of a vector of the database are null: one bit a row, 0 for null. */
export class NullMask {
  readonly bits: Uint8Array;
  any = false;

  constructor(rows: number) {
    this.bits = new Uint8Array(Math.ceil(rows / 64) * 8).fill(255);
  }

  add(row: number): void {
    this.bits[row >> 3] &= ~(1 << (row & 7));
    this.any = true;
  }

  clear(): void {
    if (this.any) this.bits.fill(255);
    this.any = false;
  }
}
