/** What is painted with: a CSS colour, or a gradient. */
export type Paint = string | Gradient;

/** A gradient along a line, between stops. */
export class Gradient {
  private readonly stops: { readonly offset: number; readonly rgb: readonly number[] }[] = [];

  constructor(
    readonly x1: number,
    readonly y1: number,
    readonly x2: number,
    readonly y2: number,
  ) {}

  addColorStop(offset: number, colour: string): void {
    this.stops.push({ offset, rgb: colourOf(colour).rgb });
  }

  /** The colour at a part of the way, between 0 and 1. */
  at(part: number): string {
    const after = this.stops.findIndex(({ offset }) => offset >= part);
    const right = this.stops.at(after < 0 ? -1 : after);
    const left = this.stops[after <= 0 ? 0 : after - 1];
    if (right === undefined) return "none";
    const span = right.offset - left.offset;
    const share = span > 0 ? (part - left.offset) / span : 0;
    const mixed = left.rgb.map((value, at) => Math.round(value + share * (right.rgb[at] - value)));
    return `rgb(${mixed.join(",")})`;
  }
}

export function isClear(style: string): boolean {
  return /^(none|transparent)$/.test(style) || colourOf(style).alpha === 0;
}

const names: Readonly<Record<string, string>> = {
  black: "#000000",
  white: "#ffffff",
  gray: "#808080",
  grey: "#808080",
  lightgray: "#d3d3d3",
  lightgrey: "#d3d3d3",
  darkgray: "#a9a9a9",
  red: "#ff0000",
  firebrick: "#b22222",
  green: "#008000",
  blue: "#0000ff",
  steelblue: "#4682b4",
  orange: "#ffa500",
  purple: "#800080",
  yellow: "#ffff00",
  brown: "#a52a2a",
  pink: "#ffc0cb",
};

/**
 * Parts of a CSS colour: `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(...)`, `rgba(...)`, or one of the usual names.
 *
 * @throws {Error} for anything else
 */
export function colourOf(style: string): { rgb: readonly number[]; alpha: number } {
  const text = style.trim().toLowerCase();
  if (text === "transparent" || text === "none") return { rgb: [0, 0, 0], alpha: 0 };
  const hex = (own(names, text) ?? text).replace(/^#/, "");
  if (/^[0-9a-f]{3}$/.test(hex)) {
    return { rgb: [...hex].map((digit) => parseInt(digit + digit, 16)), alpha: 1 };
  }
  if (/^([0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) {
    const bytes = hex.match(/../g)!.map((pair) => parseInt(pair, 16));
    return { rgb: bytes.slice(0, 3), alpha: bytes.length > 3 ? bytes[3] / 255 : 1 };
  }
  const parts = /^rgba?\(([^)]*)\)$/
    .exec(text)?.[1]
    .split(/[\s,/]+/)
    .filter(Boolean);
  if (parts === undefined || parts.length < 3) {
    throw new Error(`the colour ${JSON.stringify(style)} cannot be written as PGF`);
  }
  const [red, green, blue, alpha = 1] = parts.map(Number);
  return { rgb: [red, green, blue], alpha };
}
import { own } from "../../../util/own.js";
