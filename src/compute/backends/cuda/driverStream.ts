import { setImmediate, setTimeout } from "node:timers/promises";
import type { CudaStream } from "./device.js";
import { answers } from "./driverErrors.js";
import type { DriverFunctions } from "./driverLibrary.js";

/** Short kernels are looked after at once, so many times; longer ones every millisecond. */
const looksAtOnce = 100;

/** What a stream has of its device. */
export interface StreamOwner {
  readonly driver: DriverFunctions;
  readonly lost: string | undefined;
  /** Makes the device the one that this thread's calls are about. */
  enter(): void;
  check(code: number, what: string): void;
}

/** A stream that does not wait for others. */
export class DriverStream implements CudaStream {
  /** What was not copied yet, perhaps: it has to live as long. */
  private pending: Uint8Array[] = [];
  private readonly marks: Readonly<Record<"start" | "end", unknown>>;

  constructor(
    private readonly owner: StreamOwner,
    readonly handle: unknown,
  ) {
    this.marks = { start: this.createEvent(), end: this.createEvent() };
  }

  copyIn(target: number, source: Uint8Array): void {
    if (source.length === 0) return;
    this.owner.enter();
    this.pending.push(source);
    const code = this.owner.driver.copyIn(target, source, source.length, this.handle);
    this.owner.check(code, "cuMemcpyHtoDAsync");
  }

  async copyOut(target: Uint8Array, source: number): Promise<void> {
    // To memory that is not locked the driver copies while this thread waits: better not for long.
    await this.idle();
    if (target.length === 0) return;
    this.owner.enter();
    const code = this.owner.driver.copyOut(target, source, target.length, this.handle);
    this.owner.check(code, "cuMemcpyDtoHAsync");
    await this.idle();
  }

  async idle(): Promise<void> {
    for (let looks = 0; ; looks++) {
      this.owner.enter();
      const code = this.owner.driver.queryStream(this.handle);
      if (code !== answers.notReady) {
        this.owner.check(code, "The GPU's work failed");
        break;
      }
      if (looks < looksAtOnce) await setImmediate();
      else await setTimeout(1);
    }
    this.pending = [];
  }

  mark(place: "start" | "end"): void {
    this.owner.enter();
    const code = this.owner.driver.recordEvent(this.marks[place], this.handle);
    this.owner.check(code, "cuEventRecord");
  }

  elapsed(): number {
    this.owner.enter();
    const milliseconds = [0];
    const { start, end } = this.marks;
    this.owner.check(this.owner.driver.elapsedTime(milliseconds, start, end), "cuEventElapsedTime");
    return milliseconds[0];
  }

  destroy(): void {
    if (this.owner.lost !== undefined) return;
    this.owner.enter();
    const { driver } = this.owner;
    for (const event of Object.values(this.marks)) {
      this.owner.check(driver.destroyEvent(event), "cuEventDestroy");
    }
    this.owner.check(driver.destroyStream(this.handle), "cuStreamDestroy");
  }

  private createEvent(): unknown {
    const event: unknown[] = [null];
    this.owner.check(this.owner.driver.createEvent(event, 0), "cuEventCreate");
    return event[0];
  }
}
