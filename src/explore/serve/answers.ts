import type { IncomingMessage, ServerResponse } from "node:http";
import { UserError } from "../../util/userError.js";
import { drawnCurves, type LoggedSeries } from "../curves/drawnCurve.js";
import {
  axes,
  encodeCurves,
  readRanges,
  type CurvesQuery,
  type ProjectState,
} from "../curves/protocol.js";
import type { CurveStore } from "./curveStore.js";
import type { Project } from "./project.js";

/** An answer: a value that becomes JSON, or bytes. */
export type Answer = Uint8Array | object;

/** What pages ask for, by path. A new one is a line here. */
export const answers: Readonly<
  Record<string, (project: Project, query: URLSearchParams) => Promise<Answer> | Answer>
> = {
  "/api/state": (project): ProjectState => ({
    title: project.title,
    stores: project.logStores.map(({ id, title }) => ({ id, title })),
    canSave: true,
    isStatic: false,
  }),
  "/api/figures": (project) => project.list(),
  "/api/figure": (project, query) =>
    project.figure(
      textOf(query, "key"),
      query.has("factor") ? numberOf(query, "factor", 1e-30, 1e30) : 1,
    ),
  "/api/differences": (project, query) => project.differences(textOf(query, "key")),
  "/api/rates": (project, query) =>
    project.rates(textOf(query, "key"), numberOf(query, "factor", 1e-30, 1e30)),
  "/api/index": async (project, query) => {
    const store = await storeOf(project, query);
    return store.index();
  },
  "/api/curves": async (project, query) => {
    const store = await storeOf(project, query);
    const { runs } = store.index();
    const wanted = readRanges(textOf(query, "runs"), runs.length);
    if (wanted === undefined) throw badRequest("runs");
    const tag = textOf(query, "tag");
    const asked = curvesQuery(query);
    const found = wanted.flatMap((run): [number, LoggedSeries][] => {
      const series = store.series(run, tag);
      return series === undefined ? [] : [[run, series]];
    });
    return encodeCurves(drawnCurves(found, asked));
  },
};

/** The store that a request names: of those that there are, and no other place. */
export async function storeOf(project: Project, query: URLSearchParams): Promise<CurveStore> {
  const id = textOf(query, "store");
  const store = await project.openStore(id);
  if (store === undefined) throw badRequest("store");
  await store.ready;
  return store;
}

function curvesQuery(query: URLSearchParams): CurvesQuery {
  const axis = axes.find((one) => one === textOf(query, "axis"));
  if (axis === undefined) throw badRequest("axis");
  const bound = (name: string) => (query.has(name) ? numberOf(query, name) : undefined);
  const [from, to] = [bound("from"), bound("to")];
  return {
    axis,
    smooth: numberOf(query, "smooth", 0, 0.9999),
    width: Math.round(numberOf(query, "width", 1, 10_000)),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

const badRequest = (name: string) => new UserError(`This is no ${name} that there is.`, 2);

function textOf(query: URLSearchParams, name: string): string {
  const text = query.get(name);
  if (text === null) throw badRequest(name);
  return text;
}

function numberOf(
  query: URLSearchParams,
  name: string,
  least = -Number.MAX_VALUE,
  most = Number.MAX_VALUE,
): number {
  const number = Number(textOf(query, name));
  if (!(number >= least && number <= most)) throw badRequest(name);
  return number;
}

/** Tells a page of changes of a store as they come, at most once a second. */
export async function sendEvents(
  store: CurveStore,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  let isWaiting = false;
  let timer: NodeJS.Timeout | undefined;
  const send = () => {
    isWaiting = false;
    // A page that does not listen is told when it does again.
    if (response.writableNeedDrain) {
      response.once("drain", tell);
      return;
    }
    response.write(`data: ${store.index().version}\n\n`);
  };
  const tell = () => {
    if (isWaiting) return;
    isWaiting = true;
    timer = setTimeout(send, 1000);
    timer.unref();
  };
  send();
  const unsubscribe = store.subscribe(tell);
  // Says to both sides that the other one is there.
  const beat = setInterval(() => response.write(": here\n\n"), 20_000);
  beat.unref();
  await new Promise<void>((resolve) => request.once("close", resolve));
  unsubscribe();
  clearInterval(beat);
  clearTimeout(timer);
}
