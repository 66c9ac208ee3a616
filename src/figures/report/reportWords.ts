/** Signs that are shown of what two texts share before and after their difference, and of the difference. */
const context = 40;
const mostSigns = 300;

/** Two texts, without most of what they share. */
export function changedParts(old: string | undefined, now: string | undefined): [string, string] {
  if (old === undefined || now === undefined) return [shortText(old), shortText(now)];
  const [was, is] = [[...old], [...now]];
  const shared = Math.min(was.length, is.length);
  let start = 0;
  while (start < shared && was[start] === is[start]) start++;
  let end = 0;
  while (end < shared - start && was[was.length - 1 - end] === is[is.length - 1 - end]) end++;
  const part = (signs: readonly string[]) => {
    const [from, to] = [Math.max(0, start - context), Math.max(0, end - context)];
    const text = signs.slice(from, signs.length - to).join("");
    return `${from > 0 ? "…" : ""}${shortText(text)}${to > 0 ? "…" : ""}`;
  };
  return [part(was), part(is)];
}

const shortText = (text = "–"): string =>
  text.length > mostSigns ? `${text.slice(0, mostSigns - 1)}…` : text;

/** Two numbers with as many digits as it takes to tell them apart, four at least. */
export function shortPair(old: string, now: string): [string, string] {
  for (let digits = 4; digits < 17; digits++) {
    const [was, is] = [shortNumber(old, digits), shortNumber(now, digits)];
    if (was !== is) return [was, is];
  }
  return [old, now];
}

function shortNumber(text: string, digits: number): string {
  if (text === "") return "–";
  const value = Number(text);
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : text;
}

/** Three digits with a sign: `+0.82`, `−1.5e-9`. */
export function signed(value: number): string {
  const digits = String(Number(Math.abs(value).toPrecision(3)));
  return `${value < 0 ? "−" : "+"}${digits}`;
}

export const grouped = (value: number): string => value.toLocaleString("en-US");

export function percent(share: number): string {
  const value = 100 * share;
  return value < 0.01 ? "less than 0.01 %" : `${Number(value.toPrecision(2))} %`;
}

export const counted = (count: number, what: string): string =>
  `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;
