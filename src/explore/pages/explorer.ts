import type { StoreIndex, StoreName } from "../curves/protocol.js";
import type { Api } from "./api.js";
import { controls } from "./controls.js";
import { h, onceAFrame } from "./dom.js";
import { Panel } from "./panel.js";
import { listedText } from "./runItem.js";
import { RunList } from "./runList.js";
import { saveForm } from "./saveForm.js";
import { matcher, viewAddress, type ViewState } from "./viewState.js";

/** The curves of a log directory. */
export class Explorer {
  readonly element = h("div", { class: "explorer" });
  private readonly list = new RunList((off) => this.change({ off }));
  private readonly main = h("div", { class: "panels" });
  private readonly panels = new Map<string, Panel>();
  private readonly visible = new Set<Panel>();
  private readonly watcher: IntersectionObserver;
  private readonly sizes: ResizeObserver;
  private readonly redraw = onceAFrame(() => this.updateVisible());
  private unfollow: () => void = () => undefined;

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
    this.element.append(this.side(), this.main);
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

  /** Shows something else, and says so in the address. */
  private change(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    history.replaceState(null, "", viewAddress(this.view));
    if ("runs" in change || "by" in change || "off" in change) this.showRuns();
    if ("tags" in change || "pinned" in change) this.layOut();
    this.redraw();
  }

  private side(): HTMLElement {
    const { index, stores } = this;
    const { above, runs } = controls({
      ...{ index, stores },
      view: () => this.view,
      change: (change) => this.change(change),
    });
    const save = (name: string) => {
      const { runs, smooth, axis, isLog, by } = this.view;
      const lookup = { name, store: this.index.id, runs, tags: this.wantedTags() };
      return this.api.save({ ...lookup, smooth, axis, isLog, ...(by !== "" && { by }) });
    };
    return h(
      "aside",
      { class: "controls", "aria-label": "What is shown" },
      ...above,
      this.canSave && index.isOwn ? saveForm(save) : null,
      runs,
      this.list.count,
      this.list.element,
    );
  }

  private showRuns(): void {
    this.list.show(this.index, this.view);
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
        const isPinned = others.length < this.view.pinned.length;
        this.change({ pinned: isPinned ? others : [...others, tag] });
      },
      shown: () => ({ runs: this.list.drawn, version: this.index.version }),
      load: (query, signal, runs) => this.api.curves(this.index.id, tag, runs, query, signal),
      nameOf: (run) => this.index.runs[run]?.name ?? "",
      colourOf: (run) => this.list.colourOf(run),
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
