import { readFileSync } from "node:fs";
import {
  findRuns,
  messageType,
  readRuns,
  RunStream,
  type ReadOptions,
} from "../../src/events/index.js";

/** Reads a log directory and gives the number of scalars found. */
export type Reader = (logDirectory: string) => Promise<number>;

function columns(options: ReadOptions): Reader {
  return async (logDirectory) => {
    let scalars = 0;
    for await (const run of readRuns(logDirectory, options)) {
      for (const series of run.scalars.values()) scalars += series.length;
    }
    return scalars;
  };
}

async function stream(logDirectory: string): Promise<number> {
  let scalars = 0;
  for (const run of await findRuns(logDirectory)) {
    for await (const batch of new RunStream(run)) scalars += batch.scalars.length;
  }
  return scalars;
}

interface DecodedEvent {
  summary?: { value: { tag: string; simpleValue?: number }[] };
}

/** What a straightforward reader does: every event decoded by protobufjs, no checksums. */
async function protobufjs(logDirectory: string): Promise<number> {
  const type = messageType("Event");
  const byTag = new Map<string, number[]>();
  let scalars = 0;
  for (const run of await findRuns(logDirectory)) {
    for (const file of run.files) {
      const bytes = readFileSync(file);
      for (let position = 0; position + 16 <= bytes.length;) {
        const length = bytes.readUInt32LE(position);
        const payload = bytes.subarray(position + 12, position + 12 + length);
        const event = type.decode(payload) as unknown as DecodedEvent;
        for (const { tag, simpleValue } of event.summary?.value ?? []) {
          if (simpleValue === undefined) continue;
          let values = byTag.get(tag);
          if (values === undefined) byTag.set(tag, (values = []));
          values.push(simpleValue);
          scalars++;
        }
        position += 16 + length;
      }
    }
    byTag.clear();
  }
  return scalars;
}

export const readers: Readonly<Record<string, Reader>> = {
  readRuns: columns({}),
  "readRuns, all checksums": columns({ checksums: "all" }),
  "readRuns, no checksums": columns({ checksums: "none" }),
  RunStream: stream,
  "protobufjs, no checksums": protobufjs,
};
