import type { StoreIndex, StoreName } from "../curves/protocol.js";
import type { Api } from "./api.js";
import { colourOf } from "./colours.js";
import { announce, h, labelled, onceAFrame } from "./dom.js";
import { listedText, runItem } from "./runItem.js";
import { Panel } from "./panel.js";
import { matcher, viewAddress, type ViewState } from "./viewState.js";

/** As many names as a list can hold that is still read. */
const mostListed = 200;

/** The curves of a log directory. */
export class Explorer {
  readonly element = h("div", { class: "explorer" });
  private readonly list = h("ul", { class: "runs" });
  private readonly count = h("p", { class: "note" });
  private readonly main = h("div", { class: "panels" });
  private readonly say = h("p", { class: "note", role: "alert" });
  private readonly panels = new Map<string, Panel>();
  private readonly visible = new Set<Panel>();
  private readonly watcher: IntersectionObserver;
  private readonly sizes: ResizeObserver;
  private readonly redraw = onceAFrame(() => this.updateVisible());
  private unfollow: () => void = () => undefined;
  private shown: readonly number[] = [];
  private places = new Map<number, number>();

  constructor(
    private readonly api: Api,
    private index: StoreIndex,
    private readonly stores: readonly StoreName[],
    private view: ViewState,
    private readonly canSave: boolean,
  ) {
    this.watcher = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const panel = [...this.panels.values()].find(({ element }) => element === target);
          if (panel === undefined) continue;
          if (isIntersecting) {
            this.visible.add(panel);
            void panel.update(this.view);
          } else this.visible.delete(panel);
        }
      },
      { rootMargin: "200px" },
    );
    this.sizes = new ResizeObserver(() => this.visible.forEach((panel) => panel.resize()));
    this.sizes.observe(this.main);
    this.element.append(this.controls(), this.main);
    this.showRuns();
    this.layOut();
    // What has grown since the index was asked for is another version too.
    this.unfollow = api.follow(index.id, (version) => {
      if (version !== this.index.version) void this.reload();
    });
  }

  close(): void {
    this.unfollow();
    this.watcher.disconnect();
    this.sizes.disconnect();
    for (const panel of this.panels.values()) panel.close();
  }

  private set(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    history.replaceState(null, "", viewAddress(this.view));
  }

  private controls(): HTMLElement {
    const { view } = this;
    const field = (name: "runs" | "tags", label: string) => {
      const input = h("input", {
        type: "search",
        value: view[name],
        placeholder: "regular expression",
        spellcheck: "false",
        autocomplete: "off",
        oninput: () => {
          this.set({ [name]: input.value });
          input.classList.toggle("is-text", !matcher(input.value).isRegex);
          if (name === "tags") this.layOut();
          else this.showRuns();
          this.redraw();
        },
      });
      return labelled(label, input);
    };
    const smooth = h("input", {
      type: "range",
      min: 0,
      max: 0.999,
      step: 0.001,
      value: view.smooth,
    });
    const weight = h("output", {}, String(view.smooth));
    smooth.addEventListener("input", () => {
      this.set({ smooth: Number(smooth.value) });
      weight.textContent = smooth.value;
      this.redraw();
    });
    const check = (label: string, name: "isLog" | "ignoresOutliers") => {
      const box = h("input", {
        type: "checkbox",
        checked: view[name],
        onchange: () => {
          this.set({ [name]: box.checked });
          this.redraw();
        },
      });
      return labelled(label, box);
    };
    const choose = <T extends string>(
      label: string,
      options: readonly (readonly [T, string])[],
      chosen: T,
      onChoice: (value: T) => void,
    ) => {
      const select = h(
        "select",
        { onchange: () => onChoice(select.value as T) },
        ...options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)),
      );
      return labelled(label, select);
    };
    return h(
      "aside",
      { class: "controls", "aria-label": "What is shown" },
      h("h2", {}, this.index.title),
      this.stores.length > 1
        ? choose(
            "Logs",
            this.stores.map(({ id, title }) => [id, title] as const),
            this.index.id,
            (store) => {
              location.hash = viewAddress({ ...this.view, store, off: [], pinned: [] });
            },
          )
        : null,
      field("tags", "Tags"),
      h("div", { class: "row" }, labelled("Smoothing", smooth), weight),
      choose(
        "Horizontal axis",
        [
          ["step", "step"],
          ["relative", "relative time"],
          ["time", "wall time"],
        ],
        view.axis,
        (axis) => {
          this.set({ axis });
          this.redraw();
        },
      ),
      check("Logarithmic values", "isLog"),
      check("Ignore outliers", "ignoresOutliers"),
      choose(
        "Colour by",
        [["", "run"] as const, ...this.index.facts.map((fact) => [fact, fact] as const)],
        view.by,
        (by) => {
          this.set({ by });
          this.showRuns();
          this.redraw();
        },
      ),
      this.canSave && this.index.isOwn ? this.saveForm() : null,
      field("runs", "Runs"),
      this.count,
      this.list,
    );
  }

  private saveForm(): HTMLElement {
    const name = h("input", {
      type: "text",
      pattern: "[A-Za-z0-9][A-Za-z0-9\\-]*",
      required: true,
    });
    const save = async () => {
      const { store, runs, smooth, axis, isLog, by } = { ...this.view, store: this.index.id };
      const tags = this.wantedTags();
      const lookup = { name: name.value, store, runs, tags, smooth, axis, isLog };
      try {
        const path = await this.api.save(by === "" ? lookup : { ...lookup, by });
        this.say.textContent = `Written: ${path}. "figures build ${name.value}" draws it.`;
      } catch (error) {
        this.say.textContent = error instanceof Error ? error.message : String(error);
      }
    };
    return h(
      "details",
      {},
      h("summary", {}, "Save as lookup"),
      h(
        "form",
        {
          onsubmit: (event) => {
            event.preventDefault();
            void save();
          },
        },
        labelled("Name", name),
        h("button", {}, "Save"),
      ),
      this.say,
    );
  }

  /** Which runs are drawn, and their names with colours. */
  private showRuns(): void {
    const { test } = matcher(this.view.runs);
    const off = new Set(this.view.off);
    const matching = this.index.runs.flatMap(({ name }, run) => (test(name) ? [run] : []));
    this.shown = matching.filter((run) => !off.has(this.index.runs[run].name));
    const { by } = this.view;
    const groups = [...new Set(this.index.runs.map(({ facts }) => factOf(facts, by)))].sort();
    this.places = new Map(
      this.index.runs.map(({ facts }, run) => [
        run,
        by === "" ? run : groups.indexOf(factOf(facts, by)),
      ]),
    );
    this.count.textContent = `${this.shown.length} of ${this.index.runs.length} runs`;
    announce(this.count.textContent);
    const rows = matching.slice(0, mostListed).map((run) => {
      const { name } = this.index.runs[run];
      const colour = colourOf(this.places.get(run) ?? 0);
      return runItem(this.index.runs[run], { colour, isDrawn: !off.has(name) }, (isDrawn) => {
        const others = this.view.off.filter((other) => other !== name);
        this.set({ off: isDrawn ? others : [...others, name] });
        this.showRuns();
        this.redraw();
      });
    });
    const more = matching.length - rows.length;
    this.list.replaceChildren(
      ...rows,
      ...(more > 0 ? [h("li", { class: "note" }, `… and ${more} more: filter them by name`)] : []),
    );
  }

  private wantedTags(): string[] {
    const { test } = matcher(this.view.tags);
    return this.index.tags.filter(test);
  }

  /** Panels in groups by the part of the tag before the first slash, pinned ones first. */
  private layOut(): void {
    const wanted = this.wantedTags();
    const pinned = this.view.pinned.filter((tag) => this.index.tags.includes(tag));
    const groups = new Map<string, string[]>();
    for (const tag of wanted.filter((one) => !pinned.includes(one))) {
      const group = tag.includes("/") ? tag.slice(0, tag.indexOf("/")) : "";
      groups.set(group, [...(groups.get(group) ?? []), tag]);
    }
    for (const panel of this.panels.values()) {
      this.watcher.unobserve(panel.element);
      panel.close();
    }
    this.panels.clear();
    this.visible.clear();
    const section = (title: string, tags: readonly string[]) =>
      h(
        "details",
        { open: true },
        h("summary", {}, h("h2", {}, title), ` ${tags.length}`),
        h("div", { class: "grid" }, ...tags.map((tag) => this.panelOf(tag).element)),
      );
    this.main.replaceChildren(
      ...(pinned.length > 0 ? [section("Pinned", pinned)] : []),
      ...[...groups].map(([group, tags]) => section(group === "" ? "Scalars" : group, tags)),
      ...(wanted.length + pinned.length === 0 ? [h("p", {}, nothing(this.index))] : []),
    );
    for (const panel of this.panels.values()) this.watcher.observe(panel.element);
  }

  private panelOf(tag: string): Panel {
    const panel = new Panel({
      tag,
      title: tag,
      ...(this.index.thinnedTo !== undefined && {
        remark: `of longer curves ${this.index.thinnedTo} values are kept, and smoothed`,
      }),
      isPinned: this.view.pinned.includes(tag),
      onPin: () => {
        const others = this.view.pinned.filter((other) => other !== tag);
        this.set({ pinned: others.length < this.view.pinned.length ? others : [...others, tag] });
        this.layOut();
      },
      load: (query, signal) => this.api.curves(this.index.id, tag, this.shown, query, signal),
      nameOf: (run) => this.index.runs[run]?.name ?? "",
      colourOf: (run) => colourOf(this.places.get(run) ?? 0),
    });
    this.panels.set(tag, panel);
    return panel;
  }

  private updateVisible(): void {
    for (const panel of this.visible) void panel.update(this.view);
  }

  /** Takes up what has grown. */
  private async reload(): Promise<void> {
    const before = this.index;
    const next = await this.api.index(before.id).catch(() => before);
    // Answers may come in another order than they were asked for.
    if (next.version <= this.index.version) return;
    this.index = next;
    // Whoever stands in the list with the keyboard stays there.
    if (listedText(next.runs) !== listedText(before.runs)) this.showRuns();
    if (this.index.tags.join("\n") !== before.tags.join("\n")) this.layOut();
    this.redraw();
  }
}

function nothing({ runs, tags }: StoreIndex): string {
  if (runs.length === 0) return "There are no runs yet. They appear here as they are written.";
  return tags.length === 0 ? "The runs logged no scalars." : "No tag matches.";
}

/** A run's group by a fact; names of facts are the user's. */
function factOf(facts: StoreIndex["runs"][number]["facts"], by: string): string {
  return Object.hasOwn(facts, by) ? facts[by] : "(none)";
}
