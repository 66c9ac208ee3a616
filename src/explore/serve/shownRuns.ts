import { dirname, sep } from "node:path";
import { findRuns, type Run, type RunDirectory } from "../../events/index.js";
import type { Facts } from "../../facts/fact.js";
import { joinHparamSessions } from "../../exports/hparamSessions.js";
import { withTableNames } from "../../exports/readNamedRuns.js";
import { unfinishedFolder, unfinishedRunPrefix } from "../../util/unfinishedRuns.js";
import { UserError } from "../../util/userError.js";

/** What is known of a run without reading it: `left` is one whose training ended without a result. */
export type RunProgress = "there" | "in training" | "left";

/** A run as it is shown. */
export interface ShownRun {
  readonly name: string;
  readonly run: RunDirectory;
  readonly state: RunProgress;
  /** Folders below it that hold its hyperparameters and a last value of its metrics. */
  readonly parts: readonly RunDirectory[];
  /** Hyperparameters that a folder below it logged and that is no part of it, since it repeats its tags. */
  readonly hparams?: Facts;
  /** What it was called while it was trained, where it has just come out of that. */
  readonly before?: string;
}

type JoinedRun = Pick<ShownRun, "run" | "parts" | "hparams">;

/** The runs below a log directory, those that are being trained among them, whenever somebody looks. */
export class ShownRuns {
  private readonly told = new Set<string>();
  private readonly training = new Map<string, ShownRun>();
  private seen = "";
  private joined: readonly JoinedRun[] = [];

  constructor(
    private readonly directory: string,
    private readonly prefix: string,
    private readonly warn: (message: string) => void,
  ) {}

  async look(): Promise<readonly ShownRun[]> {
    const found = await findRuns(this.directory, { withUnfinished: true }).catch(
      (error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        // Training may begin later.
        if (!this.told.has(error.message)) this.warn(error.message);
        this.told.add(error.message);
        return [];
      },
    );
    const named = withTableNames(found, this.directory);
    const there = named.filter(({ name }) => !isInTraining(name));
    const joined = (await this.join(there)).map(({ run, ...rest }): ShownRun => ({
      name: this.prefix + run.name,
      run,
      state: "there",
      ...rest,
    }));
    const done = new Set(joined.map(({ run }) => unfinishedFolder(run.directory)));
    const came = new Map<string, string>();
    for (const [name, { run }] of this.training) {
      const folder = trainingFolder(run.directory);
      if (!done.has(folder)) continue;
      came.set(folder, name);
      this.training.delete(name);
    }
    const shown = joined.map((one): ShownRun => {
      const before = came.get(unfinishedFolder(one.run.directory));
      return before === undefined ? one : { ...one, before };
    });
    const names = new Set(shown.map(({ name }) => name));
    const still = new Set<string>();
    for (const run of named.filter((one) => isInTraining(one.name))) {
      const name = this.prefix + plainName(run.name);
      // One that is trained anew is shown as it was until the new one is there.
      if (names.has(name) || done.has(trainingFolder(run.directory))) continue;
      still.add(name);
      this.training.set(name, { name, run, state: "in training", parts: [] });
    }
    for (const [name, run] of this.training) {
      if (names.has(name)) this.training.delete(name);
      else if (!still.has(name)) this.training.set(name, { ...run, state: "left" });
    }
    return [...shown, ...this.training.values()];
  }

  /** Each run with the folders that `add_hparams` made below it; looked at again where there are others. */
  private async join(runs: readonly RunDirectory[]): Promise<ShownRuns["joined"]> {
    const key = runs.map(({ directory }) => directory).join("\n");
    if (key === this.seen) return this.joined;
    const trained = await joinHparamSessions(runs);
    for (const note of trained.notes) if (!this.told.has(note)) this.warn(note);
    trained.notes.forEach((note) => this.told.add(note));
    const own = new Map(runs.map((run) => [run.directory, run]));
    this.joined = trained.runs.map((run) => {
      const folders = new Set(run.files.map((file) => dirname(file)));
      folders.delete(run.directory);
      const parts = [...folders].flatMap((folder) => own.get(folder) ?? []);
      const hparams = trained.hparams.get(run.name);
      return { run: own.get(run.directory)!, parts, ...(hparams !== undefined && { hparams }) };
    });
    this.seen = key;
    return this.joined;
  }
}

const isInTraining = (name: string): boolean =>
  name.split("/").some((part) => part.startsWith(unfinishedRunPrefix));

/** The folder of a training that a directory is in. */
function trainingFolder(directory: string): string {
  const parts = directory.split(sep);
  const place = parts.findIndex((part) => part.startsWith(unfinishedRunPrefix));
  return parts.slice(0, place + 1).join(sep);
}

const plainName = (name: string): string =>
  name
    .split("/")
    .map((part) =>
      part.startsWith(unfinishedRunPrefix) ? part.slice(unfinishedRunPrefix.length) : part,
    )
    .join("/");

/** A run together with what its parts logged and it did not. */
export function withParts(run: Run, parts: readonly Run[]): Run {
  if (parts.length === 0) return run;
  const others = parts.flatMap(({ scalars }) => [...scalars]);
  const hparams = run.hparams.length > 0 ? run.hparams : parts.flatMap((part) => part.hparams);
  return {
    ...run,
    scalars: new Map([...others.filter(([tag]) => !run.scalars.has(tag)), ...run.scalars]),
    hparams,
    losses: [run, ...parts].flatMap(({ losses }) => losses),
    superseded: [run, ...parts].flatMap(({ superseded }) => superseded),
  };
}
