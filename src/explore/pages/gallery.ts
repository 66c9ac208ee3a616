import type { FigureEntry, FigureList } from "../curves/protocol.js";
import type { Api } from "./api.js";
import { showComparison } from "./comparison.js";
import { h } from "./dom.js";

/** All figures of the project, and how they stand. */
export function gallery(api: Api, { figures, errors }: FigureList): HTMLElement {
  const papers = [...new Set(figures.map(({ paper }) => paper))];
  const places = new Map(figures.map(({ key }) => [key, h("span", { class: "comparison" })]));
  const { differences } = api;
  const committed = figures.filter(({ isCommitted }) => isCommitted);
  const compare = async (button: HTMLButtonElement): Promise<void> => {
    button.disabled = true;
    // One after the other: each is made anew.
    for (const { key } of committed) {
      const place = places.get(key)!;
      place.textContent = "…";
      await showComparison(place, differences!(key));
    }
    button.disabled = false;
  };
  const button = h(
    "button",
    { onclick: () => void compare(button) },
    "Compare with what is committed",
  );
  return h(
    "div",
    { class: "gallery" },
    ...errors.map((error) => h("p", { class: "complaint" }, error)),
    differences === undefined || committed.length === 0 ? null : h("p", {}, button),
    ...papers.flatMap((paper) => [
      h("h2", {}, paper ?? "Figures"),
      h(
        "ul",
        { class: "cards" },
        ...figures
          .filter((one) => one.paper === paper)
          .map((entry) => card(entry, places.get(entry.key)!)),
      ),
    ]),
    figures.length === 0 && errors.length === 0
      ? h("p", {}, "This project has no lookup files yet. Explore its logs, and save one.")
      : null,
  );
}

function card(
  { key, title, figure, built, data, isComplete }: FigureEntry,
  comparison: HTMLElement,
): HTMLElement {
  return h(
    "li",
    {},
    h(
      "a",
      { href: `#/figure?${new URLSearchParams({ key }).toString()}` },
      h("strong", {}, figure === null ? title : `${figure}. ${title}`),
      h("code", {}, key),
    ),
    h(
      "p",
      { class: "states" },
      h("span", { class: built === "up to date" ? "state good" : "state" }, built),
      data === "" ? null : h("span", { class: isComplete ? "state good" : "state poor" }, data),
      comparison,
    ),
  );
}
