import { type Axis, type Expression, inTopologicalOrder, operands } from "./expression.js";

export type Reduce = Extract<Expression, { kind: "reduce" }>;

/**
 * Something that is written to memory. `results` and `gradients` are single numbers and arrays without
 * the samples' axis; `columns` are those that inputs are read from, a number for each sample.
 */
export interface Output {
  readonly array: "results" | "gradients" | "columns";
  readonly value: Expression;
  readonly offset: number;
  /** Those of the value, and others along which it is the same. */
  readonly axes: readonly Axis[];
  readonly strides: readonly number[];
  /** Whether the value is added to what is there. */
  readonly adds: boolean;
}

/** A step of a program made of nested loops over axes. */
export type Statement =
  /** Gives an expression its value; for a reduction that is what was accumulated before. */
  | { readonly kind: "compute"; readonly expression: Expression }
  | { readonly kind: "loop"; readonly axis: Axis; readonly body: readonly Statement[] }
  /** Sets accumulators to the neutral element: one for each index on `axes`. */
  | { readonly kind: "begin"; readonly reduction: Reduce; readonly axes: readonly Axis[] }
  | { readonly kind: "accumulate"; readonly reduction: Reduce; readonly axes: readonly Axis[] }
  | { readonly kind: "write"; readonly output: Output };

export interface Schedule {
  readonly statements: readonly Statement[];
  /** The samples' axis, whose loop is outside all others. */
  readonly outermost: Axis;
  /**
   * Values that are used in another loop than the one that computes them, with the axes along which
   * they have to be kept in memory.
   */
  readonly kept: ReadonlyMap<Expression, readonly Axis[]>;
}

/** What has to be done once for each index on its axes. */
interface Item {
  readonly axes: readonly Axis[];
  readonly needs: readonly Item[];
  readonly reads: readonly Expression[];
  readonly task:
    | { readonly kind: "value"; readonly expression: Expression }
    | { readonly kind: "accumulation"; readonly reduction: Reduce }
    | { readonly kind: "output"; readonly output: Output };
}

/**
 * Puts expressions into nested loops: each is computed in loops over just its axes, so that what does
 * not depend on the sample is outside the loop over samples. A reduction's value follows the loop that
 * accumulates it; what depends on that value and on the same axis gets another loop behind.
 *
 * @param outputs their expressions must be simplified together
 * @param outermost the axis whose loop is outside all others: the samples'
 */
export function schedule(outputs: readonly Output[], outermost: Axis): Schedule {
  const expressions = inTopologicalOrder(outputs.map(({ value }) => value));
  const nesting = [...new Set([outermost, ...expressions.flatMap(({ axes }) => axes)])];
  const items = makeItems(expressions, outputs);
  const kept = new Map<Expression, readonly Axis[]>();
  const statements = scheduleBody(items, [], nesting);
  findKeptValues(statements, kept);
  return { statements, outermost, kept };
}

/** Whether a value is read from where the caller put it, wherever it is needed. */
export function isLeaf(expression: Expression): boolean {
  const { kind } = expression;
  return kind === "constant" || kind === "parameter" || kind === "input" || kind === "scalar";
}

function makeItems(expressions: readonly Expression[], outputs: readonly Output[]): Item[] {
  const values = new Map<Expression, Item>();
  const items: Item[] = [];
  const make = (item: Item): Item => {
    items.push(item);
    return item;
  };
  const itemsOf = (parts: readonly Expression[]) => parts.flatMap((part) => values.get(part) ?? []);
  for (const expression of expressions) {
    if (isLeaf(expression)) continue;
    let needs = itemsOf(operands(expression));
    let reads = operands(expression);
    if (expression.kind === "reduce") {
      const { axes } = expression.argument;
      const task = { kind: "accumulation", reduction: expression } as const;
      needs = [make({ axes, needs, reads, task })];
      reads = [];
    }
    const task = { kind: "value", expression } as const;
    values.set(expression, make({ axes: expression.axes, needs, reads, task }));
  }
  for (const output of outputs) {
    const reads = [output.value];
    const task = { kind: "output", output } as const;
    make({ axes: output.axes, needs: itemsOf(reads), reads, task });
  }
  return items;
}

/** @param enclosing the axes whose loops are around this body; every item has them */
function scheduleBody(
  items: readonly Item[],
  enclosing: readonly Axis[],
  nesting: readonly Axis[],
): Statement[] {
  const homeOf = (item: Item): Axis | undefined =>
    nesting.find((axis) => item.axes.includes(axis) && !enclosing.includes(axis));
  const stages = new Map<Item, number>();
  for (const item of items) {
    const home = homeOf(item);
    const stage = item.needs.map((needed) => {
      const reached = stages.get(needed);
      if (reached === undefined) return 0; // computed in an outer body
      const neededHome = homeOf(needed);
      return neededHome === undefined || neededHome === home ? reached : reached + 1;
    });
    stages.set(item, Math.max(0, ...stage));
  }
  const leaves = new Set(items.flatMap(({ reads }) => reads).filter(isLeaf));
  const statements: Statement[] = [...leaves]
    .filter(({ kind, axes }) => kind !== "constant" && hasExactly(axes, enclosing))
    .map((expression) => ({ kind: "compute", expression }));
  const last = Math.max(0, ...stages.values());
  for (let stage = 0; stage <= last; stage++) {
    const ready = items.filter((item) => stages.get(item) === stage);
    for (const item of ready) {
      if (homeOf(item) === undefined) statements.push(toStatement(item, enclosing));
    }
    for (const axis of nesting) {
      const inside = ready.filter((item) => homeOf(item) === axis);
      for (const { task } of inside) {
        if (task.kind !== "accumulation" || task.reduction.axis !== axis) continue;
        const { reduction } = task;
        const axes = nesting.filter(
          (inner) => reduction.axes.includes(inner) && !enclosing.includes(inner),
        );
        statements.push({ kind: "begin", reduction, axes });
      }
      if (inside.length === 0) continue;
      const [outermost] = enclosing;
      for (const part of outermost ? inLoops(inside, outermost) : [inside]) {
        const body = scheduleBody(part, [...enclosing, axis], nesting);
        statements.push({ kind: "loop", axis, body });
      }
    }
  }
  return statements;
}

/** Most numbers that a loop inside another accumulates: a processor has registers for so many. */
const accumulatorsOfLoop = 2;

/**
 * Divides what is done in a loop inside the one over samples, where it accumulates many numbers: what needs
 * each other stays together, and what reads the same goes along. Numbers of samples come first: there are
 * more of them than of what all samples share.
 */
function inLoops(items: readonly Item[], samples: Axis): (readonly Item[])[] {
  const ofSamples = ({ axes }: Expression) => axes.includes(samples);
  const all = [...connected(items)];
  const loops = joined(joined(all, ofSamples), () => true);
  // As they were: what is needed comes first.
  return loops.map((loop) => items.filter((item) => loop.includes(item)));
}

/** Joins each loop to the earlier one that reads most of the same, as far as the accumulators allow. */
function joined(
  loops: readonly (readonly Item[])[],
  counts: (read: Expression) => boolean,
): (readonly Item[])[] {
  const result: { items: readonly Item[]; readonly reads: Set<Expression> }[] = [];
  for (const loop of loops) {
    const reads = loop.flatMap((item) => item.reads).filter(counts);
    let best: (typeof result)[number] | undefined;
    let most = 0;
    for (const other of result) {
      const common = reads.filter((read) => other.reads.has(read)).length;
      if (common <= most || accumulatorsIn([...other.items, ...loop]) > accumulatorsOfLoop)
        continue;
      best = other;
      most = common;
    }
    if (best) {
      best.items = [...best.items, ...loop];
      for (const read of reads) best.reads.add(read);
    } else result.push({ items: loop, reads: new Set(reads) });
  }
  return result.map(({ items }) => items);
}

/** Items that need each other, directly or through others. */
function connected(items: readonly Item[]): ReadonlySet<readonly Item[]> {
  const groups = new Map<Item, Item[]>();
  for (const item of items) {
    const joined = new Set(item.needs.flatMap((needed) => [groups.get(needed) ?? []]));
    const group = [...[...joined].flat(), item];
    for (const member of group) groups.set(member, group);
  }
  return new Set(groups.values());
}

/** Accumulators of the innermost loop. */
function accumulatorsIn(items: readonly Item[]): number {
  const accumulations = items.filter(({ task }) => task.kind === "accumulation");
  const deepest = Math.max(0, ...accumulations.map(({ axes }) => axes.length));
  return accumulations.filter(({ axes }) => axes.length === deepest).length;
}

function toStatement({ task }: Item, enclosing: readonly Axis[]): Statement {
  switch (task.kind) {
    case "value":
      return { kind: "compute", expression: task.expression };
    case "output":
      return { kind: "write", output: task.output };
    case "accumulation": {
      const { reduction } = task;
      const inner = enclosing.slice(enclosing.indexOf(reduction.axis) + 1);
      return { kind: "accumulate", reduction, axes: inner };
    }
  }
}

type Loop = Extract<Statement, { kind: "loop" }>;

/** Fills in which values are read outside the loops that they are computed in. */
function findKeptValues(
  statements: readonly Statement[],
  kept: Map<Expression, readonly Axis[]>,
): void {
  const paths = new Map<Expression, readonly Loop[]>();
  const visit = (body: readonly Statement[], path: readonly Loop[]): void => {
    for (const statement of body) {
      for (const read of readBy(statement)) {
        const computedIn = paths.get(read);
        if (!computedIn || isLeaf(read)) continue;
        const shared = computedIn.findIndex((loop, depth) => path[depth] !== loop);
        if (shared < 0) continue;
        const axes = computedIn.slice(shared).map(({ axis }) => axis);
        if (axes.length > (kept.get(read)?.length ?? 0)) kept.set(read, axes);
      }
      if (statement.kind === "compute") paths.set(statement.expression, path);
      if (statement.kind === "loop") visit(statement.body, [...path, statement]);
    }
  };
  visit(statements, []);
}

function readBy(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "compute":
      return statement.expression.kind === "reduce" ? [] : operands(statement.expression);
    case "accumulate":
      return [statement.reduction.argument];
    case "write":
      return [statement.output.value];
    case "begin":
    case "loop":
      return [];
  }
}

function hasExactly(axes: readonly Axis[], wanted: readonly Axis[]): boolean {
  return axes.length === wanted.length && wanted.every((axis) => axes.includes(axis));
}
