import type { Random } from "./random.js";

/** Texts that have broken parsers before. */
const hostileTexts = [
  "",
  "~",
  "null",
  "true",
  "-1",
  "1e999",
  "9007199254740993",
  "NaN",
  "[]",
  "{}",
  "[[[[[[[[[[]]]]]]]]]]",
  "*nothing",
  "&a [*a]",
  "<<: *a",
  "!!binary x",
  "!!js/function x",
  "__proto__",
  "constructor",
  "../../../etc/passwd",
  "</script><script>",
  "\u0000",
  "\ud800",
  "\u2028",
  "x".repeat(5000),
  "${1}",
  "%s%n",
  "'",
  '"',
  "|",
  ">-",
  "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
];

/** Changes some lines of a text: left out, doubled, moved, cut, or with something hostile in them. */
export function mutateLines(text: string, random: Random): string {
  const lines = text.split("\n");
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(lines.length);
    const line = lines[at] ?? "";
    switch (random.below(7)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(random.below(lines.length), 0, line);
        break;
      case 2:
        lines[at] = line.slice(0, random.below(line.length + 1));
        break;
      case 3:
        lines[at] = `${" ".repeat(random.below(6))}${line}`;
        break;
      case 4:
        lines[at] = line.replace(/:.*/, `: ${random.pick(hostileTexts)}`);
        break;
      case 5:
        lines.splice(at, 0, random.pick(hostileTexts));
        break;
      default:
        lines[at] = mutateCharacters(line, random);
    }
  }
  return lines.join("\n");
}

export function mutateCharacters(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const inserted = random.chance(0.5)
    ? random.pick(hostileTexts)
    : String.fromCharCode(random.below(random.chance(0.9) ? 128 : 65536));
  return text.slice(0, at) + inserted + text.slice(at + random.below(4));
}

/** Flips bits, cuts, or repeats a piece of some bytes. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = Uint8Array.from(bytes);
  switch (random.below(5)) {
    case 0:
      return changed.subarray(0, random.below(changed.length + 1));
    case 1: {
      const at = random.below(changed.length);
      return Buffer.concat([changed.subarray(0, at), random.bytes(8), changed.subarray(at)]);
    }
    default:
      for (let count = 1 + random.below(4); count > 0 && changed.length > 0; count--) {
        changed[random.below(changed.length)] ^= 1 << random.below(8);
      }
      return changed;
  }
}

/** Changes some places of a JSON value: other values, other keys, parts left out or put elsewhere. */
export function mutateJson(value: unknown, random: Random): unknown {
  const changed: unknown = structuredClone(value);
  for (let count = 1 + random.below(2); count > 0; count--) {
    const places = placesIn(changed);
    if (places.length === 0) return hostileValue(random);
    const { parent, key } = random.pick(places);
    switch (random.below(5)) {
      case 0:
        Reflect.deleteProperty(parent, key);
        break;
      case 1:
        Reflect.set(parent, random.pick([...hostileTexts, "type", "field", "data", "mark"]), 1);
        break;
      case 2: {
        const other = random.pick(places);
        Reflect.set(parent, key, structuredClone(Reflect.get(other.parent, other.key)));
        break;
      }
      case 3: {
        const text: unknown = Reflect.get(parent, key);
        if (typeof text === "string") Reflect.set(parent, key, mutateCharacters(text, random));
        else Reflect.set(parent, key, hostileValue(random));
        break;
      }
      default:
        Reflect.set(parent, key, hostileValue(random));
    }
  }
  return changed;
}

function hostileValue(random: Random): unknown {
  const values = [null, true, 0, -1, 1e308, [], {}, [null], { a: {} }, "", "field", ["a", 1, null]];
  return random.chance(0.3) ? random.pick(hostileTexts) : random.pick<unknown>(values);
}

function placesIn(value: unknown): { parent: object; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    { parent: value, key },
    ...placesIn(Reflect.get(value, key)),
  ]);
}
