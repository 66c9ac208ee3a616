/** A number that a kernel is given. */
export type KernelArgument =
  { readonly bits: 32; readonly value: number } | { readonly bits: 64; readonly value: number };

export const word = (value: number): KernelArgument => ({ bits: 32, value });
export const address = (value: number): KernelArgument => ({ bits: 64, value });

/** A compiled module of PTX. */
export interface CudaModule {
  /**
   * Starts an entry in blocks of `threadsOfBlock` threads; later calls on the device wait for it.
   *
   * @throws {UserError} when the device refuses
   */
  launch(entry: string, blocks: number, args: readonly KernelArgument[]): void;
  unload(): void;
}

/** The part of a GPU that training needs. Addresses are numbers of the device's own memory. */
export interface CudaDevice {
  /** Its name and what drives it: `NVIDIA H100 (CUDA 13.0)`. */
  readonly name: string;
  /** Whether it ends kernels that run for seconds, as cards do that draw a desktop. */
  readonly limitsTime: boolean;
  /** Bytes that are free now. */
  freeMemory(): number;
  /** @throws {OutOfMemory} */
  alloc(bytes: number): number;
  free(address: number): void;
  copyIn(target: number, source: Uint8Array): void;
  /** Waits for what was launched before. */
  copyOut(target: Uint8Array, source: number): void;
  load(ptx: string): CudaModule;
}
