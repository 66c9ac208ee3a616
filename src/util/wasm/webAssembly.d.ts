/** The part of Node's WebAssembly interface that is used here; TypeScript declares it for browsers only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    private readonly module: unique symbol;
  }
  /** Also where the processor lacks an instruction. */
  class CompileError extends Error {}
  class Instance {
    constructor(module: Module);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB; the buffer is another one afterwards. */
    grow(pages: number): number;
  }
}
