import type { CudaGrid } from "../device.js";

/** The types of registers: a letter for their names, and what PTX calls them. */
const registerTypes = {
  f32: ["f", ".f32"],
  f64: ["d", ".f64"],
  b32: ["r", ".b32"],
  b64: ["l", ".b64"],
  pred: ["p", ".pred"],
} as const;
export type RegisterType = keyof typeof registerTypes;

/** A register's name or a literal. */
export type Operand = string;

/** Collects the instructions of one entry: PTX text, a register for each result. */
export class PtxFunction {
  private readonly lines: string[] = [];
  private readonly counts = new Map<RegisterType, number>();
  /** Memory by its name. */
  private readonly memories = new Map<string, { space: "local" | "shared"; bytes: number }>();
  private readonly ordinals = new Map<string, number>();
  private labels = 0;

  /** @param warps of the blocks that it is launched in */
  constructor(private readonly warps = threadsOfBlock / warpThreads) {}

  register(type: RegisterType): Operand {
    const count = this.counts.get(type) ?? 0;
    this.counts.set(type, count + 1);
    return `%${registerTypes[type][0]}${count}`;
  }

  emit(instruction: string): void {
    this.lines.push(`\t${instruction};`);
  }

  /** An instruction with a result. */
  op(type: RegisterType, opcode: string, ...operands: readonly Operand[]): Operand {
    const target = this.register(type);
    this.emit(`${opcode} ${[target, ...operands].join(", ")}`);
    return target;
  }

  /** A register that is assigned to again. */
  variable(type: Exclude<RegisterType, "pred">, value: Operand): Operand {
    return this.op(type, `mov.${type}`, value);
  }

  /** Memory that each thread has for itself, of a size that is said later; */
  lateLocal(): { readonly address: Operand; reserve(bytes: number): void } {
    const name = this.nextName("scratch");
    const address = this.op("b64", "mov.u64", name);
    return { address, reserve: (bytes) => this.declare(name, "local", Math.max(16, bytes)) };
  }

  /**
   * Fast memory that the threads of a warp share, for each warp of the block. It holds nothing at first.
   *
   * @param bytes a multiple of 16
   * @returns a register with its address
   */
  shared(bytes: number): Operand {
    const start = this.sharedOfBlock(this.warps * bytes);
    const thread = this.op("b32", "mov.u32", "%tid.x");
    const warp = this.op("b32", "shr.u32", thread, String(Math.log2(warpThreads)));
    return this.op("b32", "mad.lo.u32", warp, String(bytes), start);
  }

  /** Fast memory that all threads of a block share, as {@link shared}. */
  sharedOfBlock(bytes: number): Operand {
    const name = this.nextName(`shared${bytes}`);
    this.declare(name, "shared", bytes);
    return this.op("b32", "mov.u32", name);
  }

  /**
   * Writes parts of which each warp runs one: the memory of one part's threads and warps is that of the
   * others. A part takes no memory of its block.
   */
  alternatives(parts: readonly (() => void)[]): void {
    const before = new Map(this.ordinals);
    const most = new Map(before);
    for (const part of parts) {
      for (const kind of this.ordinals.keys()) this.ordinals.set(kind, before.get(kind) ?? 0);
      part();
      for (const [kind, count] of this.ordinals) {
        most.set(kind, Math.max(count, most.get(kind) ?? 0));
      }
    }
    for (const [kind, count] of most) this.ordinals.set(kind, count);
  }

  private nextName(kind: string): string {
    const ordinal = this.ordinals.get(kind) ?? 0;
    this.ordinals.set(kind, ordinal + 1);
    return `${kind}x${ordinal}`;
  }

  private declare(name: string, space: "local" | "shared", bytes: number): void {
    const known = this.memories.get(name);
    this.memories.set(name, { space, bytes: Math.max(bytes, known?.bytes ?? 0) });
  }

  /** Instructions so far. */
  get length(): number {
    return this.lines.length;
  }

  /** Takes instructions back, as if they had not been written. */
  rewind(length: number): void {
    this.lines.length = length;
  }

  newLabel(): string {
    return `$L${this.labels++}`;
  }

  label(name: string): void {
    this.lines.push(`${name}:`);
  }

  /** Runs `body` in the threads where a predicate holds. */
  when(predicate: Operand, body: () => void): void {
    const end = this.newLabel();
    this.emit(`@!${predicate} bra ${end}`);
    body();
    this.label(end);
  }

  /** Runs `body` as long as a variable, which starts somewhere and grows, is below an end. */
  count(variable: Operand, step: number, end: Operand, body: () => void): void {
    const start = this.newLabel();
    this.label(start);
    body();
    this.emit(`add.u32 ${variable}, ${variable}, ${step}`);
    this.emit(`@${this.op("pred", "setp.lt.u32", variable, end)} bra ${start}`);
  }

  /** Everything that the threads of a warp wrote before is seen by all of them afterwards. */
  warpBarrier(): void {
    this.emit("bar.warp.sync 0xffffffff");
  }

  /** The same for the threads of a block: all of them have to come here. */
  blockBarrier(): void {
    this.emit("bar.sync 0");
  }

  /** The text of an entry of parameters with their types. */
  entry(name: string, parameters: readonly (readonly [name: string, type: string])[]): string {
    const shared = [...this.memories.values()].filter(({ space }) => space === "shared");
    const bytes = shared.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > mostShared) throw new RangeError(`${name} shares ${bytes} bytes`);
    return [
      `.visible .entry ${name}(`,
      parameters.map(([parameter, type]) => `\t.param ${type} ${parameter}`).join(",\n"),
      ")",
      `.maxntid ${this.warps * warpThreads}, 1, 1`,
      "{",
      ...[...this.counts].map(([type, count]) => {
        const [letter, ptxType] = registerTypes[type];
        return `\t.reg ${ptxType} %${letter}<${count}>;`;
      }),
      ...[...this.memories].map(
        ([memory, { space, bytes }]) => `\t.${space} .align 16 .b8 ${memory}[${bytes}];`,
      ),
      ...this.lines,
      "\tret;",
      "}",
    ].join("\n");
  }
}

/** The number of a literal; undefined for a register. */
export function literalOf(operand: Operand): number | undefined {
  return operand.startsWith("%") ? undefined : Number(operand);
}

/** Threads of a warp: they compute one run. */
export const warpThreads = 32;
/** Several warps that know nothing of each other: a multiprocessor holds only so many blocks. */
export const threadsOfBlock = 128;

/** As many blocks as so many warps need that know nothing of each other. */
export function gridOfWarps(warps: number): CudaGrid {
  return { blocks: Math.ceil((warps * warpThreads) / threadsOfBlock), threads: threadsOfBlock };
}

/** Bytes that every card has for the shared memory of a block. */
const mostShared = 48 * 1024;

/** PTX that drivers from CUDA 10 on compile for cards from Volta on. */
export function ptxModule(entries: readonly string[]): string {
  return [".version 6.4", ".target sm_70", ".address_size 64", "", ...entries, ""].join("\n");
}

const view = new DataView(new ArrayBuffer(8));

/** A single precision literal. */
export function singleLiteral(value: number): Operand {
  view.setFloat32(0, value);
  return `0f${view.getUint32(0).toString(16).toUpperCase().padStart(8, "0")}`;
}

export function doubleLiteral(value: number): Operand {
  view.setFloat64(0, value);
  return `0d${view.getBigUint64(0).toString(16).toUpperCase().padStart(16, "0")}`;
}
