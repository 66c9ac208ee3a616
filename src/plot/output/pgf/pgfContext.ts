import { append } from "../../../util/lists/longLists.js";
import { UserError } from "../../../util/userError.js";
import { type CanvasState, newCanvasState } from "./canvasState.js";
import { degreesOf, lengthFactor, type Matrix, multiply, rotation } from "./matrix.js";
import { colourOf, Gradient, isClear, type Paint } from "./paint.js";
import { PgfPath } from "./pgfPath.js";
import { pgfText } from "./pgfText.js";
import { texNumber } from "./texNumber.js";

/** What PGF was told last, so that it is not told again. */
type Told = Map<string, string>;

/** Strips that a gradient is drawn with: more are not to be told apart in print. */
const strips = 64;

/**
 * A canvas that writes what is drawn on it as PGF commands. It knows what Vega's renderer calls; lengths are big points
 * (1/72 inch), and the page hangs from its upper edge, as in the PDF.
 */
export class PgfContext {
  private state: CanvasState = { ...newCanvasState };
  private readonly saved: CanvasState[] = [];
  private told: Told = new Map();
  private readonly toldBefore: Told[] = [];
  private readonly path: PgfPath;
  private readonly lines: string[] = [];
  private readonly colours = new Map<string, string>();

  constructor(heightPt: number) {
    this.path = new PgfPath(heightPt);
  }

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
    this.path.matrix = before.matrix;
    this.told = this.toldBefore.pop() ?? new Map<string, string>();
    // A scope in which nothing was drawn is left out.
    const opening = this.lines.lastIndexOf("\\begin{pgfscope}");
    if (opening === this.lines.length - 1) this.lines.pop();
    else this.lines.push("\\end{pgfscope}");
  }

  transform(...matrix: [number, number, number, number, number, number]): void {
    this.setMatrix(multiply(this.state.matrix, matrix));
  }
  translate(x: number, y: number): void {
    this.transform(1, 0, 0, 1, x, y);
  }
  scale(x: number, y: number): void {
    this.transform(x, 0, 0, y, 0, 0);
  }
  rotate(angle: number): void {
    this.setMatrix(multiply(this.state.matrix, rotation(angle)));
  }

  beginPath(): void {
    this.path.begin();
  }
  moveTo(x: number, y: number): void {
    this.path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path.curveTo([x1, y1], [x2, y2], [x, y]);
  }
  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    this.path.curveTo([x1, y1], [x, y]);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.polygon([x, y], [x + width, y], [x + width, y + height], [x, y + height]);
  }
  closePath(): void {
    this.path.close();
  }
  arc(x: number, y: number, radius: number, start: number, end: number, isBackwards = false): void {
    this.path.arc(x, y, radius, start, end, isBackwards);
  }

  fill(): void {
    const { fillStyle } = this.state;
    if (this.path.lines.length === 0) return;
    if (fillStyle instanceof Gradient) return this.fillWithStrips(fillStyle);
    if (isClear(fillStyle)) return;
    this.paint("fill", fillStyle);
    append(this.lines, this.path.lines);
    this.lines.push("\\pgfusepath{fill}");
  }

  stroke(): void {
    const { strokeStyle, lineWidth, dash, lineCap, lineJoin, miterLimit } = this.state;
    if (this.path.lines.length === 0 || lineWidth <= 0 || strokeStyle instanceof Gradient) return;
    if (isClear(strokeStyle)) return;
    this.paint("stroke", strokeStyle);
    const factor = lengthFactor(this.state.matrix);
    this.tell("width", `\\pgfsetlinewidth{${texNumber(lineWidth * factor)}bp}`);
    const dashes = dash.map((length) => `{${texNumber(length * factor)}bp}`).join("");
    this.tell("dash", `\\pgfsetdash{${dashes}}{0bp}`);
    this.tell(
      "cap",
      { round: "\\pgfsetroundcap", square: "\\pgfsetrectcap" }[lineCap] ?? "\\pgfsetbuttcap",
    );
    const joins = { round: "\\pgfsetroundjoin", bevel: "\\pgfsetbeveljoin" };
    this.tell(
      "join",
      Object.entries(joins).find(([name]) => name === lineJoin)?.[1] ??
        `\\pgfsetmiterjoin\\pgfsetmiterlimit{${texNumber(miterLimit)}}`,
    );
    append(this.lines, this.path.lines);
    this.lines.push("\\pgfusepath{stroke}");
  }

  clip(): void {
    append(this.lines, this.path.lines);
    this.lines.push("\\pgfusepath{clip}");
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
    const angle = -degreesOf(matrix);
    const options = [
      `at={${this.path.point(x, y)}}`,
      ...({ left: ["left"], start: ["left"], right: ["right"], end: ["right"] }[textAlign] ?? []),
      ...(textBaseline === "alphabetic" ? ["base"] : []),
      ...(Math.abs(angle) > 1e-6 ? [`rotate=${texNumber(angle)}`] : []),
    ];
    const colour = this.colourName(fillStyle);
    this.lines.push(
      `\\pgftext[${options.join(",")}]{\\color{${colour}}${pgfText(text, font, lengthFactor(matrix))}}`,
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
    const outline = this.path.lines;
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
      this.path.polygon(
        [x - across, y - along],
        [x + across, y + along],
        [x2 + across, y2 + along],
        [x2 - across, y2 - along],
      );
      this.fill();
    }
    this.restore();
    this.path.begin(outline);
  }

  private paint(kind: "fill" | "stroke", style: string): void {
    this.tell(kind, `\\pgfset${kind}color{${this.colourName(style)}}`);
    const opacity = colourOf(style).alpha * this.state.globalAlpha;
    this.tell(`${kind}Opacity`, `\\pgfset${kind}opacity{${texNumber(opacity)}}`);
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
    const key = rgb.map((part) => texNumber(part / 255)).join(",");
    const name = this.colours.get(key) ?? `tbf${this.colours.size}`;
    this.colours.set(key, name);
    return name;
  }

  private setMatrix(matrix: Matrix): void {
    this.state.matrix = matrix;
    this.path.matrix = matrix;
  }
}
