import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { markupText } from "../../util/text/markupText.js";
import { compileSpec } from "../layout/compileSpec.js";
import { type LaidOutFigure, randomSeed } from "../layout/layoutFigure.js";
import { fontFamily, type FontFile, fontFiles } from "../vega/fonts.js";
import { textsByFile } from "./drawSvg.js";
import { embedFonts, embedStandIns } from "./embedFonts.js";
import { narrowFigure } from "./narrowFigure.js";
import { standInsOf } from "./standIns.js";

const { resolve } = createRequire(import.meta.url);
const printableAscii = Array.from({ length: 95 }, (_, code) => String.fromCharCode(32 + code)).join(
  "",
);

/** A page that shows the figure with tooltips and needs nothing but itself. */
export async function writeHtml(laidOut: LaidOutFigure): Promise<string> {
  const { figure, libraries, document } = laidOut;
  const silent = libraries.vega.logger(libraries.vega.None);
  const compiled = compileSpec(libraries.vegaLite, document, silent);
  const narrow = await narrowFigure(laidOut);
  const texts = textsByFile(laidOut);
  for (const [file, text] of narrow === undefined ? [] : textsByFile(narrow)) {
    texts.set(file, (texts.get(file) ?? "") + text);
  }
  narrow?.view.finalize();
  const tooltipTexts = `${printableAscii}−×±⁰¹²³⁴⁵⁶⁷⁸⁹⁻${[...texts.values()].join("")}`;
  const standIns = await standInsOf(laidOut);
  const isStandIn = (file: FontFile) => standIns.some((one) => one.file.family === file.family);
  const withTooltips = new Map([...texts].filter(([file]) => !isStandIn(file)));
  for (const file of fontFiles) withTooltips.set(file, (texts.get(file) ?? "") + tooltipTexts);
  const fonts = (await embedFonts(withTooltips)) + (await embedStandIns(standIns, withTooltips));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markupText(figure.title)}</title>
<style>
${fonts}
${pageStyle(laidOut)}${narrow === undefined ? "" : narrowStyle(narrow)}
</style>
</head>
<body>
<main>
<h1>${markupText(figure.title)}</h1>
${figure.description === undefined ? "" : `<p>${markupText(figure.description)}</p>\n`}<div id="figure" role="group" tabindex="0" aria-label="${markupText(figure.title)}"></div>
</main>
<div id="tooltip" hidden></div>
<script>${await readVegaForBrowsers()}</script>
<script type="application/json" id="spec">${scriptJson(compiled)}</script>
${
  narrow === undefined
    ? ""
    : `<script type="application/json" id="narrow-spec">${scriptJson(compileSpec(libraries.vegaLite, narrow.document, silent))}</script>
`
}<script>${pageScript}</script>
</body>
</html>
`;
}

/** The build of Vega for browsers, which its package carries; it has to fit into a script element as it is. */
async function readVegaForBrowsers(): Promise<string> {
  const code = await readFile(join(dirname(resolve("vega")), "vega.min.js"), "utf8");
  if (/<\/script|<!--/i.test(code)) throw new Error("vega.min.js cannot be put into a page");
  return code;
}

/** JSON inside a script element must not end it. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function pageStyle({ page }: LaidOutFigure): string {
  return `body{margin:0;color-scheme:light;font:15px/1.4 "${fontFamily}",sans-serif;color:#222;background:#fff}
main{box-sizing:border-box;max-width:${Math.round(page.widthPt * 2)}px;margin:0 auto;padding:1.5rem}
h1{font-size:1.2rem;font-weight:600;margin:0 0 .5rem}
p{max-width:45rem;margin:0 0 1rem}
#figure{overflow-x:auto}
#figure svg{width:100%;min-width:${Math.round((page.widthPt * 4) / 3)}px;height:auto;display:block}
#tooltip{position:fixed;pointer-events:none;background:#fff;border:1px solid #bbb;border-radius:3px;padding:4px 8px;font-size:13px;box-shadow:0 1px 4px #0003}
#tooltip[hidden]{display:none}
#tooltip table{border-collapse:collapse}
#tooltip th{text-align:left;font-weight:400;color:#666;padding:0 .8em 0 0}
#tooltip td{padding:0;font-variant-numeric:tabular-nums}`;
}

/** Screens that are narrower show the panels below each other. */
const narrowScreen = "(max-width:600px)";

function narrowStyle({ page }: LaidOutFigure): string {
  return `\n@media ${narrowScreen}{main{padding:1rem}#figure svg{min-width:${Math.round((page.widthPt * 4) / 3)}px}}`;
}

const pageScript = `
const specs = ["spec", "narrow-spec"].flatMap((id) => {
  const element = document.getElementById(id);
  return element === null ? [] : [JSON.parse(element.textContent)];
});
const screenSize = matchMedia("${narrowScreen}");
const tip = document.getElementById("tooltip");
// Powers of ten as the axes write them.
const raised = (digits) => [...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
const pretty = (text) =>
  String(text).replace(/([0-9.]+)e([-+−]?)([0-9]+)/g, (_, mantissa, sign, digits) =>
    mantissa + "×10" + (sign === "" || sign === "+" ? "" : "⁻") + raised(digits));
function tooltip(handler, event, item, value) {
  tip.hidden = value == null || value === "";
  if (tip.hidden) return;
  tip.replaceChildren();
  if (typeof value === "object") {
    const table = tip.appendChild(document.createElement("table"));
    for (const [name, text] of Object.entries(value)) {
      const row = table.insertRow();
      row.appendChild(document.createElement("th")).textContent = name;
      row.insertCell().textContent = pretty(text);
    }
  } else tip.textContent = value;
  const box = tip.getBoundingClientRect();
  const left = Math.min(event.clientX + 12, innerWidth - box.width - 4);
  const below = event.clientY + 12;
  const top = below + box.height > innerHeight ? event.clientY - box.height - 12 : below;
  tip.style.left = left + "px";
  tip.style.top = top + "px";
}
let view;
function show() {
  view?.finalize();
  tip.hidden = true;
  vega.setRandom(vega.randomLCG(${randomSeed}));
  const loader = { ...vega.loader(), load: () => Promise.reject(new Error("nothing is loaded")) };
  const spec = specs[screenSize.matches ? specs.length - 1 : 0];
  view = new vega.View(vega.parse(spec), {
    renderer: "svg", container: "#figure", hover: true, tooltip, loader,
  });
  return view.runAsync();
}
Promise.all([...document.fonts].map((font) => font.load())).then(show);
if (specs.length > 1) screenSize.addEventListener("change", show);
`;
