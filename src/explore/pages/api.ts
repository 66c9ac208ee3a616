import { drawnCurves, type LoggedSeries } from "../curves/drawnCurve.js";
import {
  decodeCurves,
  writeRanges,
  type CurvesQuery,
  type DrawnCurve,
  type FigureList,
  type FigurePage,
  type ProjectState,
  type Rate,
  type StoreIndex,
} from "../curves/protocol.js";

/** Where pages get from what they show: a server, or files beside them. */
export interface Api {
  state(): Promise<ProjectState>;
  figures(): Promise<FigureList>;
  figure(key: string): Promise<FigurePage>;
  /** The figure when each threshold is multiplied by a factor; files cannot tell. */
  readonly figureAt?: (key: string, factor: number) => Promise<FigurePage>;
  /** How the figure differs from the committed one: a line for each file; files cannot tell. */
  readonly differences?: (key: string) => Promise<readonly string[]>;
  rates(key: string, factor: number): Promise<readonly Rate[]>;
  index(store: string): Promise<StoreIndex>;
  curves(
    store: string,
    tag: string,
    runs: readonly number[],
    query: CurvesQuery,
    signal?: AbortSignal,
  ): Promise<readonly DrawnCurve[]>;
  /** Tells at first and after changes which version there is, until the function that it gives is called. */
  follow(store: string, onVersion: (version: number) => void): () => void;
  save(lookup: object): Promise<string>;
}

async function ask(path: string, query: Record<string, string>, init?: RequestInit) {
  const response = await fetch(`${path}?${new URLSearchParams(query).toString()}`, init);
  if (response.ok) return response;
  const { error } = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(error ?? `The server answers ${response.status}.`);
}

const json = async <T>(path: string, query: Record<string, string> = {}): Promise<T> =>
  (await (await ask(path, query)).json()) as T;

export const serverApi: Api = {
  state: () => json("/api/state"),
  figures: () => json("/api/figures"),
  figure: (key) => json("/api/figure", { key }),
  figureAt: (key, factor) => json("/api/figure", { key, factor: String(factor) }),
  differences: (key) => json("/api/differences", { key }),
  rates: (key, factor) => json("/api/rates", { key, factor: String(factor) }),
  index: (store) => json("/api/index", { store }),
  curves: async (store, tag, runs, { axis, smooth, width, from, to }, signal) => {
    const query: Record<string, string> = {
      store,
      tag,
      runs: writeRanges(runs),
      axis,
      smooth: String(smooth),
      width: String(width),
    };
    if (from !== undefined) query["from"] = String(from);
    if (to !== undefined) query["to"] = String(to);
    const response = await ask("/api/curves", query, { signal });
    return decodeCurves(await response.arrayBuffer());
  },
  follow: (store, onVersion) => {
    const events = new EventSource(`/api/events?${new URLSearchParams({ store }).toString()}`);
    events.onmessage = ({ data }) => onVersion(Number(data));
    return () => events.close();
  },
  save: async (lookup) => {
    const response = await ask("/api/lookup", {}, { method: "POST", body: JSON.stringify(lookup) });
    return ((await response.json()) as { path: string }).path;
  },
};

/** Curves of one tag as they lie in a file: by run steps, times and values, one after the other in base64. */
export interface StoredTag {
  readonly runs: readonly (readonly [run: number, length: number])[];
  readonly numbers: string;
}

type Files = Record<string, unknown>;

/** Each file is a script that puts its content here: pages that are opened without a server may load no others. */
const files = (): Files => ((globalThis as { figuresData?: Files }).figuresData ??= {});
const loading = new Map<string, Promise<unknown>>();

function file<T>(name: string): Promise<T> {
  const known = loading.get(name);
  if (known !== undefined) return known as Promise<T>;
  const promise = new Promise<T>((resolve, reject) => {
    if (name in files()) return resolve(files()[name] as T);
    const script = document.createElement("script");
    script.src = `data/${name.split("/").map(encodeURIComponent).join("/")}.js`;
    script.onload = () => resolve(files()[name] as T);
    script.onerror = () => reject(new Error(`${script.src} is missing.`));
    document.head.append(script);
  });
  loading.set(name, promise);
  return promise;
}

const decoded = new Map<string, Promise<ReadonlyMap<number, LoggedSeries>>>();

async function seriesOf(store: string, tag: string): Promise<ReadonlyMap<number, LoggedSeries>> {
  const { tags } = await file<StoreIndex>(`store/${store}`);
  const { runs, numbers } = await file<StoredTag>(`store/${store}/${tags.indexOf(tag)}`);
  const bytes = Uint8Array.from(atob(numbers), (sign) => sign.charCodeAt(0));
  const values = new Float64Array(bytes.buffer);
  let offset = 0;
  const take = (length: number) => values.subarray(offset, (offset += length));
  return new Map(
    runs.map(([run, length]) => [
      run,
      { step: take(length), wallTime: take(length), value: take(length) },
    ]),
  );
}

export const fileApi: Api = {
  state: () => file("state"),
  figures: () => file("figures"),
  figure: (key) => file(`figure/${key}`),
  rates: async (key, factor) => {
    const { rates = {} } = await file<FigurePage>(`figure/${key}`);
    const near = Object.keys(rates).sort(
      (a, b) => Math.abs(Math.log(Number(a) / factor)) - Math.abs(Math.log(Number(b) / factor)),
    );
    return rates[near[0]] ?? [];
  },
  index: (store) => file(`store/${store}`),
  curves: async (store, tag, runs, query) => {
    const name = JSON.stringify([store, tag]);
    if (!decoded.has(name)) decoded.set(name, seriesOf(store, tag));
    const series = await decoded.get(name);
    const found = runs.flatMap((run): [number, LoggedSeries][] => {
      const one = series?.get(run);
      return one === undefined ? [] : [[run, one]];
    });
    return drawnCurves(found, query);
  },
  follow: () => () => undefined,
  save: () => Promise.reject(new Error("These pages are files: nothing can be saved.")),
};
