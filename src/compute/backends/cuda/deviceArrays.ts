import type { CudaDevice, CudaStream } from "./device.js";

/** Arrays on a device that are given back together, and the stream that fills them. */
export class DeviceArrays {
  private readonly addresses: number[] = [];

  constructor(
    private readonly device: CudaDevice,
    private readonly stream: CudaStream,
  ) {}

  /** @throws {OutOfMemory} */
  alloc(bytes: number): number {
    const address = this.device.alloc(Math.max(16, bytes));
    this.addresses.push(address);
    return address;
  }

  /** An array with some values. */
  place(values: ArrayBufferView): number {
    const address = this.alloc(values.byteLength);
    this.copyIn(address, values);
    return address;
  }

  copyIn(target: number, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.stream.copyIn(target, new Uint8Array(buffer, byteOffset, byteLength));
  }

  free(): void {
    for (const address of this.addresses.splice(0)) this.device.free(address);
  }
}
