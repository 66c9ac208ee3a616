/** A number that a kernel is given. */
export type KernelArgument =
  { readonly bits: 32; readonly value: number } | { readonly bits: 64; readonly value: number };

export const word = (value: number): KernelArgument => ({ bits: 32, value });
export const address = (value: number): KernelArgument => ({ bits: 64, value });

/** Work of a device that is done in its order; that of several streams goes on side by side. */
export interface CudaStream {
  /** What is copied may change only when the stream is idle. */
  copyIn(target: number, source: Uint8Array): void;
  /** Lets other work of this thread go on until all is done, and copies then. */
  copyOut(target: Uint8Array, source: number): Promise<void>;
  /**
   * Lets other work of this thread go on until all is done.
   *
   * @throws {UserError} when something that was launched failed
   */
  idle(): Promise<void>;
  /** Notes that a stretch of work begins, or ends, here. */
  mark(place: "start" | "end"): void;
  /** Milliseconds that the device took between the two marks; the stream is idle. */
  elapsed(): number;
  destroy(): void;
}

/** Threads that run an entry. */
export interface CudaGrid {
  readonly blocks: number;
  /** Of each block; its entry is compiled for as many. */
  readonly threads: number;
}

/** A compiled module of PTX. */
export interface CudaModule {
  /**
   * Starts an entry, and does not wait for it.
   *
   * @throws {OutOfMemory} where its threads need more memory than there is
   * @throws {UserError} when the device refuses
   */
  launch(entry: string, grid: CudaGrid, args: readonly KernelArgument[], stream: CudaStream): void;
  unload(): void;
}

/** The part of a GPU that training needs. Addresses are numbers of the device's own memory. */
export interface CudaDevice {
  /** Its name and what drives it: `NVIDIA H100 (CUDA 13.0)`. */
  readonly name: string;
  /** Whether it ends kernels that run for seconds, as cards do that draw a desktop. */
  readonly limitsTime: boolean;
  /** Why it computes nothing any more: it has failed, and stays so as long as this process lives. */
  readonly lost: string | undefined;
  /** Bytes that are free now. */
  freeMemory(): number;
  /** @throws {OutOfMemory} */
  alloc(bytes: number): number;
  /** Waits for what uses it. Nothing happens on a lost device. */
  free(address: number): void;
  createStream(): CudaStream;
  load(ptx: string): CudaModule;
}
