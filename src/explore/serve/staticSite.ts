import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setOwn } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import { writeAtomically, writeFileAtomically } from "../../util/writeFileAtomically.js";
import { type LoggedSeries, thinned } from "../curves/drawnCurve.js";
import type {
  FigureEntry,
  FigurePage,
  ProjectState,
  Rate,
  StoreIndex,
} from "../curves/protocol.js";
import type { CurveStore } from "./curveStore.js";
import type { Project } from "./project.js";
import { builtPages, jsonNumber } from "./server.js";

export interface SiteOptions {
  /** Where the built pages are. */
  readonly pages?: string;
  /** Told which figure cannot be shown. */
  readonly warn: (message: string) => void;
  /** Told of each figure when it is drawn. */
  readonly onFigure?: (key: string) => void;
}

/** What was written. */
export interface WrittenSite {
  readonly figures: number;
  readonly bytes: number;
}

/** Most values that a curve keeps; fewer where a store has many curves. */
const mostValues = 1000;
const fewestValues = 16;
const bytesPerValue = 32;
/** About how large the curves of log directories and of a figure may be. */
const logBytes = 16 * 2 ** 20;
const figureBytes = 2 ** 20;
const pageFiles = ["app.js", "app.css", "vega.js", "regular.ttf", "semibold.ttf"];

/**
 * Writes the pages of a project as files that need no server: `index.html` and what lies beside it.
 *
 * @throws {UserError} when the folder holds something else
 */
export async function writeSite(
  project: Project,
  folder: string,
  { pages, warn, onFigure = () => undefined }: SiteOptions,
): Promise<WrittenSite> {
  const from = builtPages(pages);
  refuseOthers(folder);
  // Written last and removed first: a site that was not written to its end cannot be opened.
  const start = join(folder, "index.html");
  await rm(start, { force: true });
  await rm(join(folder, "data"), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let bytes = 0;
  for (const name of pageFiles) {
    await writeAtomically(join(folder, name), (temporary) => copyFile(join(from, name), temporary));
  }
  const write = async (name: string, value: unknown): Promise<void> => {
    const path = join(folder, "data", `${name}.js`);
    const json = JSON.stringify(value, jsonNumber);
    const text = `(globalThis.figuresData??={})[${JSON.stringify(name)}]=${json};\n`;
    bytes += text.length;
    await writeFileAtomically(path, text);
  };
  for (const store of project.logStores) await writeStore(store, logBytes, write);
  const { figures, errors } = await project.list();
  const writeFigure = async (entry: FigureEntry): Promise<FigureEntry | undefined> => {
    try {
      const page = await project.figure(entry.key);
      onFigure(entry.key);
      const rates = page.thresholds === null ? undefined : await allRates(project, entry.key);
      await write(`figure/${entry.key}`, { ...page, ...(rates && { rates }) } satisfies FigurePage);
      const store = page.store === null ? undefined : await project.openStore(page.store);
      if (store !== undefined && !project.logStores.includes(store)) {
        await writeStore(store, figureBytes, write);
      }
      return entry;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(`${entry.key} is left out: ${error.message}`);
      return undefined;
    }
  };
  const shown = await inTurns(figures, project.threads + 1, writeFigure);
  await write("figures", { figures: shown, errors });
  const stores = project.logStores.map(({ id, title }) => ({ id, title }));
  const { title } = project;
  await write("state", { title, stores, canSave: false, isStatic: true } satisfies ProjectState);
  const page = await readFile(join(from, "index.html"), "utf8");
  const index = page.replace("<html ", '<html data-pages="static" ');
  await writeFileAtomically(start, index);
  return { figures: shown.length, bytes };
}

/** What becomes of some things, in their order, so many of them at a time; what becomes nothing is left out. */
async function inTurns<T, R>(
  all: readonly T[],
  count: number,
  work: (one: T) => Promise<R | undefined>,
): Promise<R[]> {
  const made: (R | undefined)[] = [];
  const rest = all.entries();
  const go = async () => {
    for (const [place, one] of rest) made[place] = await work(one);
  };
  await Promise.all(Array.from({ length: count }, go));
  return made.filter((one) => one !== undefined);
}

/** A folder of other things is left alone. */
function refuseOthers(folder: string): void {
  if (!existsSync(folder)) return;
  const own = new Set([...pageFiles, "index.html", "data"]);
  const other = readdirSync(folder).find((name) => !own.has(name) && !name.startsWith("."));
  if (other === undefined) return;
  throw new UserError(
    `${folder} holds ${other}, which is none of the pages' files: give an empty folder, or one that is not there.`,
  );
}

async function allRates(project: Project, key: string): Promise<Record<string, readonly Rate[]>> {
  const rates: Record<string, readonly Rate[]> = {};
  for (let quarter = -16; quarter <= 16; quarter++) {
    const factor = Number(`1e${Math.floor(quarter / 4)}`) * quarters[((quarter % 4) + 4) % 4];
    setOwn(rates, String(factor), await project.rates(key, factor));
  }
  return rates;
}

/** 10 to the power of 0, 1/4, 1/2, 3/4. */
const quarters = [1, 1.7782794100389228, 3.1622776601683795, 5.623413251903491];

async function writeStore(
  store: CurveStore,
  budget: number,
  write: (name: string, value: unknown) => Promise<void>,
): Promise<void> {
  await store.ready;
  const index = store.index();
  const curves = Math.max(1, index.runs.length * index.tags.length);
  const room = Math.floor(budget / curves / bytesPerValue);
  const most = Math.min(mostValues, Math.max(fewestValues, room));
  let isThinned = false;
  for (const [place, tag] of index.tags.entries()) {
    const runs: [run: number, length: number][] = [];
    const arrays: Float64Array[] = [];
    for (const run of index.runs.keys()) {
      const series = store.series(run, tag);
      if (series === undefined) continue;
      const kept = thinnedSeries(series, most);
      isThinned ||= kept !== series;
      runs.push([run, kept.step.length]);
      arrays.push(kept.step, kept.wallTime, kept.value);
    }
    const numbers = Buffer.concat(
      arrays.map(({ buffer, byteOffset, byteLength }) =>
        Buffer.from(buffer, byteOffset, byteLength),
      ),
    ).toString("base64");
    await write(`store/${store.id}/${place}`, { runs, numbers });
  }
  const known: StoreIndex = { ...index, isLive: false, ...(isThinned && { thinnedTo: most }) };
  await write(`store/${store.id}`, known);
}

/** At most so many values of a series, its extremes among them. */
function thinnedSeries(series: LoggedSeries, most: number): LoggedSeries {
  const { step, wallTime, value } = series;
  if (step.length <= most) return series;
  // Over its own numbers, so that the values of all three columns are known by one.
  const places = Float64Array.from(step, (_, place) => place);
  const kept = thinned({ x: places, y: value }, Math.max(1, Math.floor(most / 5))).x;
  const take = (from: Float64Array) => Float64Array.from(kept, (place) => from[place]);
  return { step: take(step), wallTime: take(wallTime), value: take(value) };
}
