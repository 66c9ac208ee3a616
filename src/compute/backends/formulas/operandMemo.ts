/** What was computed of operands before, as far as it is still known inside the loops around. */
export class OperandMemo {
  private readonly scopes = [new Map<unknown, Map<string, unknown>>()];

  /** Runs `write`, and forgets what it computed. */
  inLoop(write: () => void): void {
    this.scopes.push(new Map());
    write();
    this.scopes.pop();
  }

  /** Computes something of an operand once; the same name has to stand for the same kind of value. */
  find<V>(operand: unknown, what: string, compute: () => V): V {
    const known = this.scopes.map((scope) => scope.get(operand)?.get(what));
    const value = known.find((one) => one !== undefined) as V | undefined;
    return value ?? this.remember(operand, what, compute());
  }

  remember<V>(operand: unknown, what: string, value: V): V {
    const scope = this.scopes[this.scopes.length - 1];
    const ofOperand = scope.get(operand) ?? new Map<string, unknown>();
    scope.set(operand, ofOperand.set(what, value));
    return value;
  }
}
