import type { SKRSContext2D } from "@napi-rs/canvas";
import { canvasFont } from "./canvasFont.js";

/**
 * The greatest length that reaches the native canvas, in points: thousands of pages away from the figure, and small
 * enough for sums and products in its single precision.
 */
const farthest = 1e7;

/** The colours that the native library was seen to know, and that it was not. */
const colours = new Map<unknown, boolean>();

type Method = (this: unknown, ...values: unknown[]) => unknown;

/**
 * Makes a canvas stand any value from a specification, a theme or a table. The native library ends the whole program
 * at some (a radius without end), and draws others with what was set before (a colour that it does not know). All that
 * is set and called passes here: lengths beyond any page are cut, and what cannot be drawn is an error.
 *
 * @returns the same context
 */
export function guardContext(context: SKRSContext2D): SKRSContext2D {
  const prototype = Object.getPrototypeOf(context) as object;
  for (const [name, native] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const method: unknown = native.value;
    if ("set" in native) guardProperty(context, prototype, name);
    else if (typeof method === "function" && name !== "constructor") {
      guardMethod(context, name, method as Method);
    }
  }
  return context;
}

function guardProperty(context: object, prototype: object, name: string): void {
  const get = (): unknown => Reflect.get(prototype, name, context);
  const set = (value: unknown): boolean => Reflect.set(prototype, name, value, context);
  const isColour = name === "fillStyle" || name === "strokeStyle";
  Object.defineProperty(context, name, {
    configurable: true,
    get,
    set: (value: unknown) => {
      if (isColour && typeof value !== "object") setColour(value);
      else set(name === "font" ? canvasFont(value) : sound(value, name));
    },
  });

  function setColour(value: unknown): void {
    const isKnown = colours.get(value) ?? isColourFor(value);
    if (colours.size < 10_000) colours.set(value, isKnown);
    if (!isKnown) throw new Error(`${short(value)} is no colour`);
    set(value);
  }

  /** A colour takes the place of any other one. */
  function isColourFor(value: unknown): boolean {
    if (typeof value !== "string") return false;
    const seen = ["#000001", "#000002"].map((before) => {
      set(before);
      set(value);
      return get();
    });
    return seen[0] === seen[1];
  }
}

function guardMethod(context: object, name: string, method: Method): void {
  const isText = /text/i.test(name);
  Object.defineProperty(context, name, {
    configurable: true,
    value: (...values: readonly unknown[]) => {
      const given = values.map((value, index) =>
        isText && index === 0 ? wellFormed(String(value)) : sound(value, name),
      );
      const result = method.apply(context, given);
      return name.endsWith("Gradient") ? withSoundStops(result) : result;
    },
  });
}

/** Offsets of a gradient lie between 0 and 1; the native library sees to its colours. */
function withSoundStops(gradient: unknown): unknown {
  const { addColorStop } = gradient as { addColorStop: Method };
  const value = (offset: unknown, colour: unknown): void => {
    if (typeof offset !== "number" || !(offset >= 0 && offset <= 1)) {
      throw new Error(`${short(offset)} is no place in a gradient: 0 to 1`);
    }
    addColorStop.call(gradient, offset, String(colour));
  };
  return Object.defineProperty(gradient as object, "addColorStop", { configurable: true, value });
}

/** What the native library can be given of a value. @throws {Error} when that is nothing */
function sound(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((part) => length(part, name));
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "object" && value !== null) return value;
  return length(value, name);
}

function length(value: unknown, name: string): number {
  const isDash = name === "setLineDash";
  if (typeof value !== "number" || Number.isNaN(value) || (isDash && value < 0)) {
    throw new Error(`${short(value)} is no ${isDash ? "length of a dash" : `number for ${name}`}`);
  }
  return Math.min(Math.max(value, -farthest), farthest);
}

/** A text with U+FFFD in the place of half a surrogate pair, which no encoding has. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
