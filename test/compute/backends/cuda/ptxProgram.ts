/** Reads the PTX that the backend writes, into something that a thread can be made to run. */

/** What a thread is doing when it gives way to the others. */
export type Pause = "barrier" | "shuffle" | "end";

/** One thread of a warp. */
export interface Thread {
  readonly lane: number;
  readonly registers: Float64Array;
  readonly local: Float32Array;
  readonly warp: Warp;
  next: number;
  /** Which of the warp's exchanges the next shuffle uses, and whether its value is handed over. */
  turn: 0 | 1;
  isWaiting: boolean;
}

/** What the threads of a warp share. */
export interface Warp {
  readonly block: number;
  /** The warp's place in its block. */
  readonly index: number;
  readonly parameters: ReadonlyMap<string, number>;
  readonly memory: Memory;
  /** That of the block. */
  readonly shared: Memory;
  /** What was handed over in the last two shuffles. */
  readonly exchange: readonly [Float64Array, Float64Array];
}

/** The device's memory, as threads see it. */
export interface Memory {
  load(thread: Thread, type: string, address: number): number;
  store(thread: Thread, type: string, address: number, value: number): void;
  /** The threads of a warp have waited for each other. */
  barrier(warp: Warp): void;
}

/** Does an instruction; a thread gives way after some. Sets `thread.next` where it jumps. */
type Instruction = (thread: Thread) => Pause | undefined;
type Read = (thread: Thread) => number;

export interface Entry {
  readonly parameters: readonly { readonly name: string; readonly bits: 32 | 64 }[];
  readonly instructions: readonly Instruction[];
  readonly registerCount: number;
  readonly localBytes: number;
  readonly sharedBytes: number;
}

/** @throws {SyntaxError} for an instruction that the interpreter does not know */
export function readPtx(text: string): Map<string, Entry> {
  const entries = text.matchAll(/\.visible \.entry (\w+)\(([^)]*)\)[^{]*\{(.*?)\n\}/gs);
  return new Map([...entries].map(([, name, list, body]) => [name, readEntry(list, body)]));
}

function readEntry(list: string, body: string): Entry {
  const registers = new Map<string, number>();
  const locals = new Map<string, number>();
  const labels = new Map<string, number>();
  const lines: string[] = [];
  let localBytes = 0;
  let sharedBytes = 0;
  for (const line of body.split("\n").map((raw) => raw.trim().replace(/;$/, ""))) {
    const declared = /^\.reg \.\w+ (%\w)<(\d+)>$/.exec(line);
    const local = /^\.local \.align 16 \.b8 (\w+)\[(\d+)\]$/.exec(line);
    const shared = /^\.shared \.align 16 \.b8 (\w+)\[(\d+)\]$/.exec(line);
    const label = /^(\$\w+):$/.exec(line);
    if (declared) {
      for (let i = 0; i < Number(declared[2]); i++) {
        registers.set(`${declared[1]}${i}`, registers.size);
      }
    } else if (local) {
      locals.set(local[1], localBytes);
      localBytes += Number(local[2]);
    } else if (shared) {
      locals.set(shared[1], sharedBytes);
      sharedBytes += Number(shared[2]);
    } else if (label) labels.set(label[1], lines.length);
    else if (line) lines.push(line);
  }
  const reader = new InstructionReader(registers, locals, labels);
  return {
    parameters: [...list.matchAll(/\.param \.b(32|64) (\w+)/g)].map(([, bits, name]) => ({
      name,
      bits: bits === "64" ? 64 : 32,
    })),
    instructions: lines.map((line) => reader.read(line)),
    registerCount: registers.size,
    localBytes,
    sharedBytes,
  };
}

const bits = new DataView(new ArrayBuffer(8));

/** Instructions with a result that depends on values alone, by opcode. */
const pure: Readonly<Record<string, (...values: number[]) => number>> = {
  "mov.b32": (x) => x,
  "mov.b64": (x) => x,
  "mov.f32": (x) => x,
  "mov.f64": (x) => x,
  "mov.u32": (x) => x,
  "mov.u64": (x) => x,
  "add.rn.f32": (x, y) => Math.fround(x + y),
  "sub.rn.f32": (x, y) => Math.fround(x - y),
  "mul.rn.f32": (x, y) => Math.fround(x * y),
  "div.rn.f32": (x, y) => Math.fround(x / y),
  "sqrt.rn.f32": (x) => Math.fround(Math.sqrt(x)),
  "sqrt.rn.f64": (x) => Math.sqrt(x),
  "neg.f32": (x) => -x,
  "abs.f32": (x) => Math.abs(x),
  "add.rn.f64": (x, y) => x + y,
  "sub.rn.f64": (x, y) => x - y,
  "mul.rn.f64": (x, y) => x * y,
  "div.rn.f64": (x, y) => x / y,
  "cvt.rni.f32.f32": nearest,
  "cvt.rni.f64.f64": nearest,
  "cvt.rzi.s32.f32": truncated,
  "cvt.rzi.s32.f64": truncated,
  "cvt.rn.f32.s32": (x) => Math.fround(x),
  "cvt.rn.f64.s32": (x) => x,
  "cvt.rn.f64.u32": (x) => x >>> 0,
  "cvt.f64.f32": (x) => x,
  "cvt.rn.f32.f64": (x) => Math.fround(x),
  "add.s32": (x, y) => (x + y) | 0,
  "sub.s32": (x, y) => (x - y) | 0,
  "neg.s32": (x) => -x | 0,
  "add.u32": (x, y) => (x + y) | 0,
  "sub.u32": (x, y) => (x - y) | 0,
  "min.u32": (x, y) => Math.min(x >>> 0, y >>> 0) | 0,
  "mul.lo.u32": (x, y) => Math.imul(x, y),
  "mad.lo.u32": (x, y, z) => (Math.imul(x, y) + z) | 0,
  "mad.wide.u32": (x, y, z) => (x >>> 0) * (y >>> 0) + z,
  "add.u64": (x, y) => x + y,
  "div.u32": (x, y) => Math.floor((x >>> 0) / (y >>> 0)) | 0,
  "rem.u32": (x, y) => ((x >>> 0) % (y >>> 0)) | 0,
  "and.b32": (x, y) => x & y,
  "or.b32": (x, y) => x | y,
  "xor.b32": (x, y) => x ^ y,
  "shl.b32": (x, y) => x << y,
  "shr.s32": (x, y) => x >> y,
  "shr.u32": (x, y) => (x >>> y) | 0,
  "not.pred": (x) => 1 - x,
  "or.pred": (x, y) => x | y,
  "and.pred": (x, y) => x & y,
  "selp.f32": (x, y, p) => (p ? x : y),
  "selp.f64": (x, y, p) => (p ? x : y),
  "selp.b32": (x, y, p) => (p ? x : y),
};

const relations: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  gt: (x, y) => x > y,
  ge: (x, y) => x >= y,
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
  nan: (x, y) => Number.isNaN(x) || Number.isNaN(y),
};

class InstructionReader {
  constructor(
    private readonly registers: ReadonlyMap<string, number>,
    private readonly locals: ReadonlyMap<string, number>,
    private readonly labels: ReadonlyMap<string, number>,
  ) {}

  read(line: string): Instruction {
    const guarded = /^@(!?)(%p\d+) (.*)$/.exec(line);
    if (!guarded) return this.readPlain(line);
    const [, negation, predicate, rest] = guarded;
    const holds = this.operand(predicate);
    const wanted = negation ? 0 : 1;
    const instruction = this.readPlain(rest);
    return (thread) => (holds(thread) === wanted ? instruction(thread) : undefined);
  }

  private readPlain(line: string): Instruction {
    const [opcode] = line.split(" ", 1);
    const parts = line.slice(opcode.length).match(/\{[^}]*\}|\[[^\]]*\]|[^,\s]+/g);
    const list: readonly string[] = [...(parts ?? [])];
    const [first, second] = list;
    const type = opcode.slice(opcode.lastIndexOf(".") + 1);
    if (opcode === "ret") return () => "end";
    if (opcode === "bra") {
      const target = this.labels.get(first)!;
      return (thread) => void (thread.next = target);
    }
    if (opcode === "bar.warp.sync") return () => "barrier";
    if (opcode.startsWith("shfl.sync.")) return this.shuffle(opcode, list);
    if (opcode.startsWith("ld.param.")) {
      const name = second.slice(1, -1);
      return this.assign(first, (thread) => thread.warp.parameters.get(name)!);
    }
    if (opcode.startsWith("ld.")) {
      const from = this.address(second);
      if (opcode.startsWith("ld.local.")) {
        return this.assign(first, (thread) => thread.local[from(thread) / 4]);
      }
      if (opcode.startsWith("ld.shared.")) {
        return this.assign(first, (thread) => thread.warp.shared.load(thread, type, from(thread)));
      }
      return this.assign(first, (thread) => thread.warp.memory.load(thread, type, from(thread)));
    }
    if (opcode.startsWith("st.")) {
      const to = this.address(first);
      const value = this.operand(second);
      if (opcode.startsWith("st.local.")) {
        return (thread) => void (thread.local[to(thread) / 4] = value(thread));
      }
      if (opcode.startsWith("st.shared.")) {
        return (thread) =>
          thread.warp.shared.store(thread, type, to(thread), value(thread)) as undefined;
      }
      return (thread) =>
        thread.warp.memory.store(thread, type, to(thread), value(thread)) as undefined;
    }
    if (opcode.startsWith("setp.")) return this.compare(opcode, list);
    if (opcode === "mov.b64" && first.startsWith("{")) return this.split(first, second);
    if (opcode === "mov.b64" && second.startsWith("{")) return this.join(first, second);
    if (opcode === "mov.b32" && this.changesKind(first, second))
      return this.reinterpret(first, second);
    const compute = pure[opcode];
    if (!compute) throw new SyntaxError(`No meaning for ${line}`);
    const [x, y, z] = list.slice(1).map((operand) => this.operand(operand));
    const { length } = list;
    if (length === 2) return this.assign(first, (thread) => compute(x(thread)));
    if (length === 3) return this.assign(first, (thread) => compute(x(thread), y(thread)));
    return this.assign(first, (thread) => compute(x(thread), y(thread), z(thread)));
  }

  private assign(name: string, value: Read): Instruction {
    const place = this.place(name);
    return (thread) => void (thread.registers[place] = value(thread));
  }

  private place(name: string): number {
    const place = this.registers.get(name);
    if (place === undefined) throw new SyntaxError(`No register ${name}`);
    return place;
  }

  private operand(text: string): Read {
    if (text === "%tid.x") return ({ warp, lane }) => 32 * warp.index + lane;
    if (text === "%ctaid.x") return ({ warp }) => warp.block;
    if (text.startsWith("%")) {
      const place = this.place(text);
      return ({ registers }) => registers[place];
    }
    const value = this.literal(text);
    return () => value;
  }

  private literal(text: string): number {
    if (text.startsWith("0f")) {
      bits.setUint32(0, Number.parseInt(text.slice(2), 16));
      return bits.getFloat32(0);
    }
    if (text.startsWith("0d")) {
      bits.setBigUint64(0, BigInt(`0x${text.slice(2)}`));
      return bits.getFloat64(0);
    }
    const local = this.locals.get(text);
    if (local !== undefined) return local;
    const value = Number(text);
    if (!Number.isInteger(value)) throw new SyntaxError(`No operand ${text}`);
    return text.startsWith("0x") ? value | 0 : value;
  }

  private address(text: string): Read {
    const [, base, offset = "0"] = /^\[([^+\]]+)(?:\+(-?\d+))?\]$/.exec(text)!;
    const start = this.operand(base);
    const bytes = Number(offset);
    return (thread) => start(thread) + bytes;
  }

  private compare(opcode: string, list: readonly string[]): Instruction {
    const [, relation, type] = opcode.split(".");
    const holds = relations[relation];
    const [x, y] = list.slice(1).map((operand) => this.operand(operand));
    const isUnsigned = type === "u32";
    return this.assign(list[0], (thread) => {
      const [a, b] = [x(thread), y(thread)];
      return Number(isUnsigned ? holds(a >>> 0, b >>> 0) : holds(a, b));
    });
  }

  /** Publishes a value, gives way, and then reads another thread's. */
  private shuffle(opcode: string, list: readonly string[]): Instruction {
    const place = this.place(list[0]);
    const [value, which] = list.slice(1).map((operand) => this.operand(operand));
    const isButterfly = opcode.includes(".bfly.");
    return (thread) => {
      const slots = thread.warp.exchange[thread.turn];
      if (!thread.isWaiting) {
        slots[thread.lane] = value(thread);
        thread.isWaiting = true;
        thread.next--;
        return "shuffle";
      }
      const source = isButterfly ? thread.lane ^ which(thread) : which(thread);
      thread.registers[place] = slots[source];
      thread.isWaiting = false;
      thread.turn = thread.turn === 0 ? 1 : 0;
      return undefined;
    };
  }

  private changesKind(target: string, source: string): boolean {
    const isFloat = (text: string) => text.startsWith("%f") || text.startsWith("0f");
    return isFloat(target) !== isFloat(source);
  }

  private reinterpret(target: string, source: string): Instruction {
    const value = this.operand(source);
    const toFloat = target.startsWith("%f");
    return this.assign(target, (thread) => {
      if (toFloat) bits.setInt32(0, value(thread));
      else bits.setFloat32(0, value(thread));
      return toFloat ? bits.getFloat32(0) : bits.getInt32(0);
    });
  }

  private split(targets: string, source: string): Instruction {
    const [low, high] = targets
      .slice(1, -1)
      .split(",")
      .map((name) => this.place(name.trim()));
    const value = this.operand(source);
    return (thread) => {
      bits.setFloat64(0, value(thread));
      thread.registers[high] = bits.getInt32(0);
      thread.registers[low] = bits.getInt32(4);
      return undefined;
    };
  }

  private join(target: string, sources: string): Instruction {
    const [low, high] = sources
      .slice(1, -1)
      .split(",")
      .map((name) => this.operand(name.trim()));
    return this.assign(target, (thread) => {
      bits.setInt32(0, high(thread));
      bits.setInt32(4, low(thread));
      return bits.getFloat64(0);
    });
  }
}

function nearest(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Saturating; not-a-number gives 0. */
function truncated(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value)));
}
