import { ScalarBatch } from "../decode/scalarBatch.js";
import { columnCapacity } from "../kernel/kernelLayout.js";
import { RecordKernel } from "../kernel/recordKernel.js";
import { ReadBuffer } from "./readBuffer.js";

const smallestBuffer = 64;
/** From so many bytes on the kernel saves more time than it takes to be made. */
const leastBytesForKernel = 2 ** 19;

/** Where files are read into and scalars are put, in the memory of the kernel once there is enough to read. */
export class ReadMemory {
  readonly buffer: ReadBuffer;
  readonly batch = new ScalarBatch(columnCapacity);
  /** Takes most records in place of the decoder. */
  kernel: RecordKernel | undefined;
  private bytesExpected = 0;
  private wasAsked = false;

  constructor(private readonly bufferBytes: number) {
    this.buffer = new ReadBuffer(Math.max(bufferBytes, smallestBuffer));
  }

  /** Notes that so many bytes more are about to be read; what is in the buffer is lost. */
  expect(bytes: number): void {
    this.bytesExpected += bytes;
    if (this.wasAsked || this.bytesExpected < leastBytesForKernel) return;
    this.wasAsked = true;
    this.kernel = RecordKernel.where(Math.max(this.bufferBytes, smallestBuffer));
    if (this.kernel === undefined) return;
    this.buffer.useMemory(this.kernel.window);
    this.batch.moveInto(this.kernel.columns);
  }
}
