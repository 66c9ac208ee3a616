const pageBytes = 65536;

/** Hands out addresses of a module's memory, one array after the other. */
export class MemoryLayout {
  private end = 64;

  /** @returns the address of that many bytes, a multiple of 16 */
  reserve(bytes: number): number {
    const address = this.end;
    this.end = address + Math.ceil(bytes / 16) * 16;
    return address;
  }

  get pages(): number {
    return Math.ceil(this.end / pageBytes);
  }
}

/** Addresses of what a program has in a module's memory. */
export interface ModuleMemory {
  /** The update's columns, one after the other. */
  readonly columns: number;
  readonly columnBytes: number;
  readonly results: number;
  readonly evaluationResults: number;
  /** How many parameters are not a number after a step. */
  readonly broken: number;
  readonly scalars: number;
  readonly batch: number;
  /** With the columns that are computed of the others. */
  readonly batchBytes: number;
  /** Where the program's last column is: targets of other programs may stand in front of it. */
  readonly lastColumn: number;
  /** Batches that fit in memory one after the other. */
  readonly batchCount: number;
}
