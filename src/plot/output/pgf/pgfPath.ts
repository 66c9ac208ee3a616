import { exact } from "../../../util/exactMath.js";
import { identity, type Matrix } from "./matrix.js";
import { texNumber } from "./texNumber.js";

const { cos, sin } = exact;

/** A path in PGF commands, in big points from the lower left corner of a page; a canvas counts from the upper left. */
export class PgfPath {
  matrix: Matrix = identity;
  private commands: string[] = [];

  constructor(private readonly heightPt: number) {}

  /** The commands so far, one a line. */
  get lines(): readonly string[] {
    return this.commands;
  }

  /** A place as PGF takes it. */
  point(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.matrix;
    const [pageX, pageY] = [a * x + c * y + e, this.heightPt - (b * x + d * y + f)];
    return `\\pgfqpoint{${texNumber(pageX)}bp}{${texNumber(pageY)}bp}`;
  }

  begin(lines: readonly string[] = []): void {
    this.commands = [...lines];
  }
  moveTo(x: number, y: number): void {
    this.commands.push(`\\pgfpathmoveto{${this.point(x, y)}}`);
  }
  lineTo(x: number, y: number): void {
    const command = this.commands.length === 0 ? "moveto" : "lineto";
    this.commands.push(`\\pgfpath${command}{${this.point(x, y)}}`);
  }
  curveTo(...places: readonly (readonly [number, number])[]): void {
    const points = places.map(([x, y]) => `{${this.point(x, y)}}`).join("");
    const command = places.length === 3 ? "curveto" : "quadraticcurveto";
    this.commands.push(`\\pgfpath${command}${points}`);
  }
  close(): void {
    if (this.commands.length > 0) this.commands.push("\\pgfpathclose");
  }
  polygon(...[first, ...others]: readonly (readonly [number, number])[]): void {
    this.moveTo(...first);
    for (const place of others) this.lineTo(...place);
    this.close();
  }

  /** An arc in Bézier curves of at most a quarter; they are 0.03 % of the radius off at most. */
  arc(
    x: number,
    y: number,
    radius: number,
    start: number,
    end: number,
    isBackwards: boolean,
  ): void {
    let turn = end - start;
    if (!isBackwards && turn < 0) turn = (turn % (2 * Math.PI)) + 2 * Math.PI;
    if (isBackwards && turn > 0) turn = (turn % (2 * Math.PI)) - 2 * Math.PI;
    turn = Math.max(-2 * Math.PI, Math.min(2 * Math.PI, turn));
    const parts = Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));
    const step = turn / parts;
    const reach = (4 / 3) * (sin(step / 4) / cos(step / 4)) * radius;
    this.lineTo(x + radius * cos(start), y + radius * sin(start));
    for (let part = 0; part < parts; part++) {
      const [from, to] = [start + part * step, start + (part + 1) * step];
      this.curveTo(
        [x + radius * cos(from) - reach * sin(from), y + radius * sin(from) + reach * cos(from)],
        [x + radius * cos(to) + reach * sin(to), y + radius * sin(to) - reach * cos(to)],
        [x + radius * cos(to), y + radius * sin(to)],
      );
    }
  }
}
