import assert from "node:assert/strict";
import { didYouMean, nearestNames } from "../../../src/util/text/didYouMean.js";

const keys = ["nips-sltr-in2", "nips-sltr-in10", "nips-realnpu-L1", "nips-in2-nru-lr"];

describe("nearestNames", () => {
  it("puts the most similar name first", () => {
    assert.equal(nearestNames("nips-sltr-in", keys)[0], "nips-sltr-in2");
    assert.equal(nearestNames("NIPS-REALNPU-l1", keys)[0], "nips-realnpu-L1");
    assert.equal(nearestNames("pfd", ["pdf", "png", "svg"])[0], "pdf");
    assert.deepEqual(nearestNames("pfd", ["md", "pgf", "pdf"]), ["pdf"]);
  });

  it("leaves out names that have little in common with it", () => {
    assert.deepEqual(nearestNames("xyz", keys), []);
    assert.equal(didYouMean("xyz", keys), "");
    assert.deepEqual(nearestNames("titel", ["title", "note", "size"]), ["title"]);
  });

  it("makes a question of up to three names", () => {
    assert.equal(
      didYouMean("ab", ["abc", "abd", "abe", "abf"]),
      ' Did you mean "abc", "abd" or "abe"?',
    );
  });
});
