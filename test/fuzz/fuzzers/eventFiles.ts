import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  frameRecord,
  hparamsTable,
  type Point,
  type ReadOptions,
  readRun,
  type Run,
  type RunDirectory,
  RunStream,
  writeMedia,
} from "../../../src/events/index.js";
import { eventPayload, fileVersionRecord } from "../../helpers/eventFile.js";
import { readInWorkspace, workspaceWithKernel } from "../../helpers/readInKernel.js";
import type { Fuzzer } from "../fuzzer.js";
import { mutateBytes } from "../mutate.js";
import type { Random } from "../random.js";

const everything: ReadOptions = {
  texts: true,
  histograms: true,
  images: true,
  audio: true,
  tensors: true,
  graphs: true,
  hparams: true,
};

/** A record as it stands in a file, and the plain scalars in it; each has a value of its own. */
interface Made {
  readonly bytes: Uint8Array;
  readonly values: readonly number[];
  readonly isDamaged?: boolean;
}

/** What is known of a run that was made: values that must be read, and whether others may be. */
interface MadeRun {
  readonly run: RunDirectory;
  readonly sound: readonly number[];
  readonly hasLosses: boolean;
  readonly mayHaveOthers: boolean;
}

const tags = ["loss", "loss/train", "", "é", "a\nb", "__proto__", "step", "x".repeat(300)];

function makeEvent(random: Random, nextValue: () => number): { event: object; values: number[] } {
  const moment = { wallTime: random.below(100), step: random.below(20) };
  const tag = random.pick(tags);
  const metadata = (pluginName: string) => ({ pluginData: { pluginName } });
  const other = (value: object) => ({
    event: { ...moment, summary: { value: [value] } },
    values: [],
  });
  switch (random.below(12)) {
    case 0:
      return other({
        tag: `text ${tag}`,
        tensor: { dtype: 7, stringVal: [random.bytes(9)] },
        metadata: metadata("text"),
      });
    case 1:
      return other({
        tag,
        histo: { min: 0, max: 2, bucketLimit: [1, 2], bucket: [3, random.below(9)] },
      });
    case 2:
      return other({ tag, image: { width: 1, height: 1, encodedImageString: random.bytes(30) } });
    case 3:
      return other({ tag, audio: { encodedAudioString: random.bytes(30) } });
    case 4: {
      const size = random.below(4);
      const shape = { dim: [{ size }, { size: 3 }] };
      const doubleVal = Array.from({ length: 3 * size }, (_, i) => i);
      return other({
        tag: `histogram ${tag}`,
        tensor: { dtype: 2, tensorShape: shape, doubleVal },
        metadata: metadata("histograms"),
      });
    }
    case 5:
      return { event: { ...moment, graphDef: random.bytes(random.below(600)) }, values: [] };
    case 6:
      return { event: { ...moment, sessionLog: { status: random.below(4) } }, values: [] };
    case 7:
      return {
        event: { ...moment, fileVersion: random.pick(["brain.Event:2", "brain.Event:1", "?"]) },
        values: [],
      };
    default: {
      const values = Array.from({ length: 1 + random.below(3) }, nextValue);
      const value = values.map((simpleValue) => ({ tag: random.pick(tags), simpleValue }));
      return { event: { ...moment, summary: { value } }, values };
    }
  }
}

/** Writes some files with some damage whose effect is known. */
function makeRun(random: Random, folder: string): MadeRun {
  mkdirSync(folder, { recursive: true });
  const sound: number[] = [];
  let counter = 0;
  let hasLosses = false;
  let mayHaveOthers = false;
  const files = Array.from({ length: 1 + random.below(3) }, (_, index) => {
    const records: Made[] = [{ bytes: fileVersionRecord(), values: [] }];
    for (let count = random.below(12); count > 0; count--) {
      const { event, values } = makeEvent(random, () => ++counter);
      records.push({ bytes: frameRecord(eventPayload(event)), values });
    }
    for (let damages = random.below(3); damages > 0; damages--) {
      const at = random.below(records.length);
      const record = records[at];
      const payload = record.bytes.subarray(12, record.bytes.length - 4);
      switch (random.below(5)) {
        case 0: {
          // The content, its checksum left as it is. A second flip could undo the first.
          if (payload.length === 0 || record.isDamaged === true) break;
          const changed = Uint8Array.from(record.bytes);
          changed[12 + random.below(payload.length)] ^= 1 << random.below(8);
          records[at] = { bytes: changed, values: [], isDamaged: true };
          mayHaveOthers = true;
          break;
        }
        case 1:
          // The content, with a checksum that is right: any event, or none.
          records[at] = { bytes: frameRecord(mutateBytes(payload, random)), values: [] };
          mayHaveOthers = true;
          break;
        case 2: {
          // The length or its checksum: that record is lost, and those behind it are found again.
          if (record.bytes.length < 12 || record.isDamaged === true) break;
          const changed = Uint8Array.from(record.bytes);
          changed[random.below(12)] ^= 1 << random.below(8);
          records[at] = { bytes: changed, values: [], isDamaged: true };
          break;
        }
        case 3:
          records.splice(at, 0, record);
          break;
        default: {
          const end = random.below(record.bytes.length);
          const bytes = record.bytes.subarray(0, end);
          records.splice(at, records.length, { bytes, values: [], isDamaged: end > 0 });
        }
      }
    }
    hasLosses ||= records.some(({ isDamaged }) => isDamaged === true);
    sound.push(...records.flatMap(({ values }) => values));
    const path = join(folder, `events.out.tfevents.${index}`);
    writeFileSync(path, Buffer.concat(records.map(({ bytes }) => bytes)));
    return path;
  });
  return { run: { name: "run", directory: folder, files }, sound, hasLosses, mayHaveOthers };
}

function valuesOf(run: Run): number[] {
  return [...run.scalars.values()].flatMap(({ value }) => [...value]);
}

async function streamed(
  run: RunDirectory,
  options: ReadOptions,
  isHeld: boolean,
): Promise<string[]> {
  const limits = isHeld ? {} : { mostHeldFileBytes: 1, bytesPerBatch: 200 };
  const rows: string[] = [];
  for await (const { scalars, points, tagOf } of new RunStream(run, options, limits)) {
    for (let i = 0; i < scalars.length; i++) {
      rows.push(`${tagOf(scalars.tag[i]).tag} ${scalars.step[i]} ${scalars.value[i]}`);
    }
    for (const { tag, kind, step, order } of points)
      rows.push(`${tag.tag} ${kind} ${step} ${order}`);
  }
  return rows.sort();
}

function gathered(run: Run): string[] {
  const scalars = [...run.scalars.values()].flatMap(({ tag, step, value }) =>
    Array.from(step, (at, i) => `${tag} ${at} ${value[i]}`),
  );
  const points: readonly Point[] = [
    ...[run.texts, run.histograms, run.images, run.audio, run.tensors, run.graphs].flatMap(
      (byTag) => [...byTag.values()].flatMap((series): readonly Point[] => series.points),
    ),
    ...run.hparams,
  ];
  return [
    ...scalars,
    ...points.map(({ tag, kind, step, order }) => `${tag.tag} ${kind} ${step} ${order}`),
  ].sort();
}

/** Event files: every sound plain scalar is read, whatever stands beside it, and all readers agree. */
export const eventFiles: Fuzzer = {
  name: "event-files",
  attempt: async (random, folder) => {
    const { run, sound, hasLosses, mayHaveOthers } = makeRun(random, join(folder, "run"));
    const bufferBytes = random.pick([64, 100, 1000, undefined]);
    const all = await readRun(run, { ...everything, bufferBytes, supersede: "none" });
    const found = valuesOf(all);
    const missing = sound.filter((value) => !found.includes(value));
    assert.deepEqual(missing, [], "sound values that were not read");
    if (!mayHaveOthers) {
      assert.deepEqual(
        found.toSorted(byNumber),
        sound.toSorted(byNumber),
        "values that were not logged",
      );
      assert.equal(all.losses.length > 0, hasLosses, "losses that are not there");
    } else if (hasLosses) assert.ok(all.losses.length > 0, "a loss without a word");

    // The kernel, which small files do not start by themselves, says what the decoder says.
    const options: ReadOptions = { ...everything, bufferBytes, supersede: "none" };
    const inKernel = readInWorkspace(run, options, workspaceWithKernel(options));
    assert.deepEqual(toldOf(inKernel), toldOf(all), "the kernel");

    for (const supersede of ["restart", "step", "session"] as const) {
      const read = await readRun(run, { ...everything, supersede });
      const rows = gathered(read);
      assert.deepEqual(await streamed(run, { ...everything, supersede }, true), rows, supersede);
      assert.deepEqual(
        await streamed(run, { ...everything, supersede, bufferBytes }, false),
        rows,
        supersede,
      );
      const left = read.superseded.reduce((sum, { values }) => sum + values, 0);
      assert.equal(rows.length + left, gathered(all).length, `${supersede}: each value once`);
    }
    await hparamsTable([all]);
    const media = join(folder, "media");
    const paths = new Set<string>();
    for await (const { path } of writeMedia(run, media, { supersede: "none" })) {
      assert.ok(!relative(media, path).startsWith(".."), path);
      assert.ok(!paths.has(path), `written twice: ${path}`);
      paths.add(path);
    }
  },
};

/** What is said of a run beside its points. */
function toldOf({ scalars, losses, bytesRead, records, offsets }: Run): unknown {
  return { scalars, losses, bytesRead, records, offsets };
}

const byNumber = (a: number, b: number): number => a - b;
