const digits = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/**
 * Names for macros, which TeX lets have letters only: the parts one after the other, digits and signs as words. Each is
 * given once: a second one like it gets a letter behind.
 *
 * @param parts of each name: `["nips-sltr-in2", "NRU", "U[-2,2)", "success rate"]`
 */
export function macroNames(parts: readonly (readonly string[])[]): string[] {
  const taken = new Set<string>();
  return parts.map((one) => {
    const plain = one.map(inWords).join("") || "Number";
    let name = plain;
    for (let round = 1; taken.has(name); round++) name = `${plain}${letters(round)}`;
    taken.add(name);
    return name;
  });
}

/** What every macro of a figure begins with. */
export const macroPrefix = (key: string): string => inWords(key.split("/").at(-1) ?? key);

function inWords(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[-−](?=[0-9.])/g, (_, at: number) =>
      /[\w]/.test(text[at - 1] ?? "") ? " " : " Minus ",
    )
    .replace(/(?<=[0-9])\.(?=[0-9])/g, " Point ")
    .replace(/[0-9]/g, (digit) => ` ${digits[Number(digit)]} `)
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== "")
    .map(
      (word) =>
        word.charAt(0).toUpperCase() +
        (/^[A-Z]+$/.test(word) ? word.slice(1).toLowerCase() : word.slice(1)),
    )
    .join("");
}

/** 1 is B, 25 Z, 26 AA. */
function letters(round: number): string {
  const last = String.fromCharCode(65 + (round % 26));
  return round < 26 ? last : `${letters(Math.floor(round / 26) - 1)}${last}`;
}
