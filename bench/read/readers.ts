import { readFileSync } from "node:fs";
import type * as Events from "../../src/events/index.js";

/** Reads a log directory and gives the number of scalars found. */
export type Reader = (logDirectory: string) => Promise<number>;

/** The readers to compare, over any version of the events library. */
export function makeReaders(events: typeof Events): Readonly<Record<string, Reader>> {
  return {
    readRuns: columns(events, {}),
    "readRuns, all checksums": columns(events, { checksums: "all" }),
    "readRuns, no checksums": columns(events, { checksums: "none" }),
    streamRuns: streamed(events),
    "protobufjs, no checksums": protobufjs(events),
  };
}

function columns({ readRuns }: typeof Events, options: Events.ReadOptions): Reader {
  return async (logDirectory) => {
    let scalars = 0;
    for await (const run of readRuns(logDirectory, options)) {
      for (const series of run.scalars.values()) scalars += series.length;
    }
    return scalars;
  };
}

function streamed({ streamRuns }: typeof Events): Reader {
  return async (logDirectory) => {
    let scalars = 0;
    for await (const stream of streamRuns(logDirectory)) {
      for await (const batch of stream) scalars += batch.scalars.length;
    }
    return scalars;
  };
}

interface DecodedEvent {
  summary?: { value: { tag: string; simpleValue?: number }[] };
}

/** What a straightforward reader does: every event decoded by protobufjs, no checksums. */
function protobufjs({ findRuns, messageType }: typeof Events): Reader {
  return async (logDirectory) => {
    const type = messageType("Event");
    let scalars = 0;
    for (const run of await findRuns(logDirectory)) {
      const byTag = new Map<string, number[]>();
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
    }
    return scalars;
  };
}
