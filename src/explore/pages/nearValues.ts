import type uPlot from "uplot";
import type { Axis, DrawnCurve } from "../curves/protocol.js";
import { nearestPlace } from "./curveRange.js";
import { h } from "./dom.js";
import { valueTable } from "./valueTable.js";

export interface NearValuesOptions {
  readonly nameOf: (run: number) => string;
  readonly colourOf: (run: number) => string;
  /** What some runs logged, where curves are smoothed and came without it. */
  readonly loggedOf: (runs: readonly number[]) => Promise<readonly DrawnCurve[]>;
}

const mostInTable = 8;

/** The values of the curves nearest to the pointer, beside it. */
export class NearValues {
  private readonly tip = h("div", { class: "tip", hidden: true });
  private readonly dot = h("div", { class: "dot", hidden: true });
  private logged = new Map<number, NonNullable<DrawnCurve["raw"]>>();
  private isAsking = false;

  constructor(private readonly options: NearValuesOptions) {}

  /** Takes its place on a plot. */
  standOn(plot: uPlot): void {
    plot.over.append(this.dot, this.tip);
    plot.over.addEventListener("mouseleave", () => this.hide());
  }

  /** What was logged is another thing now. */
  forget(): void {
    this.logged = new Map();
  }

  show(plot: uPlot, curves: readonly DrawnCurve[], axis: Axis, isSmoothed: boolean): void {
    const { left = -1, top = -1 } = plot.cursor;
    if (left < 0) return this.hide();
    const at = plot.posToVal(left, "x");
    const near = curves
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
      .slice(0, mostInTable)
      .map((one) => {
        const raw = one.curve.raw ?? this.logged.get(one.curve.run);
        return { ...one, ...(isSmoothed && raw !== undefined && { logged: raw }) };
      });
    if (near.length === 0) return this.hide();
    const [nearest] = near;
    this.dot.hidden = false;
    this.dot.style.left = `${nearest.across}px`;
    this.dot.style.top = `${nearest.down}px`;
    this.dot.style.background = this.options.colourOf(nearest.curve.run);
    const table = valueTable(near, curves.length, axis, { ...this.options, isSmoothed });
    this.tip.replaceChildren(...table);
    this.tip.hidden = false;
    const { width } = plot.over.getBoundingClientRect();
    const isRight = left > width / 2;
    this.tip.style.left = isRight ? "auto" : `${left + 14}px`;
    this.tip.style.right = isRight ? `${width - left + 14}px` : "auto";
    const unknown = near.filter(({ logged }) => logged === undefined);
    if (isSmoothed && unknown.length > 0) {
      void this.ask(
        unknown.map(({ curve }) => curve.run),
        () => this.show(plot, curves, axis, isSmoothed),
      );
    }
  }

  hide(): void {
    this.tip.hidden = true;
    this.dot.hidden = true;
  }

  private async ask(runs: readonly number[], onAnswer: () => void): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const { logged } = this;
    const answer = await this.options.loggedOf(runs).catch(() => []);
    this.isAsking = false;
    for (const { run, x, y } of answer) logged.set(run, { x, y });
    // What was asked for before something else was drawn is not shown.
    if (logged === this.logged && answer.length > 0 && !this.tip.hidden) onAnswer();
  }
}
