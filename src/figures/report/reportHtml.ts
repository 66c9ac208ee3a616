import { markupText } from "../../util/text/markupText.js";
import { linkTarget } from "./linkTarget.js";
import type { ReportPage, ReportPicture, ReportSection, ReportTable } from "./reportPage.js";

/** A report as a page that needs no script, and nothing but the files of its folder. */
export function reportHtml(page: ReportPage): string {
  const { title, sentences, failures, sections, same, unchecked } = page;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markupText(title)}</title>
<style>
${style}
</style>
</head>
<body>
<main>
<h1>${markupText(title)}</h1>
${sentences.map(paragraph).join("")}${list("Not made or not compared", failures, "failures")}${contents(sections)}${sections.map(section).join("")}${folded(`${same.length} as they were`, same)}${folded(`${unchecked.length} not checked: neither data nor committed files`, unchecked)}</main>
</body>
</html>
`;
}

const paragraph = (text: string): string => `<p>${markupText(text)}</p>\n`;

function list(title: string, items: readonly string[], name: string): string {
  if (items.length === 0) return "";
  const lines = items.map((item) => `<li>${markupText(item)}</li>\n`).join("");
  return `<h2>${markupText(title)}</h2>\n<ul class="${name}">\n${lines}</ul>\n`;
}

function folded(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const lines = items.map((item) => `<li>${markupText(item)}</li>\n`).join("");
  return `<details>\n<summary>${markupText(title)}</summary>\n<ul>\n${lines}</ul>\n</details>\n`;
}

function contents(sections: readonly ReportSection[]): string {
  if (sections.length < 2) return "";
  const links = sections.map(
    ({ key, title }, index) =>
      `<li><a href="#figure-${index + 1}">${markupText(key)}</a>: ${markupText(title)}</li>\n`,
  );
  return `<nav aria-label="Changed figures">\n<ol>\n${links.join("")}</ol>\n</nav>\n`;
}

function section(
  { key, title, sentences, pictures, tables, files }: ReportSection,
  index: number,
): string {
  const links = files.map(({ name, old, now }) => {
    const versions = [...(old === undefined ? [] : [link(old, "old")]), link(now, "new")];
    return `<li>${markupText(name)}: ${versions.join(", ")}</li>\n`;
  });
  return `<section id="figure-${index + 1}" aria-labelledby="title-${index + 1}">
<h2 id="title-${index + 1}">${markupText(title)} <code>${markupText(key)}</code></h2>
${sentences.map(paragraph).join("")}${pictures.length === 0 ? "" : `<div class="pictures">\n${pictures.map(picture).join("")}</div>\n`}${tables.map(table).join("")}<details>
<summary>Files that differ</summary>
<ul>
${links.join("")}</ul>
</details>
</section>
`;
}

const link = (file: string, text: string): string =>
  `<a href="${markupText(linkTarget(file))}">${text}</a>`;

function picture({ title, file, alternative }: ReportPicture): string {
  const target = markupText(linkTarget(file));
  return `<figure>
<figcaption>${markupText(title)}</figcaption>
<a href="${target}"><img src="${target}" alt="${markupText(alternative)}"></a>
</figure>
`;
}

function table({ caption, header, rows, numbers, more }: ReportTable): string {
  const kind = (column: number) => (numbers.has(column) ? ' class="number"' : "");
  const heads = header
    .map((text, column) => `<th${kind(column)}>${markupText(text)}</th>`)
    .join("");
  const lines = rows.map(
    (row) =>
      `<tr>${row.map((text, column) => `<td${kind(column)}>${markupText(text)}</td>`).join("")}</tr>\n`,
  );
  const rest = more === undefined ? "" : paragraph(more);
  return `<div class="table" role="region" tabindex="0" aria-label="${markupText(caption)}">
<table>
<caption>${markupText(caption)}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines.join("")}</tbody>
</table>
</div>
${rest}`;
}

const style = `:root{color-scheme:light dark;--ink:#1f2328;--faint:#59636e;--paper:#fff;--line:#d1d9e0;--link:#0550ae;--alarm:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--faint:#9aa4af;--paper:#0d1117;--line:#3d444d;--link:#78b7ff;--alarm:#ff9d93}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:80rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;margin:0 0 .5rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
h2 code{font-size:.85rem;font-weight:400;color:var(--faint)}
p,ul,ol{margin:.4rem 0;max-width:60rem;overflow-wrap:anywhere}
a{color:var(--link)}
.failures{color:var(--alarm);white-space:pre-line}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem;margin:1rem 0}
figure{margin:0}
figcaption{color:var(--faint);margin-bottom:.25rem}
img{display:block;max-width:100%;height:auto;background:#fff;border:1px solid var(--line);border-radius:3px}
.table{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-size:.87rem;min-width:18rem}
caption{text-align:left;color:var(--faint);padding-bottom:.3rem}
th,td{text-align:left;vertical-align:top;padding:.2rem .75rem .2rem 0;border-bottom:1px solid var(--line)}
td{min-width:3rem;max-width:32rem;overflow-wrap:anywhere}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
details{margin:.75rem 0}
summary{cursor:pointer}`;
