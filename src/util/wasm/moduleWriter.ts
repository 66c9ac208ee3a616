import { append } from "../lists/longLists.js";
import { type Code, flatten, name, sized, unsigned, vector } from "./code.js";

const valueTypes = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** A variable of a function. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

/** Collects the instructions of one function. */
export class FunctionWriter {
  private readonly localTypes: ValueType[] = [];
  private readonly body: Code[] = [];

  constructor(
    private readonly parameterTypes: readonly ValueType[],
    private readonly resultTypes: readonly ValueType[] = [],
  ) {}

  parameter(index: number): Local {
    return localAt(index);
  }

  local(type: ValueType): Local {
    this.localTypes.push(type);
    return localAt(this.parameterTypes.length + this.localTypes.length - 1);
  }

  emit(...code: readonly Code[]): void {
    append(this.body, code);
  }

  /** Instructions that `write` emits, not put into the function but returned. */
  capture(write: () => void): Code[] {
    const start = this.body.length;
    write();
    return this.body.splice(start);
  }

  get type(): Code {
    const types = (all: readonly ValueType[]) => vector(all.map((type) => [valueTypes[type]]));
    return [0x60, types(this.parameterTypes), types(this.resultTypes)];
  }

  get code(): Code {
    const locals = vector(this.localTypes.map((type) => [1, valueTypes[type]]));
    return sized([locals, ...this.body, 0x0b]);
  }
}

function localAt(index: number): Local {
  return {
    get: [0x20, unsigned(index)],
    set: (value) => [value, 0x21, unsigned(index)],
  };
}

/** Puts functions and a memory together to a module that exports all of them by name. */
export function writeModule(
  functions: ReadonlyMap<string, FunctionWriter>,
  memoryPages: number,
): Uint8Array<ArrayBuffer> {
  const all = [...functions.values()];
  const section = (id: number, content: Code): Code => [id, sized(content)];
  const exportedFunctions = [...functions.keys()].map((key, index): Code => [
    name(key),
    0x00,
    unsigned(index),
  ]);
  const module: Code = [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, vector(all.map(({ type }) => type))),
    section(3, vector(all.map((_, index) => unsigned(index)))),
    section(5, vector([[0x00, unsigned(memoryPages)]])),
    section(7, vector([[name("memory"), 0x02, 0x00], ...exportedFunctions])),
    section(10, vector(all.map(({ code }) => code))),
  ];
  return flatten(module);
}
