import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEventWriter, type EventWriter } from "../../../src/events/write/eventWriter.js";
import { decodeMessage } from "../../../src/events/wire/messages.js";
import { UserError } from "../../../src/util/userError.js";

interface EventMessage {
  readonly wallTime: number;
  readonly step: number;
  readonly summary: { readonly value: readonly ValueMessage[] } | null;
}

interface ValueMessage {
  readonly tag: string;
  readonly kind: "simpleValue" | "histo" | "tensor";
  readonly simpleValue: number;
  readonly tensor: { readonly stringVal: readonly Uint8Array[] };
}

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/eventWriter/${name}`, import.meta.url));

/** The events of a file whose checksums are taken for right. */
function readEvents(bytes: Buffer): EventMessage[] {
  const events: EventMessage[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = start + 12 + bytes.readUInt32LE(start);
    events.push(decodeMessage<EventMessage>("Event", bytes.subarray(start + 12, end)));
    start = end + 4;
  }
  return events;
}

describe("openEventWriter", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "event-writer-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Logs again what another program logged, at the same times. */
  async function logAgain(
    events: readonly EventMessage[],
    logValue: (writer: EventWriter, value: ValueMessage, step: number) => void,
    bufferBytes?: number,
  ): Promise<Buffer> {
    let now = events[0].wallTime;
    const writer = openEventWriter(folder, { clock: () => now, bufferBytes });
    for (const { wallTime, step, summary } of events.slice(1)) {
      now = wallTime;
      for (const value of summary!.value) logValue(writer, value, step);
    }
    writer.close();
    return readFile(writer.path);
  }

  it("writes the bytes that the original trainer's file holds", async () => {
    const bytes = await readFile(fixture("division-run.tfevents"));
    const again = await logAgain(readEvents(bytes), (writer, { tag, simpleValue }, step) =>
      writer.scalar(tag, simpleValue, step),
    );
    assert.equal(again.length, 2845);
    assert.ok(again.equals(bytes));
  });

  it("writes histograms, texts and numbers as tensorboardX does, byte by byte", async () => {
    const bytes = await readFile(fixture("tensorboardX-2.6.5.tfevents"));
    const inputs = JSON.parse(await readFile(fixture("histogram-inputs.json"), "utf8")) as Readonly<
      Record<string, number[]>
    >;
    for (const bufferBytes of [undefined, 100]) {
      const again = await logAgain(
        readEvents(bytes),
        (writer, { tag, kind, simpleValue, tensor }, step) => {
          if (kind === "simpleValue") writer.scalar(tag, simpleValue, step);
          else if (kind === "histo") writer.histogram(tag, inputs[basename(tag)], step);
          else writer.text(tag, new TextDecoder().decode(tensor.stringVal[0]), step);
        },
        bufferBytes,
      );
      assert.equal(again.length, bytes.length);
      assert.ok(again.equals(bytes));
    }
  });

  it("keeps large and negative steps, long and non-ASCII tags", async () => {
    const logged: [string, number, number][] = [
      ["step", 1, 2 ** 40],
      ["step", 2, -3],
      ["step", 3, 2 ** 53 - 1],
      ["τ".repeat(70_000), 4, 5],
    ];
    const writer = openEventWriter(folder);
    for (const [tag, value, step] of logged) writer.scalar(tag, value, step);
    writer.close();
    const events = readEvents(await readFile(writer.path)).slice(1);
    assert.deepEqual(
      events.map(({ step, summary }) => [
        summary!.value[0].tag,
        summary!.value[0].simpleValue,
        step,
      ]),
      logged,
    );
  });

  it("names the file after second and host, and a second one of that second after the next", () => {
    const options = { clock: () => 1_700_000_000.9, host: "node-7" };
    const names = [1, 2].map(() => {
      const writer = openEventWriter(join(folder, "a", "b"), options);
      writer.close();
      return basename(writer.path);
    });
    assert.deepEqual(names, [
      "events.out.tfevents.1700000000.node-7",
      "events.out.tfevents.1700000001.node-7",
    ]);
  });

  it("hands what was logged to the disk after the sync interval", async () => {
    let now = 0;
    const writer = openEventWriter(folder, { clock: () => now, syncIntervalSeconds: 5 });
    const { size } = await stat(writer.path);
    writer.scalar("a", 1, 0);
    assert.equal((await stat(writer.path)).size, size);
    now = 5;
    writer.scalar("a", 1, 1);
    assert.ok((await stat(writer.path)).size > size);
    writer.close();
  });

  it("leaves a readable file when the process is killed", async () => {
    const program = `
      import { openEventWriter } from ${JSON.stringify(new URL("../../../src/events/write/eventWriter.ts", import.meta.url).href)};
      const writer = openEventWriter(${JSON.stringify(folder)}, { bufferBytes: 1000 });
      for (let step = 0; ; step++) {
        writer.scalar("loss", step, step);
        if (step === 5000) process.stdout.write(writer.path);
      }`;
    await writeFile(join(folder, "endless.mts"), program);
    const child = spawn(process.execPath, ["--import", "tsx", join(folder, "endless.mts")], {
      cwd: fileURLToPath(new URL("../../..", import.meta.url)),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [path] = (await once(child.stdout, "data")) as [Buffer];
    child.kill("SIGKILL");
    await once(child, "exit");
    const events = readEvents(await readFile(path.toString()));
    assert.ok(events.length > 4900);
    assert.ok(events.slice(1).every(({ step }, index) => step === index));
  });

  it("says which place it cannot write to", async () => {
    await writeFile(join(folder, "file"), "");
    assert.throws(
      () => openEventWriter(join(folder, "file")),
      (error) => error instanceof UserError && error.message.includes(join(folder, "file")),
    );
  });
});
