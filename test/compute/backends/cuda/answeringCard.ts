import type { CudaGrid } from "../../../../src/compute/backends/cuda/device.js";
import { warpThreads } from "../../../../src/compute/backends/cuda/ptx/ptxFunction.js";
import type { Interpreter } from "./interpreter.js";
import type { Entry } from "./ptxProgram.js";

/**
 * A card that answers at once: it computes nothing, and says that it has made all steps. What is left is what
 * programs do beside it: that can be measured and tested without a card.
 */
export interface AnsweringEntry extends Pick<Entry, "parameters" | "threads"> {
  /** From one run's record to the next one's; undefined for entries that make no steps. */
  readonly recordBytes: number | undefined;
}

/** The entries of a module, without their code. */
export function readEntries(text: string): Map<string, AnsweringEntry> {
  const entries = text.matchAll(
    /\.visible \.entry (\w+)\(([^)]*)\)\s*\.maxntid (\d+), 1, 1\s*\{(.*?)\n\}/gs,
  );
  return new Map(
    [...entries].map(([, name, list, threads, body]) => {
      const parameters = [...list.matchAll(/\.param \.b(32|64) (\w+)/g)].map(([, bits, of]) => ({
        name: of,
        bits: bits === "64" ? (64 as const) : (32 as const),
      }));
      const recordBytes = name.startsWith("advance") ? strideOfRecords(body) : undefined;
      return [name, { parameters, threads: Number(threads), recordBytes }];
    }),
  );
}

function strideOfRecords(body: string): number {
  const [, records] = /ld\.param\.b64 (%l\d+), \[records\]/.exec(body)!;
  const stride = new RegExp(`mad\\.wide\\.u32 %l\\d+, %r\\d+, (\\d+), ${records};`).exec(body);
  if (!stride) throw new SyntaxError("No place of a run's record");
  return Number(stride[1]);
}

/** Notes in each run's record that it has made its steps. */
export function answerLaunch(
  { recordBytes, threads }: AnsweringEntry,
  { blocks }: CudaGrid,
  parameters: ReadonlyMap<string, number>,
  memory: Interpreter,
): void {
  if (recordBytes === undefined) return;
  const word = (address: number) => {
    const { buffer, byteOffset } = memory.bytesAt(address, 4);
    return new DataView(buffer, byteOffset, 4);
  };
  const records = parameters.get("records")!;
  const spans = parameters.get("spans");
  const together = threads / warpThreads;
  const runs = parameters.get("runs") ?? Math.min(blocks, parameters.get("blocks")!) * together;
  for (let run = 0; run < runs; run++) {
    const steps =
      spans === undefined
        ? parameters.get("steps")!
        : word(spans + 8 * Math.floor(run / together) + 4).getUint32(0, true);
    word(records + run * recordBytes).setUint32(0, steps, true);
  }
}
