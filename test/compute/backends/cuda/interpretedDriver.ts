import type { DriverFunctions } from "../../../../src/compute/backends/cuda/driverLibrary.js";
import { answerLaunch, readEntries, type AnsweringEntry } from "./answeringCard.js";
import { Interpreter, type InterpreterOptions } from "./interpreter.js";
import { readPtx, type Entry } from "./ptxProgram.js";

/** The calls of the driver, by the names of its functions here. */
export type DriverCall = Exclude<keyof DriverFunctions, "addressOf">;

export interface InterpretedDriverOptions extends InterpreterOptions {
  /** Default: one. */
  readonly cards?: number;
  /** 12040 is 12.4. */
  readonly version?: number;
  /** Of each card: 7.5 is 75. */
  readonly capabilities?: readonly number[];
  readonly limitsTime?: boolean;
  /** Changes the text of modules before it is read. */
  readonly edit?: (ptx: string) => string;
  /**
   * What a call is answered instead of being done, 0: nothing instead. `times`: how often it has been called,
   * this one included; `card`: the one that is current, from 0.
   */
  readonly answer?: (call: DriverCall, times: number, card: number) => number;
  /** Whether kernels compute, as by default; else they say at once that they have. */
  readonly computes?: boolean;
  /** Whether instructions are counted. */
  readonly counts?: boolean;
  /** Milliseconds that launches are said to take. */
  readonly milliseconds?: (launch: { readonly entry: string; readonly steps: number }) => number;
}

/** What was called, for tests of the order. */
export interface InterpretedDriver extends DriverFunctions {
  readonly calls: readonly { readonly call: DriverCall; readonly card: number }[];
  readonly launches: readonly {
    readonly entry: string;
    readonly card: number;
    readonly steps: number;
    /** Of the first threads of all warps, where they are counted. */
    readonly instructions: number;
  }[];
  /** Whether every array has been given back. */
  readonly isEmpty: boolean;
}

const [success, invalidValue, outOfMemory] = [0, 1, 2];
const [invalidPtx, invalidContext, notReady] = [218, 201, 600];
/** After these a context gives no other answer. */
const sticky: readonly number[] = [46, 214, 700, 702, 719, 999];
const attributes = { kernelTimeout: 17, major: 75, minor: 76 } as const;

/** Calls that are not about the card that is current. */
const aboutAny: ReadonlySet<DriverCall> = new Set([
  ...(["init", "driverVersion", "deviceCount", "deviceGet", "deviceName"] as const),
  ...(["deviceAttribute", "retainContext", "setContext", "errorName"] as const),
]);

interface Card {
  readonly index: number;
  readonly interpreter: Interpreter;
  /** What it answers to everything. */
  broken: number;
}
interface Module {
  readonly card: Card;
  readonly entries: ReadonlyMap<string, Entry | AnsweringEntry>;
}
interface Stream {
  readonly card: Card;
  readonly work: (() => void)[];
}
interface Event {
  milliseconds: number;
}

/**
 * NVIDIA's driver as programs see it, with interpreters for cards. Copies and kernels are done as late as a
 * driver may do them: when it is asked whether a stream is idle, one at a time.
 */
export function interpretedDriver(options: InterpretedDriverOptions = {}): InterpretedDriver {
  const { capabilities = [75], version = 13000, answer = () => success } = options;
  const cards = Array.from({ length: options.cards ?? 1 }, (_, index): Card => ({
    index,
    interpreter: new Interpreter(options, index * 2 ** 40),
    broken: success,
  }));
  const hostBuffers = new Map<bigint, Uint8Array>();
  let hostEnd = 4096n;
  const calls: { call: DriverCall; card: number }[] = [];
  const counts = new Map<DriverCall, number>();
  const launches: { entry: string; card: number; steps: number; instructions: number }[] = [];
  const streams = new Set<Stream>();
  let current: Card | undefined;
  /** Milliseconds of all launches so far. */
  let time = 0;

  /** What is to be answered without doing anything. */
  const refusal = (call: DriverCall): number => {
    const times = (counts.get(call) ?? 0) + 1;
    counts.set(call, times);
    calls.push({ call, card: current?.index ?? 0 });
    if (current?.broken && !aboutAny.has(call)) return current.broken;
    const code = answer(call, times, current?.index ?? 0);
    if (current && sticky.includes(code)) current.broken = code;
    return code;
  };
  /** A call that is about the current card. */
  const onCard = (call: DriverCall, of: Card | undefined, work: (card: Card) => number): number => {
    const refused = refusal(call);
    if (refused !== success) return refused;
    if (!current || (of && of !== current)) return invalidContext;
    return work(current);
  };
  const finish = (card: Card): void => {
    for (const stream of streams) {
      if (stream.card !== card) continue;
      for (const one of stream.work.splice(0)) one();
    }
  };
  const hostNumber = (pointer: bigint, bits: 32 | 64): number => {
    for (const [start, buffer] of hostBuffers) {
      const place = Number(pointer - start);
      if (place < 0 || place >= buffer.length) continue;
      const view = new DataView(buffer.buffer, buffer.byteOffset + place);
      return bits === 64 ? Number(view.getBigUint64(0, true)) : view.getUint32(0, true);
    }
    throw new RangeError(`Nothing is at ${pointer}`);
  };

  return {
    calls,
    launches,
    get isEmpty() {
      return cards.every(({ interpreter }) => interpreter.isEmpty) && streams.size === 0;
    },
    addressOf(buffer) {
      const start = hostEnd;
      hostBuffers.set(start, buffer);
      hostEnd += BigInt(buffer.length + 64);
      return start;
    },
    init: () => refusal("init"),
    driverVersion(out) {
      out[0] = version;
      return refusal("driverVersion");
    },
    deviceCount(out) {
      out[0] = cards.length;
      return refusal("deviceCount");
    },
    deviceGet(out, ordinal) {
      out[0] = ordinal;
      return refusal("deviceGet");
    },
    deviceName(name) {
      Buffer.from("PTX interpreter\0", "latin1").copy(name);
      return refusal("deviceName");
    },
    deviceAttribute(out, attribute, device) {
      const capability = capabilities[device] ?? capabilities[0];
      const values: Readonly<Record<number, number>> = {
        [attributes.kernelTimeout]: options.limitsTime ? 1 : 0,
        [attributes.major]: Math.floor(capability / 10),
        [attributes.minor]: capability % 10,
      };
      if (!(attribute in values)) return invalidValue;
      out[0] = values[attribute];
      return refusal("deviceAttribute");
    },
    retainContext(out, device) {
      out[0] = cards[device];
      return refusal("retainContext");
    },
    setContext(context) {
      const refused = refusal("setContext");
      if (refused === success) current = context as Card;
      return refused;
    },
    memoryInfo: (free, total) =>
      onCard("memoryInfo", undefined, ({ interpreter }) => {
        free[0] = interpreter.freeBytes;
        total[0] = interpreter.totalBytes;
        return success;
      }),
    alloc: (out, bytes) =>
      onCard("alloc", undefined, ({ interpreter }) => {
        const address = interpreter.alloc(bytes);
        if (address === undefined) return outOfMemory;
        out[0] = address;
        return success;
      }),
    free: (address) =>
      onCard("free", undefined, (card) => {
        finish(card);
        card.interpreter.free(address);
        return success;
      }),
    createStream: (out) =>
      onCard("createStream", undefined, (card) => {
        const stream: Stream = { card, work: [] };
        streams.add(stream);
        out[0] = stream;
        return success;
      }),
    destroyStream(stream) {
      const one = stream as Stream;
      return onCard("destroyStream", one.card, () => {
        for (const work of one.work.splice(0)) work();
        streams.delete(one);
        return success;
      });
    },
    queryStream(stream) {
      const { card, work } = stream as Stream;
      return onCard("queryStream", card, () => {
        work.shift()?.();
        if (card.broken !== success) return card.broken;
        return work.length > 0 ? notReady : success;
      });
    },
    createEvent: (out) =>
      onCard("createEvent", undefined, () => {
        out[0] = { milliseconds: 0 } satisfies Event;
        return success;
      }),
    destroyEvent: () => onCard("destroyEvent", undefined, () => success),
    recordEvent(event, stream) {
      const { card, work } = stream as Stream;
      return onCard("recordEvent", card, () => {
        work.push(() => {
          (event as Event).milliseconds = time;
        });
        return success;
      });
    },
    elapsedTime: (out, start, end) =>
      onCard("elapsedTime", undefined, () => {
        out[0] = (end as Event).milliseconds - (start as Event).milliseconds;
        return success;
      }),
    copyIn(target, source, bytes, stream) {
      const { card, work } = stream as Stream;
      return onCard("copyIn", card, ({ interpreter }) => {
        work.push(() => interpreter.bytesAt(target, bytes).set(source.subarray(0, bytes)));
        return success;
      });
    },
    copyOut(target, source, bytes, stream) {
      const { card, work } = stream as Stream;
      return onCard("copyOut", card, ({ interpreter }) => {
        work.push(() => target.set(interpreter.bytesAt(source, bytes)));
        return success;
      });
    },
    loadModule(out, image, _count, _options, values) {
      return onCard("loadModule", undefined, (card) => {
        const [text] = Buffer.from(image).toString("latin1").split("\0");
        try {
          out[0] = {
            card,
            entries:
              options.computes === false
                ? readEntries(text)
                : readPtx(options.edit?.(text) ?? text, options.counts),
          } satisfies Module;
          return success;
        } catch (error) {
          const view = new DataView(values.buffer, values.byteOffset);
          const log = hostBuffers.get(view.getBigUint64(0, true));
          if (log) Buffer.from(`${String(error)}\0`, "latin1").copy(log);
          return invalidPtx;
        }
      });
    },
    unloadModule: (module) => onCard("unloadModule", (module as Module).card, () => success),
    getFunction(out, module, name) {
      const { card, entries } = module as Module;
      return onCard("getFunction", card, () => {
        const entry = entries.get(name);
        if (!entry) return 500;
        out[0] = { card, entry, name };
        return success;
      });
    },
    launch(fn, ...[gridX, , , blockX, , , , stream, pointers]) {
      const { card, entry, name } = fn as {
        card: Card;
        entry: Entry | AnsweringEntry;
        name: string;
      };
      const { work } = stream as Stream;
      return onCard("launch", card, ({ interpreter, index }) => {
        const view = new DataView(pointers.buffer, pointers.byteOffset);
        const parameters = new Map(
          entry.parameters.map((parameter, place) => [
            parameter.name,
            hostNumber(view.getBigUint64(8 * place, true), parameter.bits),
          ]),
        );
        const launch = { entry: name, card: index, steps: parameters.get("steps") ?? 0 };
        work.push(() => {
          time += options.milliseconds?.(launch) ?? 1;
          const grid = { blocks: gridX, threads: blockX };
          let instructions = 0;
          if ("pieces" in entry) instructions = interpreter.launch(entry, grid, parameters);
          else answerLaunch(entry, grid, parameters, interpreter);
          launches.push({ ...launch, instructions });
        });
        return success;
      });
    },
    errorName(code, name) {
      name[0] = `CUDA_ERROR_${code}`;
      return success;
    },
  };
}
