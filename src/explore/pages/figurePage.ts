import type { FigurePage, PlainTable, Rate } from "../curves/protocol.js";
import type { Api } from "./api.js";
import { showComparison } from "./comparison.js";
import { h, labelled, latest, numberText, onceAFrame } from "./dom.js";
import type { ShowFigure } from "./vegaView.js";
import { viewAddress, initialView } from "./viewState.js";

const mostRows = 200;

/** One figure: as it is printed, its numbers, its runs, and what it is at other thresholds. */
export function figurePage(api: Api, first: FigurePage, show: Promise<ShowFigure>): HTMLElement {
  const place = h("div", {
    class: "figure",
    role: "figure",
    tabindex: 0,
    "aria-label": first.title,
  });
  const chosen = h("div", { "aria-live": "polite" });
  const table = h("div", {});
  const at = h("p", { class: "complaint", role: "status", hidden: true });
  let page = first;
  let choice: Readonly<Record<string, unknown>> | undefined;
  const showChoice = () => choice && chosen.replaceChildren(...runsOf(page, choice));
  const draw = async (next: FigurePage, said: string): Promise<void> => {
    const onChoice = (datum: Readonly<Record<string, unknown>>) => {
      choice = datum;
      showChoice();
    };
    await (
      await show
    )(place, next.vega, onChoice);
    page = next;
    at.hidden = said === "";
    at.textContent = said;
    const isOpen = table.querySelector("details")?.open ?? false;
    table.replaceChildren(...(next.table === null ? [] : [numbers(next.table, isOpen)]));
    showChoice();
  };
  const complain = (error: unknown) =>
    place.replaceChildren(h("p", { class: "complaint" }, String(error)));
  void draw(first, "").catch(complain);
  const choose = (datum: Readonly<Record<string, unknown>>) => {
    choice = datum;
    showChoice();
    chosen.scrollIntoView({ block: "nearest" });
  };
  const redraw = latest(async (factor: number) => {
    const next = factor === 1 ? first : await api.figureAt?.(first.key, factor);
    const said = factor === 1 ? "" : `Drawn with all thresholds times ${numberText(factor)}.`;
    if (next !== undefined) await draw(next, said).catch(complain);
  });
  const { store } = first;
  return h(
    "article",
    {},
    h("h2", {}, first.title),
    first.description === null ? null : h("p", {}, first.description),
    first.isCommitted && api.differences ? comparison(api.differences, first.key) : null,
    at,
    place,
    store === null
      ? null
      : h(
          "p",
          { class: "note" },
          first.thresholds === null
            ? "Choose a point for the runs behind it."
            : "Choose a point, or a success rate below, for the runs behind it.",
        ),
    chosen,
    ...first.notes.map((note) => h("p", { class: "complaint" }, note)),
    first.thresholds === null ? null : thresholds(api, first, first.thresholds, { redraw, choose }),
    table,
    store === null
      ? null
      : h(
          "p",
          {},
          h("a", { href: viewAddress({ ...initialView, store }) }, "All curves of its runs"),
        ),
  );
}

/** Says whether a figure is the committed one. */
function comparison(differences: NonNullable<Api["differences"]>, key: string): HTMLElement {
  const state = h(
    "p",
    { class: "states", "aria-live": "polite" },
    "Compared with what is committed …",
  );
  void showComparison(state, differences(key));
  return state;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** The runs of a point, with links to their curves. */
function runsOf(page: FigurePage, datum: Readonly<Record<string, unknown>>): Node[] {
  const { model, parameter, series, name } = datum;
  if (page.store === null) return [];
  const link = (runs: string, text: string) =>
    h(
      "a",
      { href: viewAddress({ ...initialView, store: page.store ?? "", runs, smooth: 0 }) },
      text,
    );
  if (page.runs.length === 0) {
    const text = typeof name === "string" ? name : typeof series === "string" ? series : "";
    return text === ""
      ? []
      : [
          h(
            "p",
            {},
            link(typeof name === "string" ? `^${escaped(text)}$` : "", `Curves of ${text}`),
          ),
        ];
  }
  // What the figure shows of a range has another bracket than its name.
  const plain = (text: unknown) =>
    (typeof text === "string" ? text : "").replaceAll(/[[\]()]/g, "");
  const members = page.runs.filter(
    (run) =>
      run.model === model && (parameter === undefined || plain(run.parameter) === plain(parameter)),
  );
  if (members.length === 0) return [];
  const all = `^(?:${members.map((run) => escaped(run.name)).join("|")})$`;
  return [
    h(
      "h3",
      {},
      `${textOf(model)}${parameter === undefined ? "" : `, ${textOf(parameter)}`}: ${members.length} runs`,
    ),
    h("p", {}, link(all, "Their curves")),
    h(
      "ul",
      { class: "members" },
      ...members
        .slice(0, mostRows)
        .map((run) =>
          h(
            "li",
            {},
            link(`^${escaped(run.name)}$`, run.name),
            ` ${run.solved === null ? "not judged" : run.solved ? "solved" : "not solved"}`,
          ),
        ),
    ),
  ];
}

/** A slider that moves all thresholds, and the success rates at them. */
function thresholds(
  api: Api,
  page: FigurePage,
  [least, most]: readonly [number, number],
  {
    redraw,
    choose,
  }: {
    readonly redraw: (factor: number) => void;
    readonly choose: (place: Pick<Rate, "model" | "parameter">) => void;
  },
): HTMLElement {
  const slider = h("input", { type: "range", min: -4, max: 4, step: 0.25, value: 0 });
  const said = h("output", {});
  const rates = h("div", { class: "scroll" });
  let asked = 0;
  let drawn = 1;
  const update = onceAFrame(() => {
    const factor = 10 ** Number(slider.value);
    const [low, high] = [least * factor, most * factor].map(numberText);
    said.textContent = low === high ? low : `${low} to ${high}`;
    const number = ++asked;
    if (factor !== drawn) redraw((drawn = factor));
    void api
      .rates(page.key, factor)
      .then((answer) => {
        if (number === asked) rates.replaceChildren(ratesTable(answer, choose));
      })
      .catch((error: unknown) => (said.textContent = String(error)));
  });
  slider.addEventListener("input", update);
  update();
  return h(
    "section",
    {},
    h("h3", {}, "Success rate at other thresholds"),
    h("div", { class: "row" }, labelled("All thresholds × 10 to the power of", slider), said),
    rates,
  );
}

function ratesTable(
  rates: readonly Rate[],
  choose: (place: Pick<Rate, "model" | "parameter">) => void,
): HTMLElement {
  const models = [...new Set(rates.map(({ model }) => model))];
  const parameters = [...new Set(rates.map(({ parameter }) => parameter))];
  const cell = (model: string, parameter: string) => {
    const rate = rates.find((one) => one.model === model && one.parameter === parameter);
    if (rate === undefined) return h("td");
    const share = rate.solved / rate.n;
    const bar = h("span", { class: "bar" });
    bar.style.width = `${100 * share}%`;
    const percent = (value: number | null) => (value === null ? "" : Math.round(100 * value));
    const title = `95 % interval (Wilson): ${percent(rate.lower)} to ${percent(rate.upper)} %`;
    const button = h(
      "button",
      { type: "button", class: "plain", onclick: () => choose({ model, parameter }) },
      `${rate.solved} of ${rate.n}`,
    );
    return h("td", { title }, bar, button);
  };
  return h(
    "table",
    { class: "rates" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Model"),
        ...parameters.map((one) => h("th", { scope: "col" }, one)),
      ),
    ),
    h(
      "tbody",
      {},
      ...models.map((model) =>
        h("tr", {}, h("th", { scope: "row" }, model), ...parameters.map((one) => cell(model, one))),
      ),
    ),
  );
}

function numbers({ columns, rows }: PlainTable, isOpen: boolean): HTMLElement {
  const text = (cell: PlainTable["rows"][number][number]) =>
    typeof cell === "number" ? numberText(cell) : cell === null ? "" : String(cell);
  const more = rows.length - mostRows;
  return h(
    "details",
    { open: isOpen },
    h("summary", {}, `Numbers: ${rows.length} rows`),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Numbers" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)))),
        h(
          "tbody",
          {},
          ...rows
            .slice(0, mostRows)
            .map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, text(cell))))),
        ),
      ),
    ),
    more > 0 ? h("p", { class: "note" }, `… and ${more} more rows`) : null,
  );
}
