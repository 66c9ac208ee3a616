/** What LaTeX reads as a command, or sets as another sign in the old font encoding. */
const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  // Whatever the encoding of the font; babel makes it a command in some languages.
  '"': '\\string"',
  "–": "--",
  "—": "---",
  "…": "\\ldots{}",
  "“": "``",
  "”": "''",
  "\u00A0": "~",
};

/** Signs that only mathematics has. */
const mathematics: Readonly<Record<string, string>> = {
  "−": "-",
  "×": "\\times",
  "±": "\\pm",
  "·": "\\cdot",
  "÷": "\\div",
  "≤": "\\leq",
  "≥": "\\geq",
  "≠": "\\neq",
  "≈": "\\approx",
  "∞": "\\infty",
  "∪": "\\cup",
  "∩": "\\cap",
  "∈": "\\in",
  "√": "\\surd",
  "∑": "\\sum",
  "→": "\\rightarrow",
  "←": "\\leftarrow",
  ϵ: "\\epsilon",
  ϕ: "\\phi",
};

const greek =
  "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega µ mu".split(
    " ",
  );

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ";
const lowered = "₀₁₂₃₄₅₆₇₈₉₊₋ₙ";
const level = "0123456789+-n";

const signs = new Map([
  ...Object.entries(special),
  ...Object.entries(mathematics).map(([sign, command]) => [sign, `$${command}$`] as const),
  ...greek.flatMap((sign, at) => (at % 2 === 0 ? [[sign, `$\\${greek[at + 1]}$`] as const] : [])),
]);

/**
 * A plain text as LaTeX sets it, in every engine: commands escaped, Greek and mathematical signs, powers, indices and
 * negative numbers in mathematics, `1e-3` as a power of ten.
 */
export function latexText(text: string): string {
  const parts = text.split(/(\d+(?:\.\d+)?e[-+]?\d+)/);
  return parts.map((part, at) => (at % 2 === 1 ? powerOfTen(part) : plainText(part))).join("");
}

function powerOfTen(number: string): string {
  const [mantissa, exponent] = number.split("e");
  return `$${mantissa} \\times 10^{${Number(exponent)}}$`;
}

function plainText(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[&%#_{}$]|[\\^~<>|"]/g, (sign) => signs.get(sign) ?? `\\${sign}`)
    .replace(/(^|[[({,;: ])-(?=[0-9.])/g, "$1$$-$$")
    .replace(new RegExp(`[${raised}]+`, "g"), (run) => `$^{${onLevel(run, raised)}}$`)
    .replace(new RegExp(`[${lowered}]+`, "g"), (run) => `$_{${onLevel(run, lowered)}}$`)
    .replace(/[^\x20-\x7e]/gu, (sign) => signs.get(sign) ?? sign);
}

function onLevel(run: string, from: string): string {
  return [...run].map((sign) => level[from.indexOf(sign)]).join("");
}
