import type uPlot from "uplot";
import type { CurvesQuery, DrawnCurve } from "../curves/protocol.js";
import { themeColour } from "./colours.js";
import { rangeOf } from "./curveRange.js";
import { CurveCache } from "./curveCache.js";
import { saveCurves } from "./curvesFile.js";
import { h } from "./dom.js";
import { lineWriter } from "./lineWriter.js";
import { NearValues } from "./nearValues.js";
import { fitPlot, makePlot } from "./plot.js";
import type { PanelView } from "./viewState.js";

export interface PanelOptions {
  readonly tag: string;
  readonly title: string;
  readonly isPinned: boolean;
  /** What is to be said of the values below every panel. */
  readonly remark?: string;
  readonly onPin: () => void;
  readonly load: (
    query: CurvesQuery,
    signal: AbortSignal | undefined,
    runs: readonly number[],
  ) => Promise<readonly DrawnCurve[]>;
  /** The runs that are shown, and the version of what they logged. */
  readonly shown: () => { readonly runs: readonly number[]; readonly version: number };
  readonly nameOf: (run: number) => string;
  readonly colourOf: (run: number) => string;
}

/** The curves of one tag. */
export class Panel {
  readonly element: HTMLElement;
  private readonly place = h("div", { class: "plot" });
  private readonly note = h("p", { class: "note" });
  private readonly values: NearValues;
  private readonly known: CurveCache;
  private plot: uPlot | undefined;
  private curves: readonly DrawnCurve[] = [];
  private view: PanelView | undefined;
  private zoom: { readonly from: number; readonly to: number } | undefined;
  private controller: AbortController | undefined;
  private isSettingData = false;
  private cursorStep = -1;

  constructor(private readonly options: PanelOptions) {
    const { title, isPinned, onPin } = options;
    this.values = new NearValues({
      ...options,
      loggedOf: (runs) => options.load({ ...this.query(), smooth: 0 }, undefined, runs),
    });
    this.known = new CurveCache(options.load);
    this.element = h(
      "section",
      { class: "panel", tabindex: 0, "aria-label": title },
      h(
        "header",
        {},
        h("h3", {}, title),
        h("button", { type: "button", onclick: () => void this.download() }, "CSV"),
        h(
          "button",
          { type: "button", "aria-pressed": String(isPinned), onclick: onPin },
          isPinned ? "Unpin" : "Pin",
        ),
      ),
      this.place,
      this.note,
    );
    this.element.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Draws anew what a view shows; the last call counts. */
  async update(view: PanelView): Promise<void> {
    if (this.view?.axis !== view.axis) this.zoom = undefined;
    this.view = view;
    this.controller?.abort();
    const controller = (this.controller = new AbortController());
    const { signal } = controller;
    try {
      const { runs, version } = this.options.shown();
      const curves = await this.known.curves(this.query(), runs, version, signal);
      if (signal.aborted) return;
      this.curves = curves;
      this.values.forget();
      this.draw(view);
    } catch (error) {
      if (!signal.aborted)
        this.note.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  resize(): void {
    if (this.plot !== undefined) fitPlot(this.plot, this.place);
  }

  close(): void {
    this.controller?.abort();
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** What is in the window, as fine as the screen is. */
  private query(): CurvesQuery {
    const { axis = "step", smooth = 0 } = this.view ?? {};
    const width = Math.max(1, Math.round(this.place.clientWidth * devicePixelRatio));
    return { axis, smooth, width, ...this.zoom };
  }

  private draw(view: PanelView): void {
    const range = rangeOf(this.curves, view);
    const shape = JSON.stringify([view.axis, view.isLog, themeColour("text")]);
    if (this.plot !== undefined && this.place.dataset["shape"] !== shape) {
      this.plot.destroy();
      this.plot = undefined;
    }
    this.place.dataset["shape"] = shape;
    const { x, y } = range;
    const data: uPlot.AlignedData = [x, y];
    this.isSettingData = true;
    if (this.plot === undefined) {
      this.plot = makePlot(this.place, view, data, {
        draw: (drawn) => this.drawCurves(drawn),
        move: (moved) => this.showValues(moved),
        zoom: (scaled) => this.onZoom(scaled),
      });
      this.values.standOn(this.plot);
    } else {
      this.plot.batch((plot: uPlot) => {
        plot.setData(data, false);
        const [min, max] = this.zoom ? [this.zoom.from, this.zoom.to] : x;
        plot.setScale("x", { min, max });
        plot.setScale("y", { min: y[0], max: y[1] });
      });
    }
    this.isSettingData = false;
    this.describe();
  }

  private onZoom(plot: uPlot): void {
    if (this.isSettingData || this.view === undefined) return;
    const { min, max } = plot.scales["x"];
    if (min == null || max == null) return;
    const [first, last] = plot.data[0] as [number, number];
    const isWhole = this.zoom !== undefined && min <= first && max >= last;
    const before = JSON.stringify(this.zoom);
    this.zoom = isWhole || (min === first && max === last) ? undefined : { from: min, to: max };
    if (JSON.stringify(this.zoom) !== before) void this.update(this.view);
  }

  private drawCurves(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const [x, y] = [plot.scales["x"], plot.scales["y"]];
    if (x.min == null || x.max == null || y.min == null || y.max == null) return;
    const isLog = this.view?.isLog === true;
    const line = lineWriter(ctx, bbox, {
      left: x.min,
      right: x.max,
      low: y.min,
      high: y.max,
      isLog,
    });
    const isCrowd = this.curves.length > 100;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineCap = "round";
    ctx.lineJoin = "bevel";
    for (const { run, raw } of this.curves) {
      if (raw === undefined) continue;
      ctx.globalAlpha = 0.25;
      ctx.lineWidth = devicePixelRatio;
      ctx.strokeStyle = this.options.colourOf(run);
      line(raw.x, raw.y);
    }
    ctx.globalAlpha = isCrowd ? 0.5 : 1;
    ctx.lineWidth = (isCrowd ? 1 : 1.6) * devicePixelRatio;
    for (const { run, x: xs, y: ys } of this.curves) {
      ctx.strokeStyle = this.options.colourOf(run);
      line(xs, ys);
    }
    ctx.restore();
  }

  private showValues(plot: uPlot): void {
    const { axis = "step", smooth = 0 } = this.view ?? {};
    this.values.show(plot, this.curves, axis, smooth > 0);
  }

  /** Arrows move along the axis, Escape shows all again. */
  private onKey(event: KeyboardEvent): void {
    const { plot } = this;
    if (plot === undefined || event.target !== this.element) return;
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move !== undefined) {
      const { width, height: tall } = plot.over.getBoundingClientRect();
      this.cursorStep = Math.min(50, Math.max(0, this.cursorStep + move));
      plot.setCursor({ left: (this.cursorStep / 50) * width, top: tall / 2 });
      event.preventDefault();
    } else if (event.key === "Escape") {
      this.values.hide();
      if (this.zoom !== undefined && this.view !== undefined) {
        this.zoom = undefined;
        void this.update(this.view);
      }
    }
  }

  private describe(): void {
    const points = this.curves.reduce((sum, curve) => sum + curve.points, 0);
    const lost = this.curves.reduce((sum, curve) => sum + curve.notFinite, 0);
    const hidden = this.view?.isLog
      ? this.curves.filter(({ y }) => y.some((value) => value <= 0)).length
      : 0;
    const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
    this.note.textContent = [
      `${counted(this.curves.length, "run")}, ${counted(points, "value")}`,
      ...(lost > 0 ? [`${lost} of them NaN or infinite, not drawn`] : []),
      ...(hidden > 0
        ? [`${counted(hidden, "run")} with values of 0 or less, which have no place on a log axis`]
        : []),
      ...(this.options.remark === undefined ? [] : [this.options.remark]),
    ].join("; ");
  }

  /** Saves what was logged in the window, all of it as far as a page may hold it. */
  private async download(): Promise<void> {
    const query = { ...this.query(), smooth: 0, width: 10_000 };
    const curves = await this.options.load(query, undefined, this.options.shown().runs);
    const saved = saveCurves(this.options.tag, query.axis, curves, this.options.nameOf);
    const points = curves.reduce((sum, curve) => sum + curve.points, 0);
    if (saved < points) {
      this.note.textContent += `; the CSV has ${saved} of ${points} values, figures export has all`;
    }
  }
}
