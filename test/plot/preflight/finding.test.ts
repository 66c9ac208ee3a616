import assert from "node:assert/strict";
import { acceptFindings, type Finding } from "../../../src/plot/preflight/finding.js";

describe("acceptFindings", () => {
  const finding = (check: Finding["check"]): Finding => ({
    check,
    kind: "problem",
    place: 'panel "loss"',
    what: "2 points lie under others",
    remedy: "Dodge the series.",
  });

  it("shows what is meant with its reason, and keeps the rest as problems", () => {
    const found = [finding("hidden points"), finding("type size")];
    const [meant, other] = acceptFindings(
      found,
      new Map([["hidden points", "Both solve no run"]]),
      "a.yaml:3",
    );
    assert.deepEqual(
      [meant.kind, meant.what, meant.remedy],
      ["accepted", "2 points lie under others", "Both solve no run"],
    );
    assert.deepEqual(other, found[1]);
  });

  it("tells of what is accepted and no longer found", () => {
    const notes = acceptFindings([], new Map([["cut labels", "They are long"]]), "a.yaml:3");
    assert.deepEqual(
      notes.map(({ kind, place, what }) => [kind, place, what]),
      [["note", "a.yaml:3", "cut labels are accepted, and there are none"]],
    );
  });
});
