/** Values by name, of which only those that were used last are kept. */
export class LastUsed<T> {
  private readonly values = new Map<string, T>();

  constructor(private readonly most: number) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  get(name: string): T | undefined {
    const value = this.values.get(name);
    if (value !== undefined) this.set(name, value);
    return value;
  }

  set(name: string, value: T): void {
    this.values.delete(name);
    this.values.set(name, value);
    if (this.values.size <= this.most) return;
    const [oldest] = this.values.keys();
    this.values.delete(oldest);
  }

  delete(name: string): void {
    this.values.delete(name);
  }
}
