import { UserError } from "../../util/userError.js";
import { exact } from "../../util/exactMath.js";
import { pgfText } from "./pgfText.js";
import { colourOf, Gradient, isClear, type Paint } from "./paint.js";

const { atan, cos, sin } = exact;

/** `[a, b, c, d, e, f]` of a canvas: x' = a x + c y + e, y' = b x + d y + f. */
type Matrix = readonly [number, number, number, number, number, number];

interface State {
  matrix: Matrix;
  fillStyle: Paint;
  strokeStyle: Paint;
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  miterLimit: number;
  globalAlpha: number;
  dash: readonly number[];
  font: string;
  textAlign: string;
  textBaseline: string;
}

/** What PGF was told last, so that it is not told again. */
type Told = Map<string, string>;

/** Strips that a gradient is drawn with: more are not to be told apart in print. */
const strips = 64;

/**
 * A canvas that writes what is drawn on it as PGF commands. It knows what Vega's renderer calls; lengths are big points
 * (1/72 inch), and the page hangs from its upper edge, as in the PDF.
 */
export class PgfContext {
  private state: State = {
    matrix: [1, 0, 0, 1, 0, 0],
    fillStyle: "#000000",
    strokeStyle: "#000000",
    lineWidth: 1,
    lineCap: "butt",
    lineJoin: "miter",
    miterLimit: 10,
    globalAlpha: 1,
    dash: [],
    font: "10px sans-serif",
    textAlign: "start",
    textBaseline: "alphabetic",
  };
  private readonly saved: State[] = [];
  private told: Told = new Map();
  private readonly toldBefore: Told[] = [];
  private path: string[] = [];
  private readonly lines: string[] = [];
  private readonly colours = new Map<string, string>();

  constructor(private readonly heightPt: number) {}

  /** The commands so far, one a line. */
  get commands(): readonly string[] {
    return this.lines;
  }

  /** Definitions of the colours that the commands use. */
  get definitions(): string[] {
    return [...this.colours].map(([rgb, name]) => `\\definecolor{${name}}{rgb}{${rgb}}`);
  }

  set fillStyle(value: Paint) {
    this.state.fillStyle = value;
  }
  set strokeStyle(value: Paint) {
    this.state.strokeStyle = value;
  }
  set lineWidth(value: number) {
    this.state.lineWidth = value;
  }
  set lineCap(value: string) {
    this.state.lineCap = value;
  }
  set lineJoin(value: string) {
    this.state.lineJoin = value;
  }
  set miterLimit(value: number) {
    this.state.miterLimit = value;
  }
  set globalAlpha(value: number) {
    this.state.globalAlpha = value;
  }
  get globalAlpha(): number {
    return this.state.globalAlpha;
  }
  set font(value: string) {
    this.state.font = value;
  }
  set textAlign(value: string) {
    this.state.textAlign = value;
  }
  set textBaseline(value: string) {
    this.state.textBaseline = value;
  }
  setLineDash(dash: readonly number[]): void {
    this.state.dash = dash;
  }

  save(): void {
    this.saved.push({ ...this.state });
    this.toldBefore.push(this.told);
    this.told = new Map(this.told);
    this.lines.push("\\begin{pgfscope}");
  }

  restore(): void {
    const before = this.saved.pop();
    if (before === undefined) return;
    this.state = before;
    this.told = this.toldBefore.pop() ?? new Map<string, string>();
    // A scope in which nothing was drawn is left out.
    const opening = this.lines.lastIndexOf("\\begin{pgfscope}");
    if (opening === this.lines.length - 1) this.lines.pop();
    else this.lines.push("\\end{pgfscope}");
  }

  transform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const [A, B, C, D, E, F] = this.state.matrix;
    this.state.matrix = [
      A * a + C * b,
      B * a + D * b,
      A * c + C * d,
      B * c + D * d,
      A * e + C * f + E,
      B * e + D * f + F,
    ];
  }
  translate(x: number, y: number): void {
    this.transform(1, 0, 0, 1, x, y);
  }
  scale(x: number, y: number): void {
    this.transform(x, 0, 0, y, 0, 0);
  }
  rotate(angle: number): void {
    this.transform(cos(angle), sin(angle), -sin(angle), cos(angle), 0, 0);
  }

  beginPath(): void {
    this.path = [];
  }
  moveTo(x: number, y: number): void {
    this.path.push(`\\pgfpathmoveto{${this.point(x, y)}}`);
  }
  lineTo(x: number, y: number): void {
    const command = this.path.length === 0 ? "moveto" : "lineto";
    this.path.push(`\\pgfpath${command}{${this.point(x, y)}}`);
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    const points = [this.point(x1, y1), this.point(x2, y2), this.point(x, y)];
    this.path.push(`\\pgfpathcurveto${points.map((point) => `{${point}}`).join("")}`);
  }
  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    this.path.push(`\\pgfpathquadraticcurveto{${this.point(x1, y1)}}{${this.point(x, y)}}`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }
  closePath(): void {
    if (this.path.length > 0) this.path.push("\\pgfpathclose");
  }
  /** An arc in Bézier curves of at most a quarter; they are 0.03 % of the radius off at most. */
  arc(x: number, y: number, radius: number, start: number, end: number, isBackwards = false): void {
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
      this.bezierCurveTo(
        x + radius * cos(from) - reach * sin(from),
        y + radius * sin(from) + reach * cos(from),
        x + radius * cos(to) + reach * sin(to),
        y + radius * sin(to) - reach * cos(to),
        x + radius * cos(to),
        y + radius * sin(to),
      );
    }
  }

  fill(): void {
    const { fillStyle } = this.state;
    if (this.path.length === 0) return;
    if (fillStyle instanceof Gradient) return this.fillWithStrips(fillStyle);
    if (isClear(fillStyle)) return;
    this.paint("fill", fillStyle);
    this.lines.push(...this.path, "\\pgfusepath{fill}");
  }

  stroke(): void {
    const { strokeStyle, lineWidth, dash, lineCap, lineJoin, miterLimit } = this.state;
    if (this.path.length === 0 || lineWidth <= 0 || strokeStyle instanceof Gradient) return;
    if (isClear(strokeStyle)) return;
    this.paint("stroke", strokeStyle);
    const factor = this.lengthFactor();
    this.tell("width", `\\pgfsetlinewidth{${number(lineWidth * factor)}bp}`);
    const dashes = dash.map((length) => `{${number(length * factor)}bp}`).join("");
    this.tell("dash", `\\pgfsetdash{${dashes}}{0bp}`);
    this.tell(
      "cap",
      { round: "\\pgfsetroundcap", square: "\\pgfsetrectcap" }[lineCap] ?? "\\pgfsetbuttcap",
    );
    const joins = { round: "\\pgfsetroundjoin", bevel: "\\pgfsetbeveljoin" };
    this.tell(
      "join",
      Object.entries(joins).find(([name]) => name === lineJoin)?.[1] ??
        `\\pgfsetmiterjoin\\pgfsetmiterlimit{${number(miterLimit)}}`,
    );
    this.lines.push(...this.path, "\\pgfusepath{stroke}");
  }

  clip(): void {
    this.lines.push(...this.path, "\\pgfusepath{clip}");
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.beginPath();
    this.rect(x, y, width, height);
    this.stroke();
  }
  clearRect(): void {
    // The page is empty.
  }

  fillText(text: string, x: number, y: number): void {
    const { matrix, font, textAlign, textBaseline, fillStyle } = this.state;
    if (text === "" || fillStyle instanceof Gradient || isClear(fillStyle)) return;
    this.paint("fill", fillStyle);
    const angle = -degreesOf(matrix[0], matrix[1]);
    const options = [
      `at={${this.point(x, y)}}`,
      ...({ left: ["left"], start: ["left"], right: ["right"], end: ["right"] }[textAlign] ?? []),
      ...(textBaseline === "alphabetic" ? ["base"] : []),
      ...(Math.abs(angle) > 1e-6 ? [`rotate=${number(angle)}`] : []),
    ];
    const colour = this.colourName(fillStyle);
    this.lines.push(
      `\\pgftext[${options.join(",")}]{\\color{${colour}}${pgfText(text, font, this.lengthFactor())}}`,
    );
  }

  /** @throws {UserError} always: a picture would have to be a file of its own */
  drawImage(): never {
    throw new UserError(
      "Image marks cannot be written as PGF.\nLeave pgf out of the formats, or the image marks out of the spec.",
    );
  }

  createLinearGradient(x1: number, y1: number, x2: number, y2: number): Gradient {
    return new Gradient(x1, y1, x2, y2);
  }

  /** A gradient along its axis, as strips of one colour each inside the path. */
  private fillWithStrips(gradient: Gradient): void {
    const { path } = this;
    this.save();
    this.clip();
    const { x1, y1, x2, y2 } = gradient;
    const [across, along] = [-(y2 - y1), x2 - x1].map((part) => 1000 * part);
    for (let strip = 0; strip < strips; strip++) {
      // Each reaches to the end: no gap between two of them can show.
      const from = strip / strips;
      const [x, y] = [x1 + from * (x2 - x1), y1 + from * (y2 - y1)];
      this.state.fillStyle = gradient.at((strip + 0.5) / strips);
      this.beginPath();
      this.moveTo(x - across, y - along);
      this.lineTo(x + across, y + along);
      this.lineTo(x2 + across, y2 + along);
      this.lineTo(x2 - across, y2 - along);
      this.closePath();
      this.fill();
    }
    this.restore();
    this.path = path;
  }

  private paint(kind: "fill" | "stroke", style: string): void {
    this.tell(kind, `\\pgfset${kind}color{${this.colourName(style)}}`);
    const opacity = colourOf(style).alpha * this.state.globalAlpha;
    this.tell(`${kind}Opacity`, `\\pgfset${kind}opacity{${number(opacity)}}`);
  }

  private tell(what: string, command: string): void {
    if (this.told.get(what) === command) return;
    // Full opacity is where PGF begins.
    if (!this.told.has(what) && command.endsWith("opacity{1}")) return;
    this.told.set(what, command);
    this.lines.push(command);
  }

  private colourName(style: string): string {
    const { rgb } = colourOf(style);
    const key = rgb.map((part) => number(part / 255)).join(",");
    const name = this.colours.get(key) ?? `tbf${this.colours.size}`;
    this.colours.set(key, name);
    return name;
  }

  private lengthFactor(): number {
    const [a, b, c, d] = this.state.matrix;
    return Math.sqrt(Math.abs(a * d - b * c));
  }

  private point(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.state.matrix;
    const [pageX, pageY] = [a * x + c * y + e, this.heightPt - (b * x + d * y + f)];
    return `\\pgfqpoint{${number(pageX)}bp}{${number(pageY)}bp}`;
  }
}

/** The direction of a vector, between -180 and 180 degrees. */
function degreesOf(x: number, y: number): number {
  if (x === 0) return Math.sign(y) * 90;
  const degrees = (atan(y / x) * 180) / Math.PI;
  return x > 0 ? degrees : degrees + (y < 0 ? -180 : 180);
}

/** At most four decimals, as TeX reads them: no exponent, no sign before zero. */
function number(value: number): string {
  const text = value.toFixed(4).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}
