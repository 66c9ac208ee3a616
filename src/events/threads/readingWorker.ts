/** A thread that reads runs for another one, as far as nobody else does. */
import { type MessagePort, parentPort, receiveMessageOnPort } from "node:worker_threads";
import { type FilterOption, optionOfKind, type ReadOptions } from "../decode/readOptions.js";
import { RunReader } from "../runs/readRun.js";
import type { Answer, Job, ThreadMessage } from "./readingMessages.js";
import { RunPacker, type SentRun } from "./sentRun.js";
import { SharedWork, sizeOfRun } from "./sharedWork.js";

/** So much is sent together. */
const bytesPerMessage = 2 ** 19;

parentPort!.on("message", (job: Job) => {
  const work = SharedWork.in(job.memory, job.runs.length);
  try {
    readFor(job, work);
  } finally {
    parentPort!.postMessage("idle");
  }
});

function readFor({ runs, options, filters, answers, port, thread }: Job, work: SharedWork): void {
  const reader = new RunReader({ ...options, ...asking(filters, answers, port, work) });
  const packer = new RunPacker();
  let packed: { index: number; run?: SentRun }[] = [];
  let bytes = 0;

  function send(): void {
    if (packed.length === 0) return;
    const message: ThreadMessage = { kind: "runs", runs: packed };
    port.postMessage(message, packer.takeTransferred());
    packed = [];
    bytes = 0;
  }

  function read(index: number): SentRun | undefined {
    try {
      const run = runs[index];
      const size = sizeOfRun(run);
      if (!SharedWork.mayHold(size)) return undefined;
      while (!work.hasRoomFor(index, size)) {
        if (work.isStopped) return undefined;
        send();
        work.waitForTurn();
      }
      const sent = packer.pack(reader.partsSync(run));
      work.hold(sent.bytes);
      return sent;
    } catch {
      // Whoever gave the job reads the run, and says what is wrong in its turn.
      return undefined;
    }
  }

  while (!work.isStopped) {
    const block = work.claimNext(thread);
    if (block === undefined) {
      if (work.isAllClaimed) break;
      work.waitForTurn();
      continue;
    }
    for (let index = block.first; index < block.end && !work.isStopped; index++) {
      const run = read(index);
      packed.push({ index, run });
      bytes += run?.bytes ?? 0;
      if (bytes >= bytesPerMessage) send();
    }
    send();
  }
  port.close();
}

/** Filters that ask the thread with the functions, once for each tag. */
function asking(
  filters: Job["filters"],
  answers: Job["answers"],
  port: MessagePort,
  work: SharedWork,
): ReadOptions {
  const known = new Map(answers);
  function ask(option: FilterOption, tag: string): boolean {
    const key = `${option} ${tag}`;
    let isWanted = known.get(key);
    if (isWanted === undefined) {
      port.postMessage({ kind: "question", option, tag } satisfies ThreadMessage);
      const take = () => receiveMessageOnPort(port)?.message as Answer | undefined;
      const answer = work.waitForAnswer(take);
      if (answer?.isWanted === undefined) throw new Error("no answer");
      known.set(key, (isWanted = answer.isWanted));
    }
    return isWanted;
  }
  const asked = Object.values(optionOfKind).flatMap((option) => {
    const filter = filters[option];
    if (filter === undefined) return [];
    return [[option, filter === "ask" ? (tag: string) => ask(option, tag) : filter]];
  });
  return Object.fromEntries(asked) as ReadOptions;
}
