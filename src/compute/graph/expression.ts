/** A named dimension. Two axes are the same only if they are the same object. */
export interface Axis {
  readonly name: string;
  readonly size: number;
}

export const unaryOperators = [
  "negate",
  "abs",
  "sign",
  "square",
  "sqrt",
  "exp",
  "expm1",
  "log",
  "sin",
  "cos",
  "tanh",
  "sinh",
  "cosh",
  "sigmoid",
  "relu",
  "round",
] as const;
export type UnaryOperator = (typeof unaryOperators)[number];

export const binaryOperators = [
  "add",
  "subtract",
  "multiply",
  "divide",
  "minimum",
  "maximum",
  "power",
] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

export type Comparison = "less" | "lessOrEqual" | "equal";
export type Reduction = "sum" | "product";

/** Where an element of an array is: `offset + Σ strides[i] · (index on axes[i])`. */
export interface Layout {
  readonly axes: readonly Axis[];
  readonly offset: number;
  readonly strides: readonly number[];
}

/**
 * A number for every combination of indices on its axes. Expressions are plain trees with shared
 * parts; operators broadcast over axes that one side lacks.
 */
export type Expression =
  | { readonly kind: "constant"; readonly axes: readonly Axis[]; readonly value: number }
  /** Elements of the flat array of all parameters. */
  | ({ readonly kind: "parameter" } & Layout)
  /**
   * Columns of the batch: one number a sample. The first axis is the samples' (its stride is not
   * used), the others say which column. `isFinite`: it never holds an infinity or not-a-number.
   */
  | ({ readonly kind: "input"; readonly isFinite: boolean } & Layout)
  /** A number that is given anew at each step: a factor of a penalty. */
  | { readonly kind: "scalar"; readonly axes: readonly Axis[]; readonly name: string }
  | {
      readonly kind: "unary";
      readonly axes: readonly Axis[];
      readonly operator: UnaryOperator;
      readonly argument: Expression;
    }
  | {
      readonly kind: "binary";
      readonly axes: readonly Axis[];
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Clamped to [low, high]; not-a-number stays what it is. */
  | {
      readonly kind: "clamp";
      readonly axes: readonly Axis[];
      readonly argument: Expression;
      readonly low: number;
      readonly high: number;
    }
  /** `whenTrue` where `left <comparison> right`, elsewhere `whenFalse`. */
  | {
      readonly kind: "select";
      readonly axes: readonly Axis[];
      readonly comparison: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: "reduce";
      readonly axes: readonly Axis[];
      readonly operator: Reduction;
      readonly axis: Axis;
      readonly argument: Expression;
    }
  /** Expressions side by side: element i along `axis` is part i. The axis has to be short: it is written out. */
  | {
      readonly kind: "stack";
      readonly axes: readonly Axis[];
      readonly axis: Axis;
      readonly parts: readonly Expression[];
    };

/** The expressions that an expression is made of. */
export function operands(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "constant":
    case "parameter":
    case "input":
    case "scalar":
      return [];
    case "unary":
    case "clamp":
    case "reduce":
      return [expression.argument];
    case "binary":
      return [expression.left, expression.right];
    case "select":
      return [expression.left, expression.right, expression.whenTrue, expression.whenFalse];
    case "stack":
      return expression.parts;
  }
}

/** The same expression of other operands, in the order of {@link operands}. */
export function withOperands(
  expression: Expression,
  replaced: readonly Expression[],
  axes: readonly Axis[] = unionOfAxes(replaced),
): Expression {
  switch (expression.kind) {
    case "constant":
    case "parameter":
    case "input":
    case "scalar":
      return expression;
    case "unary":
    case "clamp":
      return { ...expression, axes, argument: replaced[0] };
    case "reduce":
      return {
        ...expression,
        axes: axes.filter((axis) => axis !== expression.axis),
        argument: replaced[0],
      };
    case "binary":
      return { ...expression, axes, left: replaced[0], right: replaced[1] };
    case "select":
      return {
        ...expression,
        axes,
        left: replaced[0],
        right: replaced[1],
        whenTrue: replaced[2],
        whenFalse: replaced[3],
      };
    case "stack":
      return {
        ...expression,
        axes: [...axes.filter((axis) => axis !== expression.axis), expression.axis],
        parts: replaced,
      };
  }
}

/** All axes of some expressions, each once, in order of appearance. */
export function unionOfAxes(expressions: readonly Expression[]): readonly Axis[] {
  return [...new Set(expressions.flatMap(({ axes }) => axes))];
}

/** Every part of some expressions once, operands before what is made of them. */
export function inTopologicalOrder(roots: readonly Expression[]): Expression[] {
  const ordered = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (ordered.has(expression)) return;
    for (const operand of operands(expression)) visit(operand);
    ordered.add(expression);
  };
  for (const root of roots) visit(root);
  return [...ordered];
}
