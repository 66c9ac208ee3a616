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
