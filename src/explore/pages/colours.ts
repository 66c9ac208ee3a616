/** Okabe and Ito's colours, darker where they would be too light on white: told apart by colour-blind readers. */
const onWhite = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#aa3377",
  "#b8860b",
  "#3a86c8",
  "#7a5195",
  "#5a5a5a",
];
const onBlack = [
  "#56b4e9",
  "#ff8c42",
  "#2fc99a",
  "#ee88bb",
  "#f0c830",
  "#8fb8ff",
  "#c5a3ff",
  "#bdbdbd",
];

const dark = matchMedia("(prefers-color-scheme: dark)");
export const isDark = (): boolean => dark.matches;

/** The colour of the nth thing. */
export function colourOf(place: number): string {
  const colours = isDark() ? onBlack : onWhite;
  return colours[place % colours.length];
}

/** A colour of the style sheet. */
export const themeColour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
