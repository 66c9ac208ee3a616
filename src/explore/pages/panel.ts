import uPlot from "uplot";
import type { Axis, CurvesQuery, DrawnCurve } from "../curves/protocol.js";
import { themeColour } from "./colours.js";
import { axisText, durationText } from "./axisTexts.js";
import { nearestPlace, rangeOf } from "./curveRange.js";
import { h } from "./dom.js";
import { lineWriter } from "./lineWriter.js";
import { valueTable } from "./valueTable.js";

export interface PanelOptions {
  readonly tag: string;
  readonly title: string;
  readonly isPinned: boolean;
  /** What is to be said of the values below every panel. */
  readonly remark?: string;
  readonly onPin: () => void;
  readonly load: (query: CurvesQuery, signal: AbortSignal) => Promise<readonly DrawnCurve[]>;
  readonly nameOf: (run: number) => string;
  readonly colourOf: (run: number) => string;
}

/** How a panel is drawn. */
export interface PanelView {
  readonly axis: Axis;
  readonly smooth: number;
  readonly isLog: boolean;
  readonly ignoresOutliers: boolean;
}

const height = 240;
/** Beyond this many curves what was logged is not drawn behind what is smoothed. */
const mostWithRaw = 60;
const mostInTooltip = 8;

/** The curves of one tag. */
export class Panel {
  readonly element: HTMLElement;
  private readonly place = h("div", { class: "plot" });
  private readonly note = h("p", { class: "note" });
  private readonly tip = h("div", { class: "tip", hidden: true });
  private readonly dot = h("div", { class: "dot", hidden: true });
  private plot: uPlot | undefined;
  private curves: readonly DrawnCurve[] = [];
  private view: PanelView | undefined;
  private zoom: { readonly from: number; readonly to: number } | undefined;
  private controller: AbortController | undefined;
  private isSettingData = false;
  private cursorStep = -1;

  constructor(private readonly options: PanelOptions) {
    const { title, isPinned, onPin } = options;
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
    const width = Math.max(1, Math.round(this.place.clientWidth * devicePixelRatio));
    const { axis, smooth } = view;
    try {
      const curves = await this.options.load({ axis, smooth, width, ...this.zoom }, signal);
      if (signal.aborted) return;
      this.curves = curves;
      this.draw(view);
    } catch (error) {
      if (!signal.aborted)
        this.note.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  resize(): void {
    this.plot?.setSize({ width: this.place.clientWidth, height });
  }

  close(): void {
    this.controller?.abort();
    this.plot?.destroy();
    this.plot = undefined;
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
    if (this.plot === undefined) this.plot = this.makePlot(view, data);
    else {
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

  private makePlot({ axis, isLog }: PanelView, data: uPlot.AlignedData): uPlot {
    const line = { stroke: themeColour("grid"), width: 1 };
    const text = {
      stroke: themeColour("text"),
      font: "12px system-ui, sans-serif",
      grid: line,
      ticks: line,
    };
    const plot = new uPlot(
      {
        width: Math.max(this.place.clientWidth, 100),
        height,
        legend: { show: false },
        cursor: { points: { show: false }, drag: { x: true, y: false }, y: false },
        scales: {
          x: {
            time: axis === "time",
            range: (_plot: uPlot, min: number, max: number) => [min, max],
          },
          y: {
            distr: isLog ? 3 : 1,
            range: (_plot: uPlot, min: number, max: number) => [min, max],
          },
        },
        axes: [
          {
            ...text,
            size: 30,
            ...(axis === "relative" && {
              values: (_plot: uPlot, values: number[]) => values.map(durationText),
            }),
          },
          {
            ...text,
            size: 62,
            values: (_plot: uPlot, values: (number | null)[]) =>
              values.map((value) => (value === null ? "" : axisText(value))),
          },
        ],
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
          draw: [(drawn) => this.drawCurves(drawn)],
          setCursor: [(moved) => this.showValues(moved)],
          setScale: [(scaled, key) => key === "x" && this.onZoom(scaled)],
        },
      },
      data,
      this.place,
    );
    plot.over.append(this.dot, this.tip);
    plot.over.addEventListener("mouseleave", () => this.hideValues());
    return plot;
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
    for (const { run, raw } of this.curves.length <= mostWithRaw ? this.curves : []) {
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

  /** The values of the curves nearest to the pointer. */
  private showValues(plot: uPlot): void {
    const { left = -1, top = -1 } = plot.cursor;
    if (left < 0) return this.hideValues();
    const at = plot.posToVal(left, "x");
    const near = this.curves
      .flatMap((curve) => {
        const place = nearestPlace(curve.x, at);
        const value = curve.y[place];
        if (place < 0 || !Number.isFinite(value)) return [];
        const across = plot.valToPos(curve.x[place], "x");
        const down = plot.valToPos(value, "y");
        const distance = Math.abs(down - top) + (Math.abs(across - left) > 30 ? 1000 : 0);
        return [{ curve, x: curve.x[place], value, across, down, distance }];
      })
      .sort((a, b) => a.distance - b.distance)
      .slice(0, mostInTooltip);
    if (near.length === 0) return this.hideValues();
    const [nearest] = near;
    this.dot.hidden = false;
    this.dot.style.left = `${nearest.across}px`;
    this.dot.style.top = `${nearest.down}px`;
    this.dot.style.background = this.options.colourOf(nearest.curve.run);
    const { axis = "step" } = this.view ?? {};
    this.tip.replaceChildren(...valueTable(near, this.curves.length, axis, this.options));
    this.tip.hidden = false;
    const { width } = plot.over.getBoundingClientRect();
    this.tip.classList.toggle("on-left", left > width / 2);
    this.tip.style.left = left > width / 2 ? "auto" : `${left + 14}px`;
    this.tip.style.right = left > width / 2 ? `${width - left + 14}px` : "auto";
  }

  private hideValues(): void {
    this.tip.hidden = true;
    this.dot.hidden = true;
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
      this.hideValues();
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
    const { axis = "step" } = this.view ?? {};
    const query = { axis, smooth: 0, width: 10_000, ...this.zoom };
    const curves = await this.options.load(query, new AbortController().signal);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = curves.flatMap(({ run, x, y }) =>
      Array.from(x, (at, i) => `${quoted(this.options.nameOf(run))},${at},${y[i]}`),
    );
    const points = curves.reduce((sum, curve) => sum + curve.points, 0);
    if (lines.length < points) {
      this.note.textContent += `; the CSV has ${lines.length} of ${points} values, figures export has all`;
    }
    const text = `run,${axis},value\n${lines.join("\n")}\n`;
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const name = this.options.tag.replaceAll(/[^\w.-]+/g, "_");
    h("a", { href: url, download: `${name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
