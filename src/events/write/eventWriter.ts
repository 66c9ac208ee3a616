import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { cannotWrite } from "../../util/writeFileAtomically.js";
import { frameRecord } from "../wire/frameRecord.js";
import { summariseHistogram } from "./histogram.js";
import { messageType } from "../wire/messages.js";
import { encodeScalar, scalarRecordBytes } from "./scalarEncoder.js";

export interface EventWriterOptions {
  /** Seconds since 1970; default: now. */
  readonly clock?: () => number;
  /** Part of the file's name; default: this machine's. */
  readonly host?: string;
  /** Bytes that are collected before they are written; default 64 KiB. */
  readonly bufferBytes?: number;
  /** Seconds after which collected bytes are written and synced with the disk anyway; default 10. */
  readonly syncIntervalSeconds?: number;
  /** Whether closing syncs, as by default; else who closes it has to. */
  readonly syncsAtEnd?: boolean;
}

/** Writes one TensorBoard event file as tensorboardX does. Steps are whole numbers. */
export interface EventWriter {
  readonly path: string;
  /** Logs a number; it is stored in single precision. */
  scalar(tag: string, value: number, step: number): void;
  /** Logs a text for TensorBoard's text panel. */
  text(tag: string, text: string, step: number): void;
  /** Logs the distribution of at least one number, none of them NaN. */
  histogram(tag: string, values: ArrayLike<number>, step: number): void;
  /** Hands everything to the disk. */
  sync(): void;
  /** Syncs (see {@link EventWriterOptions.syncsAtEnd}) and closes the file. */
  close(): void;
}

const secondsNow = (): number => (performance.timeOrigin + performance.now()) / 1000;

/**
 * Opens a new event file `events.out.tfevents.<seconds>.<host>` in a folder, which is made if missing.
 * Only whole records are handed to the system, so that a killed process leaves a readable file.
 *
 * @throws {UserError} (also by the writer's functions) when the file cannot be written
 */
export function openEventWriter(directory: string, options: EventWriterOptions = {}): EventWriter {
  const { clock = secondsNow, host = hostname(), syncIntervalSeconds = 10 } = options;
  const { syncsAtEnd = true } = options;
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw cannotWrite(directory, error);
  }
  const { path, file } = createFile(directory, Math.floor(clock()), host);
  const buffer = Buffer.alloc(options.bufferBytes ?? 65_536);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  const tags = new Map<string, Uint8Array>();
  let used = 0;
  let lastSync = clock();

  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw cannotWrite(path, error);
    }
  };
  const write = (bytes: Uint8Array): void =>
    guarded(() => {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    });
  const flush = (): void => {
    const bytes = buffer.subarray(0, used);
    used = 0;
    write(bytes);
  };
  const sync = (): void => {
    flush();
    guarded(() => fsyncSync(file));
    lastSync = clock();
  };
  const append = (fields: object): void => {
    const type = messageType("Event");
    const record = frameRecord(type.encode(type.fromObject(fields)).finish());
    if (record.length > buffer.length - used) flush();
    if (record.length > buffer.length) {
      write(record);
    } else {
      buffer.set(record, used);
      used += record.length;
    }
  };
  const appendValue = (value: object, step: number): void => {
    const wallTime = clock();
    append({ wallTime, ...withoutZeros({ step }), summary: { value: [value] } });
    if (wallTime - lastSync >= syncIntervalSeconds) sync();
  };

  append({ wallTime: clock(), fileVersion: "brain.Event:2" });
  flush();
  return {
    path,
    scalar(tag, value, step) {
      let bytes = tags.get(tag);
      if (bytes === undefined) tags.set(tag, (bytes = new TextEncoder().encode(tag)));
      const needed = scalarRecordBytes(bytes.length);
      if (needed > buffer.length) return appendValue({ tag, simpleValue: value }, step);
      if (needed > buffer.length - used) flush();
      const wallTime = clock();
      used = encodeScalar(view, used, bytes, value, step, wallTime);
      if (wallTime - lastSync >= syncIntervalSeconds) sync();
    },
    text(tag, text, step) {
      const tensor = {
        dtype: 7, // DT_STRING
        tensorShape: { dim: [{ size: 1 }] },
        stringVal: [new TextEncoder().encode(text)],
      };
      appendValue({ tag, tensor, metadata: { pluginData: { pluginName: "text" } } }, step);
    },
    histogram(tag, values, step) {
      appendValue({ tag, histo: withoutZeros({ ...summariseHistogram(values) }) }, step);
    },
    sync,
    close() {
      if (syncsAtEnd) sync();
      else flush();
      guarded(() => closeSync(file));
    },
  };
}

/** Opens a file that did not exist; a second one of the same second is dated a second later. */
function createFile(
  directory: string,
  seconds: number,
  host: string,
): { readonly path: string; readonly file: number } {
  const path = join(directory, `events.out.tfevents.${seconds}.${host}`);
  try {
    return { path, file: openSync(path, "wx") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw cannotWrite(path, error);
    return createFile(directory, seconds + 1, host);
  }
}

/** proto3 leaves out numbers that are 0, but not -0. */
function withoutZeros<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => !Object.is(value, 0)),
  ) as Partial<Fields>;
}
