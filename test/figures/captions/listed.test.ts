import { equal } from "node:assert/strict";
import { listed } from "../../../src/figures/captions/listed.js";

describe("listed", () => {
  it("has semicolons between parts with commas of their own", () => {
    equal(listed(["a"]), "a");
    equal(listed(["a", "b"]), "a and b");
    equal(listed(["a,b", "c", "d"]), "a,b, c and d");
    equal(listed(["NMU", "NMU, no W-clamp", "NMU, 1"]), "NMU; NMU, no W-clamp and NMU, 1");
  });
});
