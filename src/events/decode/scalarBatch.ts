/** Memory for them. */
type Columns = Pick<ScalarBatch, "tag" | "step" | "wallTime" | "value" | "order">;

/**
 * Scalars in the order in which they stand in the log, as parallel columns of which the first `length`
 * elements count. A sink must copy what it keeps: the reader uses the arrays again.
 */
export class ScalarBatch {
  length = 0;
  /** Index of the tag in the run's tags. */
  tag: Uint32Array;
  step: Float64Array;
  /** Seconds since 1970. */
  wallTime: Float64Array;
  /** 32-bit floats widened exactly, doubles as they are. */
  value: Float64Array;
  /** Running number of the value within its run, over all tags and kinds. */
  order: Uint32Array;

  constructor(capacity: number) {
    this.tag = new Uint32Array(capacity);
    this.step = new Float64Array(capacity);
    this.wallTime = new Float64Array(capacity);
    this.value = new Float64Array(capacity);
    this.order = new Uint32Array(capacity);
  }

  append(tag: number, step: number, wallTime: number, value: number, order: number): void {
    const index = this.length;
    if (index === this.tag.length) this.grow();
    this.tag[index] = tag;
    this.step[index] = step;
    this.wallTime[index] = wallTime;
    this.value[index] = value;
    this.order[index] = order;
    this.length = index + 1;
  }

  /** Adds the scalars of `other` from `start` to `end`. */
  appendAll(other: ScalarBatch, start = 0, end = other.length): void {
    const { length } = this;
    const total = length + end - start;
    if (total > this.tag.length) this.grow(total);
    this.tag.set(other.tag.subarray(start, end), length);
    this.step.set(other.step.subarray(start, end), length);
    this.wallTime.set(other.wallTime.subarray(start, end), length);
    this.value.set(other.value.subarray(start, end), length);
    this.order.set(other.order.subarray(start, end), length);
    this.length = total;
  }

  /** Adds one scalar of `other`. */
  appendOne(other: ScalarBatch, index: number): void {
    const { tag, step, wallTime, value, order } = other;
    this.append(tag[index], step[index], wallTime[index], value[index], order[index]);
  }

  /** Puts the columns into other memory, of as many elements as there are in each. */
  moveInto(columns: Columns): void {
    const { length } = this;
    columns.tag.set(this.tag.subarray(0, length));
    columns.step.set(this.step.subarray(0, length));
    columns.wallTime.set(this.wallTime.subarray(0, length));
    columns.value.set(this.value.subarray(0, length));
    columns.order.set(this.order.subarray(0, length));
    this.use(columns);
  }

  /** Has its columns there from now on; must be empty. */
  use({ tag, step, wallTime, value, order }: Columns): void {
    this.tag = tag;
    this.step = step;
    this.wallTime = wallTime;
    this.value = value;
    this.order = order;
  }

  private grow(needed = 0): void {
    const capacity = Math.max(2 * this.tag.length, needed, 16);
    this.tag = enlarged(this.tag, new Uint32Array(capacity));
    this.step = enlarged(this.step, new Float64Array(capacity));
    this.wallTime = enlarged(this.wallTime, new Float64Array(capacity));
    this.value = enlarged(this.value, new Float64Array(capacity));
    this.order = enlarged(this.order, new Uint32Array(capacity));
  }
}

/** `target` with `source` at its start. */
export function enlarged<T extends Float64Array | Uint32Array>(source: T, target: T): T {
  target.set(source);
  return target;
}
