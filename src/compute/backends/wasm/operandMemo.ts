import type { Code } from "./code.js";

/** What was computed of operands before, as far as it is still known inside the loops around. */
export class OperandMemo {
  private readonly scopes = [new Map<Code, Map<string, Code>>()];

  /** Runs `write`, and forgets what it computed. */
  inLoop(write: () => void): void {
    this.scopes.push(new Map());
    write();
    this.scopes.pop();
  }

  find(operand: Code, what: string): Code | undefined {
    return this.scopes.map((scope) => scope.get(operand)?.get(what)).find((value) => value);
  }

  remember(operand: Code, what: string, value: Code): void {
    const scope = this.scopes[this.scopes.length - 1];
    scope.set(operand, (scope.get(operand) ?? new Map<string, Code>()).set(what, value));
  }
}
