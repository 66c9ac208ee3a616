/** A cell: Markdown, or code that is run. */
type Cell = readonly ["markdown" | "code", string];

const cells = (logs: string): readonly Cell[] => [
  [
    "markdown",
    "# A first look\n\nA notebook in TypeScript: each cell may use what the cells before it made.",
  ],
  ["code", 'import { count, figure, lower, mean, query, table, upper } from "tbfigures";'],
  ["markdown", "What the logs hold, by a question in SQL:"],
  ["code", `table(await query("from runs('${logs}')"))`],
  ["markdown", "A figure of them, with what a lookup file would say:"],
  ["code", `await figure({ title: "Learning curves", runs: "${logs}" })`],
  ["markdown", "Last values by tag, with 95 % intervals over runs:"],
  [
    "code",
    `const last = table(await query("select tag, run, arg_max(value, step) as value from scalars('${logs}') group by all"));\n` +
      'last.group("tag").summarise({ n: count(), mean: mean("value"), lower: lower("value"), upper: upper("value") })',
  ],
];

/** A notebook for Deno's kernel, as JSON. */
export function firstNotebook(logs: string): string {
  const lines = (text: string) => text.split(/(?<=\n)/);
  const notebook = {
    cells: cells(logs.replaceAll(/["'\\]/g, "")).map(([kind, text], index) => ({
      cell_type: kind,
      id: `cell-${index + 1}`,
      metadata: {},
      ...(kind === "code" && { execution_count: null, outputs: [] }),
      source: lines(text),
    })),
    metadata: {
      kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
      language_info: { file_extension: ".ts", mimetype: "text/x.typescript", name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
