import { setTimeout } from "node:timers/promises";
import {
  describeLoss,
  describeSuperseded,
  type Run,
  type RunDirectory,
  RunFollower,
} from "../../events/index.js";
import { makeWorkspace } from "../../events/runs/workspace.js";
import { hparamFacts, inheritHparams } from "../../exports/hparamFacts.js";
import { factNames, factText } from "../../facts/fact.js";
import { factsOfRuns } from "../../facts/runFacts.js";
import { compareNaturally } from "../../util/text/compareNaturally.js";
import type { StoreIndex } from "../curves/protocol.js";
import type { CurveStore } from "./curveStore.js";
import { type RunProgress, type ShownRun, ShownRuns, withParts } from "./shownRuns.js";

export interface LogStoreOptions {
  readonly id: string;
  readonly title: string;
  /** Whether lookups of these logs can be saved. */
  readonly isOwn: boolean;
  /** Seconds between looks at the files; 0: one look only. Default: 1. */
  readonly everySeconds?: number;
  /** Told when logs cannot be found. */
  readonly warn: (message: string) => void;
}

/** A run as far as it was read. */
interface ReadLog extends ShownRun {
  readonly read: Run;
}

/** The scalars of log directories, which may grow: runs keep their numbers, new ones come behind. */
export class LogStore implements CurveStore {
  readonly id: string;
  readonly title: string;
  readonly ready: Promise<void>;
  private readonly runs: ReadLog[] = [];
  private readonly places = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly controller = new AbortController();
  private version = 0;
  private known: StoreIndex | undefined;

  constructor(
    private readonly directories: readonly string[],
    private readonly options: LogStoreOptions,
  ) {
    this.id = options.id;
    this.title = options.title;
    const rounds = this.rounds();
    this.ready = rounds.next().then(() => void this.goOn(rounds));
    // Whoever asks is told; until then it is no unhandled rejection.
    this.ready.catch(() => undefined);
  }

  readonly index = (): StoreIndex => (this.known ??= this.describe());

  readonly series: CurveStore["series"] = (run, tag) => this.runs[run]?.read.scalars.get(tag);

  readonly subscribe: CurveStore["subscribe"] = (onChange) => {
    this.listeners.add(onChange);
    return () => this.listeners.delete(onChange);
  };

  readonly close = (): void => this.controller.abort();

  private async goOn(rounds: AsyncGenerator<void>): Promise<void> {
    const { everySeconds = 1, warn } = this.options;
    const { signal } = this.controller;
    try {
      for (let last = 0; everySeconds > 0 && !signal.aborted;) {
        // Where a look takes long, most of the time is left to others.
        const pause = Math.max(1000 * everySeconds, 4 * last);
        await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined);
        const start = performance.now();
        await rounds.next();
        last = performance.now() - start;
      }
    } catch (error) {
      warn(`${this.title}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await rounds.return(undefined);
    }
  }

  /** Looks at all files, and again whenever it is asked to. */
  private async *rounds(): AsyncGenerator<void> {
    const options = { scalars: true, hparams: true };
    const workspace = makeWorkspace(options);
    const searches = this.directories.map((directory) => {
      const prefix = this.directories.length > 1 ? `${directory}/` : "";
      return new ShownRuns(directory, prefix, this.options.warn);
    });
    const followers = new Map<string, RunFollower>();
    const followerOf = (run: RunDirectory): RunFollower => {
      const follower = followers.get(run.directory) ?? new RunFollower(run, options, workspace);
      followers.set(run.directory, follower);
      return follower;
    };
    try {
      for (;;) {
        let hasChanged = false;
        for (const search of searches) {
          for (const shown of await search.look()) {
            if (this.controller.signal.aborted) return;
            const own = followerOf(shown.run);
            const parts = shown.parts.map(followerOf);
            let isNew = !this.isKnown(shown);
            for (const follower of [own, ...parts]) isNew = (await follower.poll()) || isNew;
            if (!isNew) continue;
            const whole = withParts(
              own.run,
              parts.map(({ run }) => run),
            );
            this.take({ ...shown, read: { ...whole, name: shown.name } });
            hasChanged = true;
          }
        }
        if (hasChanged) this.tell();
        yield;
      }
    } finally {
      for (const follower of followers.values()) follower.close();
    }
  }

  /** Whether a run was seen before, at the same place and in the same state. */
  private isKnown({ name, run, state }: ShownRun): boolean {
    const before = this.runs[this.places.get(name) ?? -1] as ReadLog | undefined;
    return before?.state === state && before.run.directory === run.directory;
  }

  private take(run: ReadLog): void {
    // A run that was trained keeps the place that it had then.
    const { before = run.name } = run;
    const place = this.places.get(run.name) ?? this.places.get(before) ?? this.runs.length;
    this.places.delete(before);
    this.places.set(run.name, place);
    this.runs[place] = run;
  }

  private tell(): void {
    this.version++;
    this.known = undefined;
    for (const listener of this.listeners) listener();
  }

  private describe(): StoreIndex {
    const { id, title, runs } = this;
    const names = runs.map(({ name }) => name);
    const own = new Map(
      runs.map(({ name, read, hparams = {} }) => [name, { ...hparams, ...hparamFacts(read) }]),
    );
    const hparams = inheritHparams(names, own);
    const known = factsOfRuns(names.map((name) => ({ name, hparams: hparams.get(name) ?? {} })));
    const facts = new Map(known.runs.map((one) => [one.run.name, one.facts]));
    const tags = new Set(runs.flatMap(({ read }) => [...read.scalars.keys()]));
    return {
      id,
      title,
      version: this.version,
      runs: runs.map(({ name, state, read }) => ({
        name,
        facts: Object.fromEntries(
          Object.entries(facts.get(name) ?? {}).map(([name, fact]) => [name, factText(fact)]),
        ),
        values: [...read.scalars.values()].reduce((sum, { length }) => sum + length, 0),
        note: noteOn(read, state),
        isInTraining: state === "in training",
      })),
      tags: [...tags].sort(compareNaturally),
      facts: factNames(known.runs.map((one) => one.facts)).filter((name) => name !== "name"),
      isLive: (this.options.everySeconds ?? 1) > 0,
      isOwn: this.options.isOwn,
    };
  }
}

function noteOn({ name, losses, superseded }: Run, state: RunProgress): string | null {
  // A record that is not whole yet is no loss while its file grows.
  const lost = losses.filter(({ kind }) => kind !== "truncated").map(describeLoss);
  const sentences = [
    ...(state === "left" ? ["its training ended without a result"] : []),
    ...lost,
    ...describeSuperseded(name, superseded, "figures export keeps them."),
  ];
  return sentences.length === 0 ? null : sentences.join("; ");
}
