/** How light each further round of colours is: darker than the first, then lighter. */
const rounds = [0.62, 1.45] as const;

/**
 * A list of colours with two more rounds of it, darker and lighter, so that three times as many series can be told apart.
 *
 * @param colours as `#rrggbb`
 */
export function withShades(colours: readonly string[]): string[] {
  return [
    ...colours,
    ...rounds.flatMap((factor) => colours.map((colour) => shade(colour, factor))),
  ];
}

function shade(colour: string, factor: number): string {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const shaded = parts.map((part) =>
    factor < 1 ? part * factor : 255 - (255 - part) / (factor * factor),
  );
  return `#${shaded.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}
