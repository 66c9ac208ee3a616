import assert from "node:assert/strict";
import fc from "fast-check";
import { readRuns } from "../../../src/events/index.js";
import { matchTags, unmatchedPatterns } from "../../../src/util/text/matchTags.js";

describe("matchTags", () => {
  const tagsOfCase = async () => {
    const tags = new Set<string>();
    for await (const run of readRuns("fixtures/cases/04-patterns-with-brackets/logs")) {
      for (const tag of run.scalars.keys()) tags.add(tag);
    }
    return [...tags];
  };

  it("takes brackets and all signs but * and ? for themselves", async () => {
    const tags = await tagsOfCase();
    const matched = (pattern: string) => tags.filter(matchTags([pattern])).sort();
    assert.equal(matched("metrics/*(B)").length, 3);
    assert.deepEqual(matched("* (mean)"), [
      "Episode / Total timesteps (mean)",
      "Reward / Total reward (mean)",
    ]);
    assert.deepEqual(matched("reward[*]"), ["reward[0]", "reward[1]"]);
    assert.deepEqual(matched("Acc (top *)"), ["Acc (top 1)"]);
    assert.deepEqual(matched("!reward[0]"), []);
    assert.equal(matched("*").length, tags.length);
  });

  it("matches every tag, also empty ones, dots and line breaks", () => {
    for (const tag of [
      "",
      ".",
      "..",
      ".a",
      "a\nb",
      "a\u2028b",
      "!a",
      "a*",
      "ü/😀",
      "{a,b}",
      "a|b",
    ]) {
      assert.ok(matchTags(["*"])(tag), JSON.stringify(tag));
      assert.ok(matchTags([tag])(tag), JSON.stringify(tag));
      assert.ok(matchTags(["nothing", `${tag}*`])(tag), JSON.stringify(tag));
    }
    assert.ok(matchTags(["a/?"])("a/😀"));
    assert.ok(!matchTags(["a/?"])("a/bc"));
    assert.ok(!matchTags(["a/?"])("a/"));
    assert.ok(!matchTags(["a*a"])("a"));
    assert.ok(!matchTags([])("a"));
  });

  it("agrees with a search through all ways to split a tag", () => {
    const isMatch = (pattern: string, tag: string): boolean => {
      if (pattern === "") return tag === "";
      const [first, rest] = [pattern[0], pattern.slice(1)];
      if (first !== "*") {
        return tag !== "" && (first === "?" || first === tag[0]) && isMatch(rest, tag.slice(1));
      }
      return Array.from({ length: tag.length + 1 }, (_, i) => tag.slice(i)).some((end) =>
        isMatch(rest, end),
      );
    };
    const text = (letters: string, maxLength: number) =>
      fc.array(fc.constantFrom(...letters), { maxLength }).map((characters) => characters.join(""));
    fc.assert(
      fc.property(text("ab*?", 6), text("ab", 8), (pattern, tag) => {
        assert.equal(matchTags([pattern])(tag), isMatch(pattern, tag));
      }),
      { numRuns: 3000 },
    );
  });

  it("answers at once where patterns with many stars nearly fit", () => {
    const started = performance.now();
    assert.ok(!matchTags(["*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "(a+)+$"])("a".repeat(100_000)));
    assert.ok(performance.now() - started < 1000);
  });

  it("names the patterns that match nothing, each of them", () => {
    const unmatched = unmatchedPatterns(["loss/*", "accc", "x?"], ["loss/a", "acc"]);
    assert.deepEqual(unmatched, ["accc", "x?"]);
  });
});
