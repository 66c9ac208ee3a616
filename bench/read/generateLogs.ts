import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { EventBytes } from "./eventBytes.js";

const startTime = 1_700_000_000;

/** Writes one event file into a new run folder. */
export function writeRun(directory: string, fill: (events: EventBytes) => void): void {
  mkdirSync(directory, { recursive: true });
  const descriptor = openSync(join(directory, "events.out.tfevents.1700000000.host.1.0"), "w");
  const events = new EventBytes((bytes) => {
    writeSync(descriptor, bytes);
  });
  events.fileVersion(startTime);
  fill(events);
  events.flush();
  closeSync(descriptor);
}

/** Scalars of several tags in turn, about 46 bytes each in the file with tags of 7 letters. */
export function fillScalars(events: EventBytes, tags: readonly string[], steps: number): void {
  for (let step = 0; step < steps; step++) {
    const wallTime = startTime + step * 0.01;
    for (let i = 0; i < tags.length; i++) {
      events.scalar(tags[i], step, wallTime, Math.sin(step * 0.001 + i));
    }
  }
}

/** 2.1 million scalars of ten tags in one file of 97 MB. */
export function generateScalars(directory: string): void {
  const tags = Array.from({ length: 10 }, (_, i) => `loss/p${i}`);
  writeRun(join(directory, "run"), (events) => fillScalars(events, tags, 210_000));
}

/** Runs of 408 scalars of four long tags each: 1,000 of them make 32 MB. */
export function generateManyRuns(directory: string, runs = 1000): void {
  const tags = ["train", "validation", "interpolation", "extrapolation"].map((set) =>
    `metric/${set}/mean_squared_error/layer_0`.padEnd(40, "_"),
  );
  for (let run = 0; run < runs; run++) {
    const name = `lr-0.01_seed-${String(run).padStart(4, "0")}`;
    writeRun(join(directory, name), (events) => fillScalars(events, tags, 102));
  }
}

/** 100 MB, of which 95 % are pictures of 48 KiB and histograms of 4.5 KiB. */
export function generatePictures(directory: string): void {
  const picture = imageMessage(48 * 1024);
  const histogram = histogramMessage(280);
  writeRun(join(directory, "run"), (events) => {
    for (let step = 0; step < 1000; step++) {
      const wallTime = startTime + step;
      for (let i = 0; i < 108; i++)
        events.scalar(`loss/${i % 4}`, step * 27 + (i >> 2), wallTime, i);
      events.content("samples", step, wallTime, 4, picture);
      for (let i = 0; i < 10; i++)
        events.content(`weights/layer_${i}`, step, wallTime, 5, histogram);
    }
  });
}

function imageMessage(bytes: number): Uint8Array {
  const message = Buffer.alloc(bytes);
  let random = 1;
  for (let i = 0; i < bytes; i++) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    message[i] = random >>> 24;
  }
  const content = bytes - 10;
  message.set([0x08, 64, 0x10, 64, 0x18, 3, 0x22, (content & 127) | 128]);
  message.set([((content >> 7) & 127) | 128, content >> 14], 8);
  return Buffer.concat([message, Buffer.alloc(1)])
    .subarray(0, 10 + content + 1)
    .subarray(0, 10 + content);
}

function histogramMessage(buckets: number): Uint8Array {
  const doubles = (field: number, values: number[]): Buffer => {
    const bytes = Buffer.alloc(3 + 8 * values.length);
    const length = 8 * values.length;
    bytes.set([field * 8 + 2, (length & 127) | 128, length >> 7]);
    values.forEach((value, i) => bytes.writeDoubleLE(value, 3 + 8 * i));
    return bytes;
  };
  const edges = Array.from({ length: buckets }, (_, i) => -1 + (2 * (i + 1)) / buckets);
  return Buffer.concat([
    doubles(6, edges),
    doubles(
      7,
      edges.map((edge) => Math.round(100 - 90 * edge ** 2)),
    ),
  ]);
}
