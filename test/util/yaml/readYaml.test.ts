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

  it("names the first faults of a file that is no YAML, and how many follow", () => {
    const message = complaint(`title: a\n${"b ] c\n".repeat(50)}`);
    assert.match(message, /^lookups\/a\.yaml:2:\d+: /);
    assert.match(message, /\n\d+ more faults follow from there on\.$/);
    assert.ok(message.length < 1500, `${message.length}`);
  });

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

  it("names an alias without an anchor, with the nearest one", () => {
    assert.equal(
      complaint("title: &title A\nstatistics: *tilte\nseries: []\n"),
      'lookups/a.yaml:2: there is no anchor "&tilte" above the alias "*tilte". Did you mean "title"?',
    );
    assert.match(
      complaint("title: *below\nseries: &below []\n"),
      /:1: there is no anchor "&below"/,
    );
    assert.match(complaint("<<: *missing\ntitle: A\n"), /:1: there is no anchor "&missing"/);
  });

  it("refuses an alias that is part of what it stands for", () => {
    const message = /a\.yaml:2: the alias "\*s" is part of what its anchor stands for/;
    assert.match(complaint("title: A\nseries: &s [*s]\n"), message);
    assert.match(complaint("title: A\nseries: &s { a: [{ b: *s }] }\n"), message);
  });

  it("refuses aliases that stand for more values than fit into memory", () => {
    const levels = Array.from({ length: 10 }, (_, level) => {
      const value = level === 0 ? "1" : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array(10).fill(value).join(", ")}]`;
    });
    assert.match(
      complaint(levels.join("\n")),
      /a\.yaml:6: the alias "\*a4" stands for more than 100,000 values/,
    );
    const thousand = `a: &a [${Array(1000).fill(0).join()}]\nb: [${Array(200).fill("*a").join()}]`;
    assert.match(complaint(thousand), /with its aliases the file holds more than 100,000 values/);
  });

  it("replaces aliases that are as they should be", () => {
    const text = `title: &t NRU\nseries:\n  - &s { label: *t, experiment: e }\n  - { <<: *s, label: B }\n  - *s\n`;
    const lenient = z.object({ series: z.array(z.looseObject({ label: z.string() })) });
    assert.deepEqual(
      parseYaml(text, "a.yaml", lenient).series.map(({ label }) => label),
      ["NRU", "B", "NRU"],
    );
  });

  it("says that a file is nested too deeply", () => {
    const deep = "[".repeat(50_000);
    assert.match(complaint(`title: ${deep}${"]".repeat(50_000)}`), /nested too deeply/);
  });
});
