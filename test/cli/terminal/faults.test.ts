import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describeFault } from "../../../src/cli/terminal/faults.js";
import { UserError } from "../../../src/util/userError.js";

describe("describeFault", () => {
  const unforeseen = new TypeError("Cannot read properties of undefined\n" + "x".repeat(10_000));

  it("prints the message of an error that the user can mend", () => {
    const error = new UserError("a.yaml:3: no.", 1, { cause: unforeseen });
    assert.equal(describeFault(error, {}), "error: a.yaml:3: no.\n");
  });

  it("says of any other error in a few words what happened and what to do", () => {
    assert.equal(
      describeFault(unforeseen, {}),
      "error: TypeError: Cannot read properties of undefined\n" +
        "This was not foreseen. DEBUG=1 shows where it happened; please report that.\n",
    );
    assert.ok(describeFault(new Error("y".repeat(10_000)), {}).length < 500);
    assert.match(describeFault("only text", {}), /^error: only text\n/);
  });

  it("prints the system's own words for what the system refuses", () => {
    const refused = (): unknown => {
      try {
        return readFileSync("/no/such/file");
      } catch (error) {
        return error;
      }
    };
    assert.match(describeFault(refused(), {}), /^error: Error: ENOENT: .*'\/no\/such\/file'\.\n$/);
  });

  it("says that memory is short where JavaScript finds no room", () => {
    const failing = [
      () => new ArrayBuffer(2 ** 53 - 1),
      () => "x".repeat(2 ** 30),
      () => new Array<number>(-1),
    ];
    for (const allocate of failing) {
      assert.throws(allocate, (error) =>
        /There is not enough memory: .*NODE_OPTIONS/.test(describeFault(error, {})),
      );
    }
    assert.doesNotMatch(describeFault(new RangeError("toFixed() digits"), {}), /memory/);
  });

  it("shows stacks, those of the causes too, when DEBUG is set", () => {
    const error = new UserError("no.", 1, { cause: unforeseen });
    const shown = describeFault(error, { DEBUG: "1" });
    assert.match(shown, /^error: no\.\nUserError: no\.\n +at /);
    assert.match(shown, /^caused by TypeError: /m);
  });
});
