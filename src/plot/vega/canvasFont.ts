const style = "(?:(?:normal|italic|oblique)\\s+)?";
const variant = "(?:(?:normal|small-caps)\\s+)?";
const weight = "(?:(bold|bolder|lighter|normal|\\d+(?:\\.\\d+)?)\\s+)?";
const size = "(\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?)px";
const shape = new RegExp(`^${style}${variant}${weight}${size}\\s+(.+)$`, "s");

/** A family without signs that have a meaning in a list of families: the native library ends the program at some. */
const plainName = /^[^"',\\\p{Control}]+$/u;

/** Points; the greatest size of type that the native library is asked for. */
const largest = 1e5;

const known = new Map<string, string>();

/** Whether a family can be named in a list of families. */
export function isFontName(name: string): boolean {
  return plainName.test(name) && name.trim() !== "";
}

/**
 * A font in the shorthand of CSS as the native canvas can be given it: what that library does not know it passes over
 * without a word, sets another size, or ends the program.
 *
 * @throws {Error} when a part of it is none: style, variant, weight, size, families
 */
export function canvasFont(font: unknown): string {
  const text = String(font);
  let sound = known.get(text);
  if (sound === undefined) {
    sound = soundFont(text);
    // Fonts of one program are few, those of a hostile one are not.
    if (known.size < 10_000) known.set(text, sound);
  }
  return sound;
}

function soundFont(text: string): string {
  const match = shape.exec(text.trim());
  if (match === null) throw noFont(text);
  const [, givenWeight = "", givenSize, families] = match;
  const points = Number(givenSize);
  if (!(points <= largest)) throw new Error(`${points} is no size of type`);
  if (!families.split(",").every(isFamilyInList)) throw noFont(text);
  const isWritten = /^[\d.]+$/.test(givenSize);
  if (/^([1-9]00|\D*)$/.test(givenWeight) && isWritten) return text;
  const weight = /\d/.test(givenWeight) ? `${hundreds(Number(givenWeight))}` : givenWeight;
  return `${weight} ${Number(points.toFixed(4))}px ${families}`.trim();
}

function isFamilyInList(family: string): boolean {
  return isFontName(family.trim().replace(/^(["'])(.*)\1$/s, "$2"));
}

const hundreds = (weight: number): number =>
  100 * Math.min(Math.max(Math.round(weight / 100), 1), 9);

function noFont(text: string): Error {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return new Error(`${JSON.stringify(short)} is no style, weight, size and family of type`);
}
