import assert from "node:assert/strict";
import { UserError } from "../../src/util/userError.js";

describe("UserError", () => {
  it("is a failure of the work unless it says that the command was wrong", () => {
    assert.equal(new UserError("no such file").exitCode, 1);
    assert.equal(new UserError("unknown option", 2).exitCode, 2);
  });
});
