import assert from "node:assert/strict";
import { layoutPeopleTable } from "../../src/tables/peopleTable.js";

describe("layoutPeopleTable", () => {
  const table = {
    header: ["task", "a|b"],
    rows: [[{ text: "x_1" }, { text: "1 ± 2", isBest: true }]],
    numbers: new Set([1]),
    caption: "50 %",
    label: "tab:x",
  };

  it("writes LaTeX with booktabs, caption and label", () => {
    const text = layoutPeopleTable(table, "tex");
    assert.match(text, /\\begin\{tabular\}\{lr\}/);
    assert.match(text, /x\\_1 & \\textbf\{1 \$\\pm\$ 2\} \\\\/);
    assert.match(text, /\\caption\{50 \\%\}\n {2}\\label\{tab:x\}/);
  });

  it("leaves marked mathematics alone", () => {
    const [lambda] = ["\\(\\lambda_1\\) & b_2"];
    const text = layoutPeopleTable({ ...table, rows: [[{ text: lambda }]] }, "tex");
    assert.ok(text.includes("\\(\\lambda_1\\) \\& b\\_2"), text);
  });

  it("writes Markdown whose cells cannot break it", () => {
    const text = layoutPeopleTable(table, "md");
    assert.match(text, /\| task \| a\\\|b \|\n\| --- \| ---: \|\n\| x_1 \| \*\*1 ± 2\*\* \|/);
  });
});
