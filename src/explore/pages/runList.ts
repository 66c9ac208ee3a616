import type { StoreIndex } from "../curves/protocol.js";
import { colourOf } from "./colours.js";
import { announce, h } from "./dom.js";
import { runItem } from "./runItem.js";
import { matcher, type ViewState } from "./viewState.js";

/** As many names as a list can hold that is still read. */
const mostListed = 200;

/** The runs that a view asks for, by name: those that are drawn among them, and what colour each has. */
export class RunList {
  readonly element = h("ul", { class: "runs" });
  readonly count = h("p", { class: "note" });
  /** Numbers of the runs that are drawn. */
  drawn: readonly number[] = [];
  private places: readonly number[] = [];

  /** @param onOff told of the runs that are switched off */
  constructor(private readonly onOff: (off: readonly string[]) => void) {}

  show({ runs }: StoreIndex, view: Pick<ViewState, "runs" | "off" | "by">): void {
    const { test } = matcher(view.runs);
    const off = new Set(view.off);
    const matching = runs.flatMap(({ name }, run) => (test(name) ? [run] : []));
    this.drawn = matching.filter((run) => !off.has(runs[run].name));
    this.places = placesOf(runs, view.by);
    this.count.textContent = `${this.drawn.length} of ${runs.length} runs`;
    announce(this.count.textContent);
    const rows = matching.slice(0, mostListed).map((run) => {
      const { name } = runs[run];
      const look = { colour: this.colourOf(run), isDrawn: !off.has(name) };
      return runItem(runs[run], look, (isDrawn) => {
        const others = view.off.filter((other) => other !== name);
        this.onOff(isDrawn ? others : [...others, name]);
      });
    });
    const more = matching.length - rows.length;
    this.element.replaceChildren(
      ...rows,
      ...(more > 0 ? [h("li", { class: "note" }, `… and ${more} more: filter them by name`)] : []),
    );
  }

  colourOf(run: number): string {
    return colourOf(this.places[run] ?? 0);
  }
}

/** The number of each run's colour: its own, or that of what it has in common with others. */
function placesOf(runs: StoreIndex["runs"], by: string): number[] {
  if (by === "") return runs.map((_, run) => run);
  const names = runs.map(({ facts }) => (Object.hasOwn(facts, by) ? facts[by] : "(none)"));
  const numbers = new Map([...new Set(names)].sort().map((name, place) => [name, place]));
  return names.map((name) => numbers.get(name) ?? 0);
}
