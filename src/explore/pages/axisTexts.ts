import type { Axis } from "../curves/protocol.js";
import { numberText } from "./dom.js";

/** A tick of an axis. */
export function axisText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e5 || size < 1e-3)
    ? value.toExponential().replace("e+", "e")
    : String(Number(value.toPrecision(6)));
}

/** Seconds in the unit that fits them. */
export function durationText(seconds: number): string {
  const sign = seconds < 0 ? "-" : "";
  const whole = Math.abs(seconds);
  if (whole < 60) return `${sign}${Number(whole.toPrecision(3))} s`;
  if (whole < 3600) return `${sign}${Number((whole / 60).toPrecision(3))} min`;
  return `${sign}${Number((whole / 3600).toPrecision(3))} h`;
}

/** A place on the horizontal axis. */
export function xText(x: number, axis: Axis): string {
  if (axis === "step") return numberText(x);
  return axis === "relative" ? durationText(x) : new Date(1000 * x).toLocaleString();
}
