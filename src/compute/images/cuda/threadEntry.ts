import { type Operand, PtxFunction, threadsOfBlock } from "../../backends/cuda/ptx/ptxFunction.js";

/** What each entry is given: threads that have something to do, the network's memory, a set of pictures, and how many. */
const parameters = [
  ["threads", ".b32"],
  ["memory", ".b64"],
  ["set", ".b64"],
  ["pictures", ".b32"],
] as const;
type Parameter = (typeof parameters)[number][0];

/** An index and the bytes from one of its values to the next. */
export type Stride = readonly [index: Operand, bytes: number];

/** An entry that a thread runs for each number that it computes. */
export class ThreadEntry {
  readonly fn = new PtxFunction();
  /** Of the thread, among all. */
  readonly index: Operand;
  private readonly memory: Operand;
  private readonly end: string;

  constructor() {
    const { fn } = this;
    const thread = fn.op("b32", "mov.u32", "%tid.x");
    const block = fn.op("b32", "mov.u32", "%ctaid.x");
    this.index = fn.op("b32", "mad.lo.u32", block, String(threadsOfBlock), thread);
    this.end = fn.newLabel();
    const isOver = fn.op("pred", "setp.ge.u32", this.index, this.parameter("threads"));
    fn.emit(`@${isOver} bra ${this.end}`);
    this.memory = this.parameter("memory");
  }

  parameter(name: Parameter): Operand {
    const [, type] = parameters.find(([known]) => known === name)!;
    const register = type === ".b64" ? "b64" : "b32";
    return this.fn.op(register, `ld.param.${register}`, `[${name}]`);
  }

  /** The thread's index as indices of axes of some sizes, the fastest first; the last one takes what is left. */
  parted(...sizes: readonly number[]): Operand[] {
    const { fn } = this;
    let rest = this.index;
    const found = sizes.map((size) => {
      const index = fn.op("b32", "rem.u32", rest, String(size));
      rest = fn.op("b32", "div.u32", rest, String(size));
      return index;
    });
    return [...found, rest];
  }

  /** An address in the network's memory. */
  at(offset: number, ...strides: readonly Stride[]): Operand {
    return this.from(this.fn.op("b64", "add.u64", this.memory, String(offset)), ...strides);
  }

  /** An address further on. */
  from(base: Operand, ...strides: readonly Stride[]): Operand {
    return strides.reduce(
      (address, [index, bytes]) => this.fn.op("b64", "mad.wide.u32", index, String(bytes), address),
      base,
    );
  }

  load(address: Operand, bytes = 0): Operand {
    return this.fn.op("f32", "ld.global.f32", `[${address}+${bytes}]`);
  }

  loadWord(address: Operand, bytes = 0): Operand {
    return this.fn.op("b32", "ld.global.b32", `[${address}+${bytes}]`);
  }

  store(address: Operand, value: Operand): void {
    this.fn.emit(`st.global.f32 [${address}+0], ${value}`);
  }

  /** Lets an address go on. */
  advance(address: Operand, bytes: number): void {
    if (bytes !== 0) this.fn.emit(`add.u64 ${address}, ${address}, ${bytes}`);
  }

  /** Repeats what `body` writes; the count, of at least 1, may be a register. */
  repeat(count: number | Operand, body: () => void): void {
    if (count === 1) return body();
    const { fn } = this;
    fn.count(fn.variable("b32", "0"), 1, String(count), body);
  }

  /** The entry's text. */
  text(name: string): string {
    this.fn.label(this.end);
    return this.fn.entry(name, parameters);
  }
}
