import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { reductions } from "../src/exports/reductions.js";
import { buildFormats } from "../src/figures/build/buildFigure.js";
import { sources } from "../src/figures/sources/index.js";
import { venues } from "../src/plot/spec/venues.js";
import {
  aggregates,
  alignRules,
  centreNames,
  intervalMethods,
  takeNames,
} from "../src/stats/index.js";
import { figures } from "./helpers/recordingTerminal.js";

const guide = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../docs/${name}`, import.meta.url)), "utf8");

/** Words of a registry that a text does not have as code. */
const missing = (text: string, words: Iterable<string>): string[] =>
  [...words].filter(
    (word) => !new RegExp(`\`[^\`\\n]*\\b${word.replaceAll(".", "\\.")}`).test(text),
  );

describe("documents name every word of the registries", () => {
  it("of statistics, in own-logs.md", () => {
    const text = guide("own-logs.md");
    assert.deepEqual(
      missing(
        text,
        takeNames.map((name) => name.replace(/ <.*/, "")),
      ),
      [],
    );
    assert.deepEqual(missing(text, centreNames), []);
    assert.deepEqual(missing(text, alignRules), []);
    const levels = intervalMethods.map(({ name, hasLevel }) => (hasLevel ? `${name}95` : name));
    assert.deepEqual(missing(text, levels), []);
    assert.deepEqual(
      missing(
        text,
        aggregates.map(({ name }) => name).filter((name) => /[A-Z]/.test(name)),
      ),
      [],
    );
  });

  it("of sources, formats and venues, in figures.md", () => {
    const text = guide("figures.md");
    assert.deepEqual(
      missing(
        text,
        sources.map(({ name }) => name),
      ),
      [],
    );
    const absent = [...venues().keys()].filter((name) => !text.includes(name.split("/")[0]));
    assert.deepEqual(absent, []);
    assert.deepEqual(missing(`${text}${guide("own-logs.md")}`, buildFormats), []);
  });

  it("of statistics over runs, in export.md and in the help", async () => {
    const names = reductions.map(({ name }) => name);
    assert.deepEqual(missing(guide("export.md"), names), []);
    const { out } = await figures(["export", "--help"]);
    const help = out.replaceAll(/\s+/g, " ");
    assert.deepEqual(
      names.filter((name) => !new RegExp(`\\b${name}\\b`).test(help)),
      [],
    );
  });

  it("of formats, in the help of build", async () => {
    const { out } = await figures(["build", "--help"]);
    const help = out.replaceAll(/\s+/g, " ");
    assert.deepEqual(
      buildFormats.filter((name) => name !== "csv" && !help.includes(name)),
      [],
    );
  });
});
