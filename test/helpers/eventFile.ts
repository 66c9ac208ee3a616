import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { frameRecord, messageType, type RunDirectory } from "../../src/events/index.js";

/** The bytes of one event: a plain object encoded by protobufjs's reflected type. */
export function eventPayload(event: object): Uint8Array {
  const type = messageType("Event");
  return type.encode(type.fromObject(event)).finish();
}

/** A framed event. */
export function eventRecord(event: object): Uint8Array {
  return frameRecord(eventPayload(event));
}

export function scalarEvent(tag: string, step: number, value: number, wallTime = 1000): object {
  return { wallTime: wallTime + step, step, summary: { value: [{ tag, simpleValue: value }] } };
}

export function fileVersionRecord(): Uint8Array {
  return eventRecord({ wallTime: 1000, fileVersion: "brain.Event:2" });
}

/** Creates temporary runs, and removes them when asked. */
export class TemporaryLogs {
  readonly root = mkdtempSync(join(tmpdir(), "events-ü "));

  /** A run folder with these files, in order of their names. */
  run(files: Record<string, Uint8Array>, name = "run"): RunDirectory {
    const directory = join(this.root, name);
    mkdirSync(directory, { recursive: true });
    const paths = Object.entries(files).map(([file, bytes]) => {
      const path = join(directory, file);
      writeFileSync(path, bytes);
      return path;
    });
    return { name, directory, files: paths };
  }

  /** A run of one file. */
  runOf(...records: Uint8Array[]): RunDirectory {
    return this.run({ "events.out.tfevents.1.host": Buffer.concat(records) });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
