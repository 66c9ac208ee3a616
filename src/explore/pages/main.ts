import type { ProjectState } from "../curves/protocol.js";
import { fileApi, serverApi, type Api } from "./api.js";
import { h } from "./dom.js";
import { Explorer } from "./explorer.js";
import { figurePage } from "./figurePage.js";
import { gallery } from "./gallery.js";
import type { ShowFigure } from "./vegaView.js";
import { readView } from "./viewState.js";

const isStatic = document.documentElement.dataset["pages"] === "static";
const api: Api = isStatic ? fileApi : serverApi;
let open: { close(): void } | undefined;
let number = 0;

async function show(state: ProjectState, main: HTMLElement): Promise<void> {
  const turn = ++number;
  const [path, query = ""] = location.hash.replace(/^#/, "").split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const hasLogs = state.stores.length > 0;
  const page = path === "" || path === "/" ? (hasLogs ? "/explore" : "/figures") : path;
  for (const link of document.querySelectorAll("nav a")) {
    const isHere = link.getAttribute("href") === `#${page}`;
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const content = await contentOf(page, parameters, state).catch((error: unknown) =>
    h(
      "p",
      { class: "complaint", role: "alert" },
      error instanceof Error ? error.message : String(error),
    ),
  );
  if (turn !== number) {
    if (content instanceof Explorer) content.close();
    return;
  }
  open?.close();
  open = content instanceof Explorer ? content : undefined;
  main.replaceChildren(content instanceof Explorer ? content.element : content);
  document.title = `${main.querySelector("h2")?.textContent ?? "Figures"} – ${state.title}`;
}

async function contentOf(
  page: string,
  query: URLSearchParams,
  state: ProjectState,
): Promise<HTMLElement | Explorer> {
  if (page === "/figures") return gallery(api, await api.figures());
  if (page === "/figure") {
    const drawing = loadVega();
    return figurePage(api, await api.figure(query.get("key") ?? ""), drawing);
  }
  if (page !== "/explore") return h("p", {}, "There is no such page.");
  const view = readView(query);
  const store = view.store === "" ? state.stores[0]?.id : view.store;
  if (store === undefined) {
    return h("p", {}, "No logs were named: start with figures serve LOGDIR to explore some.");
  }
  return new Explorer(api, await api.index(store), state.stores, view, state.canSave);
}

let vega: Promise<ShowFigure> | undefined;

/** Drawing figures takes as much code as all the rest: it comes when the first one is shown. */
function loadVega(): Promise<ShowFigure> {
  return (vega ??= new Promise((resolve, reject) => {
    const script = h("script", { src: "vega.js" });
    script.onload = () => {
      const { figuresVega } = globalThis as { figuresVega?: ShowFigure };
      if (figuresVega) resolve(figuresVega);
      else reject(new Error("Vega did not start."));
    };
    script.onerror = () => reject(new Error("vega.js is missing."));
    document.head.append(script);
  }));
}

async function start(): Promise<void> {
  const main = document.querySelector("main")!;
  try {
    const state = await api.state();
    document.querySelector("header h1")!.textContent = state.title;
    addEventListener("hashchange", () => void show(state, main));
    matchMedia("(prefers-color-scheme: dark)").addEventListener(
      "change",
      () => void show(state, main),
    );
    await show(state, main);
  } catch (error) {
    main.replaceChildren(
      h(
        "p",
        { class: "complaint", role: "alert" },
        error instanceof Error ? error.message : String(error),
      ),
    );
  }
}

addEventListener("keydown", (event) => {
  const isTyping =
    event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key !== "/" || isTyping) return;
  const fields = document.querySelectorAll<HTMLInputElement>('.controls input[type="search"]');
  fields[fields.length - 1]?.focus();
  event.preventDefault();
});

void start();
