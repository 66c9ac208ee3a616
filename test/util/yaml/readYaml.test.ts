import assert from "node:assert/strict";
import { z } from "zod";
import { parseYaml } from "../../../src/util/yaml/readYaml.js";
import { UserError } from "../../../src/util/userError.js";

const schema = z.strictObject({
  title: z.string(),
  statistics: z.enum(["published", "corrected"]).optional(),
  series: z.array(z.strictObject({ label: z.string(), experiment: z.string() })).min(1),
});

function complaint(text: string): string {
  try {
    parseYaml(text, "lookups/a.yaml", schema);
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
  return assert.fail("the text was accepted");
}

describe("parseYaml", () => {
  const good = "title: Division\nseries:\n  - label: NRU\n    experiment: sltr-in2/nru\n";

  it("returns the validated value", () => {
    assert.deepEqual(parseYaml(good, "a.yaml", schema), {
      title: "Division",
      series: [{ label: "NRU", experiment: "sltr-in2/nru" }],
    });
  });

  it("names file, line and nearest valid name of an unknown field", () => {
    const message = complaint(good.replace("label:", "lable:"));
    assert.match(message, /lookups\/a\.yaml:3: unknown field "series\[0\]\.lable".*"label"/);
    assert.match(message, /lookups\/a\.yaml:3: "series\[0\]\.label": is missing/);
  });

  it("names the values that a field may have and the nearest one", () => {
    const message = complaint(`statistics: publishd\n${good}`);
    assert.match(message, /a\.yaml:1: "statistics": expected one of "published", "corrected"/);
    assert.match(message, /Did you mean "published"\?/);
  });

  it("says what type was expected", () => {
    assert.match(complaint(good.replace("Division", "[1, 2]")), /:1: "title": expected a string/);
  });

  it("gives line and column of a syntax error", () => {
    assert.match(complaint("title: 'Division\nseries: []\n"), /^lookups\/a\.yaml:\d+:\d+: /);
  });

  it("refuses a field that is given twice", () => {
    assert.match(complaint(`${good}title: again\n`), /a\.yaml:5:1: Map keys must be unique/);
  });
});
