/** What a paper calls a figure that its lookup names: `3 top` is Figure 3 top, `table 2` is Table 2, other names stand as they are. */
export function placeInPaper(figure: string | number): string {
  const name = String(figure);
  if (/^\d/.test(name)) return `Figure ${name}`;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
