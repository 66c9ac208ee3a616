import { compileFunction } from "node:vm";
import { helpers, literalValue, pureOpcodes, relations } from "./ptxOpcodes.js";

/** Reads the PTX that the backend writes, into JavaScript that a thread can be made to run. */

/** What a thread is doing when it gives way to the others. */
export type Pause = "barrier" | "block barrier" | "shuffle" | "end";

/** One thread of a warp. */
export interface Thread {
  readonly lane: number;
  readonly registers: Float64Array;
  readonly local: Float32Array;
  readonly warp: Warp;
  /** The piece of code that it runs next. */
  next: number;
  /** Which of the warp's exchanges the next shuffle uses. */
  turn: 0 | 1;
  /** Instructions so far, where they are counted. */
  executed: number;
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
  /** The threads of a block have. */
  blockBarrier(block: number): void;
}

/** Runs instructions without a jump between them; says which piece is next, and whether others come first. */
export type Piece = (thread: Thread, registers: Float64Array) => Pause | undefined;

export interface Entry {
  readonly parameters: readonly { readonly name: string; readonly bits: 32 | 64 }[];
  /** Of a block. */
  readonly threads: number;
  readonly pieces: readonly Piece[];
  readonly registerCount: number;
  readonly localBytes: number;
  readonly sharedBytes: number;
}

/**
 * @param counts whether threads count their instructions
 * @throws {SyntaxError} for an instruction that the interpreter does not know
 */
export function readPtx(text: string, counts = false): Map<string, Entry> {
  const entries = text.matchAll(
    /\.visible \.entry (\w+)\(([^)]*)\)\s*\.maxntid (\d+), 1, 1\s*\{(.*?)\n\}/gs,
  );
  return new Map(
    [...entries].map(([, name, list, threads, body]) => [
      name,
      { ...readEntry(list, body, counts), threads: Number(threads) },
    ]),
  );
}

function readEntry(list: string, body: string, counts: boolean): Omit<Entry, "threads"> {
  const registers = new Map<string, number>();
  const arrays = new Map<string, number>();
  const sizes = { local: 0, shared: 0 };
  const lines: string[] = [];
  for (const line of body.split("\n").map((raw) => raw.trim().replace(/;$/, ""))) {
    const declared = /^\.reg \.\w+ (%\w)<(\d+)>$/.exec(line);
    const array = /^\.(local|shared) \.align 16 \.b8 (\w+)\[(\d+)\]$/.exec(line);
    if (declared) {
      for (let i = 0; i < Number(declared[2]); i++) {
        registers.set(`${declared[1]}${i}`, registers.size);
      }
    } else if (array) {
      const kind = array[1] === "local" ? "local" : "shared";
      arrays.set(array[2], sizes[kind]);
      sizes[kind] += Number(array[3]);
    } else if (line) lines.push(line);
  }
  return {
    parameters: [...list.matchAll(/\.param \.b(32|64) (\w+)/g)].map(([, bits, name]) => ({
      name,
      bits: bits === "64" ? 64 : 32,
    })),
    pieces: new EntryCompiler(registers, arrays, counts).compile(lines),
    registerCount: registers.size,
    localBytes: sizes.local,
    sharedBytes: sizes.shared,
  };
}

class EntryCompiler {
  private readonly pieces: string[][] = [[]];
  private readonly labels = new Map<string, number>();
  /** Instructions of the current piece that are not counted yet. */
  private uncounted = 0;

  constructor(
    private readonly registers: ReadonlyMap<string, number>,
    private readonly arrays: ReadonlyMap<string, number>,
    private readonly counts: boolean,
  ) {}

  compile(lines: readonly string[]): Piece[] {
    for (const line of lines) {
      const label = /^(\$\w+):$/.exec(line);
      if (label) {
        this.begin();
        this.labels.set(label[1], this.pieces.length - 1);
      } else this.write(line);
    }
    const names = Object.keys(helpers).join(", ");
    const functions = this.pieces.map((piece, index) => {
      const code = piece
        .join("\n")
        .replaceAll(/goto\((\$\w+)\)/g, (_, name: string) => String(this.labels.get(name)!));
      return `(t, r) => { ${code}\n t.next = ${index + 1}; }`;
    });
    const body = `const { ${names} } = helpers; return [${functions.join(",\n")}];`;
    const make = compileFunction(body, ["helpers"]) as (all: typeof helpers) => Piece[];
    return make(helpers);
  }

  /** Begins another piece, where a jump goes to or where threads go on after a pause. */
  private begin(): void {
    this.count();
    this.pieces.push([]);
  }

  private count(): void {
    if (this.counts && this.uncounted > 0) this.emit(`t.executed += ${this.uncounted};`);
    this.uncounted = 0;
  }

  private emit(code: string): void {
    this.pieces[this.pieces.length - 1].push(code);
  }

  private write(line: string): void {
    const [, negation, predicate, plain] = /^(?:@(!?)(%p\d+) )?(.*)$/.exec(line)!;
    const [opcode] = plain.split(" ", 1);
    const parts = plain.slice(opcode.length).match(/\{[^}]*\}|\[[^\]]*\]|[^,\s]+/g);
    const list: readonly string[] = [...(parts ?? [])];
    if (predicate && opcode !== "bra") throw new SyntaxError(`No meaning for ${line}`);
    const [first, second] = list;
    const type = opcode.slice(opcode.lastIndexOf(".") + 1);
    const [kind, space] = opcode.split(".");
    this.uncounted++;
    if (["bra", "ret", "bar", "shfl"].includes(kind)) this.count();
    if (opcode === "bra") {
      const condition = predicate ? `if (${negation}${this.value(predicate)}) ` : "";
      this.emit(`${condition}{ t.next = goto(${first}); return; }`);
      if (!predicate) this.begin();
    } else if (opcode === "ret") {
      this.emit('return "end";');
    } else if (opcode === "bar.warp.sync") {
      this.pause("barrier");
    } else if (opcode === "bar.sync") {
      this.pause("block barrier");
    } else if (kind === "shfl") {
      const [value, which] = list.slice(1).map((operand) => this.value(operand));
      this.emit(`t.warp.exchange[t.turn][t.lane] = ${value};`);
      this.pause("shuffle");
      const source = opcode.includes(".bfly.") ? `t.lane ^ ${which}` : which;
      this.assign(first, `t.warp.exchange[t.turn][${source}]`);
      this.emit("t.turn = 1 - t.turn;");
    } else if (kind === "ld" && space === "param") {
      this.assign(first, `t.warp.parameters.get("${second.slice(1, -1)}")`);
    } else if (kind === "ld" && space === "local") {
      this.assign(first, `t.local[(${this.address(second)}) / 4]`);
    } else if (kind === "ld") {
      this.assign(first, `${memoryOf(space)}.load(t, "${type}", ${this.address(second)})`);
    } else if (kind === "st" && space === "local") {
      this.emit(`t.local[(${this.address(first)}) / 4] = ${this.value(second)};`);
    } else if (kind === "st") {
      const value = this.value(second);
      this.emit(`${memoryOf(space)}.store(t, "${type}", ${this.address(first)}, ${value});`);
    } else if (opcode === "mov.b64" && first.startsWith("{")) {
      const [low, high] = pair(first);
      this.assign(high, `highBits(${this.value(second)})`);
      this.assign(low, `lowBits(${this.value(second)})`);
    } else if (opcode === "mov.b64" && second.startsWith("{")) {
      const [low, high] = pair(second).map((operand) => this.value(operand));
      this.assign(first, `doubleOfBits(${low}, ${high})`);
    } else if (opcode === "mov.b32" && isFloat(first) !== isFloat(second)) {
      const convert = isFloat(first) ? "floatOfBits" : "bitsOfFloat";
      this.assign(first, `${convert}(${this.value(second)})`);
    } else this.assign(first, this.result(opcode, list.slice(1), line));
  }

  /** What an instruction computes of values alone. */
  private result(opcode: string, operands: readonly string[], line: string): string {
    const [kind, relation, type] = opcode.split(".");
    const meaning = kind === "setp" ? relations[relation] : pureOpcodes[opcode];
    if (!meaning) throw new SyntaxError(`No meaning for ${line}`);
    const values = operands.map((operand) => this.value(operand));
    const isUnsigned = kind === "setp" && type === "u32";
    const known = Object.fromEntries(
      ["x", "y", "z"].map((name, place) => [
        name,
        isUnsigned ? `(${values[place]} >>> 0)` : `(${values[place]})`,
      ]),
    );
    const code = meaning.replaceAll(/\b[xyz]\b/g, (name) => known[name]);
    return kind === "setp" ? `${code} ? 1 : 0` : code;
  }

  private pause(reason: Pause): void {
    this.emit(`t.next = ${this.pieces.length}; return "${reason}";`);
    this.begin();
  }

  private assign(name: string, code: string): void {
    this.emit(`${this.value(name)} = ${code};`);
  }

  private value(text: string): string {
    if (text === "%tid.x") return "(32 * t.warp.index + t.lane)";
    if (text === "%ctaid.x") return "t.warp.block";
    if (text.startsWith("%")) {
      const place = this.registers.get(text);
      if (place === undefined) throw new SyntaxError(`No register ${text}`);
      return `r[${place}]`;
    }
    const value = this.arrays.get(text) ?? literalValue(text);
    if (value === undefined) throw new SyntaxError(`No operand ${text}`);
    return Object.is(value, -0) ? "-0" : String(value);
  }

  private address(text: string): string {
    const [, base, offset = "0"] = /^\[([^+\]]+)(?:\+(-?\d+))?\]$/.exec(text)!;
    return `${this.value(base)} + ${offset}`;
  }
}

const memoryOf = (space: string) => (space === "shared" ? "t.warp.shared" : "t.warp.memory");
const isFloat = (text: string) => text.startsWith("%f") || text.startsWith("0f");
const pair = (text: string) =>
  text
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim());
