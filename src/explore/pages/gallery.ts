import type { FigureEntry, FigureList } from "../curves/protocol.js";
import { h } from "./dom.js";

/** All figures of the project, and how they stand. */
export function gallery({ figures, errors }: FigureList): HTMLElement {
  const papers = [...new Set(figures.map(({ paper }) => paper))];
  return h(
    "div",
    { class: "gallery" },
    ...errors.map((error) => h("p", { class: "complaint" }, error)),
    ...papers.flatMap((paper) => [
      h("h2", {}, paper ?? "Figures"),
      h("ul", { class: "cards" }, ...figures.filter((one) => one.paper === paper).map(card)),
    ]),
    figures.length === 0 && errors.length === 0
      ? h("p", {}, "This project has no lookup files yet. Explore its logs, and save one.")
      : null,
  );
}

function card({ key, title, figure, built, data, isComplete }: FigureEntry): HTMLElement {
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
    ),
  );
}
