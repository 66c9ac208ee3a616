import * as vega from "vega";
import type { Item, View as Drawing } from "vega";
import { expressionInterpreter } from "vega-interpreter";

/** Draws a compiled figure; tells what is chosen. */
export type ShowFigure = (
  place: HTMLElement,
  spec: object,
  onChoice: (datum: Readonly<Record<string, unknown>>) => void,
) => Promise<void>;

/** What Vega's types leave out. */
interface UntypedVega {
  setRandom: (generator: () => number) => void;
  randomLCG: (seed: number) => () => number;
}

const { loader, None, parse, View } = vega;

/** What is drawn at a place. */
const views = new WeakMap<HTMLElement, Drawing>();

const show: ShowFigure = async (place, spec, onChoice) => {
  await Promise.all([...document.fonts].map((font) => font.load()));
  const { setRandom, randomLCG } = vega as unknown as UntypedVega;
  setRandom(randomLCG(0));
  // The interpreter needs no code out of text, which the pages do not allow.
  views.get(place)?.finalize();
  const view = new View(parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container: place,
    hover: true,
    logLevel: None,
    loader: { ...loader(), load: () => Promise.reject(new Error("nothing is loaded")) },
    tooltip: (_handler, _event, _item, value: unknown) => showTip(place, _event, value),
  });
  views.set(place, view);
  view.addEventListener("click", (_event, item?: Item | null) => {
    const datum: unknown = item?.datum;
    if (typeof datum === "object" && datum !== null) onChoice(datum as Record<string, unknown>);
  });
  await view.runAsync();
  const drawing = place.querySelector("svg");
  if (drawing === null) return;
  // Its marks have no names; what it shows stands in the tables below it.
  drawing.setAttribute("aria-hidden", "true");
  // Twice as large as in print, where there is room, and never smaller than that: it scrolls then.
  const points = drawing.viewBox.baseVal.width;
  drawing.style.maxWidth = `${2 * points}px`;
  drawing.style.minWidth = `${Math.round((4 / 3) * points)}px`;
};

function showTip(place: HTMLElement, event: MouseEvent, value: unknown): void {
  let tip = document.getElementById("figure-tip");
  if (tip === null) {
    tip = document.createElement("div");
    tip.id = "figure-tip";
    tip.className = "tip";
    document.body.append(tip);
  }
  tip.hidden = value === null || value === undefined || value === "" || !place.isConnected;
  if (tip.hidden) return;
  const table = document.createElement("table");
  const entries: [string, unknown][] =
    typeof value === "object" ? Object.entries(value as object) : [["", value]];
  for (const [name, text] of entries) {
    const row = table.insertRow();
    row.insertCell().textContent = name;
    row.insertCell().textContent = String(text);
  }
  tip.replaceChildren(table);
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 4))}px`;
  const isBelow = event.clientY + 14 + box.height < innerHeight;
  tip.style.top = `${isBelow ? event.clientY + 14 : event.clientY - box.height - 14}px`;
}

(globalThis as { figuresVega?: ShowFigure }).figuresVega = show;
