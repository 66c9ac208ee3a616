import type { Axis } from "../../../graph/expression.js";
import type { Reduce, Schedule, Statement } from "../../../graph/schedule.js";
import type { ScratchPlace } from "../../../graph/walkSchedule.js";
import {
  literalOf,
  singleLiteral,
  warpThreads,
  type Operand,
  type PtxFunction,
} from "./ptxFunction.js";

/** Sums over samples are added up in this many interleaved parts: the lanes of WebAssembly's vectors. */
export const sumLanes = 4;

/** Elements that a warp adds up at once: each thread has a lane of one of them. */
const elementsAtOnce = warpThreads / sumLanes;
/** Bytes from one element's terms to the next one's: no two threads need the same bank. */
const rowBytes = 4 * (warpThreads + sumLanes);
/** Most sums of a loop that are added up so: memory for their terms is short. */
const mostInLoop = 2;

/** The sums over samples of a schedule that are added up by {@link SampleSums}: arrays, inside loops. */
export function sumsInLoops({ statements, outermost }: Schedule): ReadonlySet<Reduce> {
  const found = new Set<Reduce>();
  const visit = (body: readonly Statement[], isInner: boolean): void => {
    let inBody = 0;
    for (const statement of body) {
      if (statement.kind === "loop") visit(statement.body, statement.axis !== outermost);
      if (statement.kind !== "accumulate" || !isInner) continue;
      const { axis, operator } = statement.reduction;
      if (axis === outermost && operator === "sum" && inBody++ < mostInLoop) {
        found.add(statement.reduction);
      }
    }
  };
  visit(statements, false);
  return found;
}

/** What the writer of a kernel has. */
export interface KernelPlaces {
  readonly lane: Operand;
  readonly indexOf: (axis: Axis) => Operand;
  /** An address in the memory that each thread has for itself. */
  readonly inScratch: (place: ScratchPlace, indexOf: (axis: Axis) => Operand) => string;
}

interface Waiting {
  readonly terms: Operand;
  readonly place: ScratchPlace;
}

/**
 * Adds up arrays of sums over samples, inside a loop over their elements. Terms of eight elements wait in
 * shared memory; then each thread adds, one sample after the other, those of one lane of one element. It keeps
 * the sums of its lane of every eighth element.
 */
export class SampleSums {
  private readonly areas: readonly Operand[];
  private waiting: Waiting[] = [];

  constructor(
    private readonly fn: PtxFunction,
    sums: ReadonlySet<Reduce>,
    private readonly places: KernelPlaces,
  ) {
    const count = Math.min(sums.size, mostInLoop);
    this.areas = Array.from({ length: count }, () => fn.shared(elementsAtOnce * rowBytes));
  }

  begin(place: ScratchPlace): void {
    const { fn } = this;
    const zero = fn.variable("f32", singleLiteral(0));
    const indices = new Map<Axis, Operand>();
    const clear = (axes: readonly Axis[]): void => {
      const [axis, ...inner] = axes;
      if (!axis) {
        const at = this.places.inScratch(place, (one) => indices.get(one)!);
        return fn.emit(`st.local.f32 ${at}, ${zero}`);
      }
      const index = fn.variable("b32", "0");
      indices.set(axis, index);
      const count = inner.length === 0 ? Math.ceil(axis.size / elementsAtOnce) : axis.size;
      fn.count(index, 1, String(count), () => clear(inner));
    };
    clear(place.axes);
  }

  /** Lets a term of the loop's element wait. */
  add(place: ScratchPlace, term: Operand): void {
    const { fn } = this;
    const area = this.areas[this.waiting.length];
    this.waiting.push({ terms: area, place });
    const element = this.inEight(this.places.indexOf(innermost(place)));
    const own = fn.op("b32", "mad.lo.u32", this.places.lane, "4", area);
    const row = literalOf(element);
    if (row !== undefined) return fn.emit(`st.shared.f32 [${own}+${row * rowBytes}], ${term}`);
    const at = fn.op("b32", "mad.lo.u32", element, String(rowBytes), own);
    fn.emit(`st.shared.f32 [${at}+0], ${term}`);
  }

  /** Writes a loop: at the end of its body terms are added up when eight elements have them, or all. */
  inLoop(axis: Axis, write: () => void): void {
    const outer = this.waiting;
    this.waiting = [];
    write();
    if (this.waiting.length > 0) this.addWaiting(axis);
    this.waiting = outer;
  }

  /** The sum of the thread's lane of the element that the loop is at. */
  finish(place: ScratchPlace): Operand {
    const { fn } = this;
    const index = this.places.indexOf(innermost(place));
    const own = fn.op("f32", "ld.local.f32", this.ownPlace(place));
    const element = this.inEight(index);
    const lane = fn.op("b32", "and.b32", this.places.lane, String(sumLanes - 1));
    const first = literalOf(element);
    const source =
      first === undefined
        ? fn.op("b32", "mad.lo.u32", element, String(sumLanes), lane)
        : fn.op("b32", "add.u32", lane, String(first * sumLanes));
    return fn.op("f32", "shfl.sync.idx.b32", own, source, "0x1f", "0xffffffff");
  }

  private addWaiting(axis: Axis): void {
    const { fn, places, waiting } = this;
    const index = places.indexOf(axis);
    const last = this.inEight(index);
    const addAll = () => {
      fn.warpBarrier();
      const element = fn.op("b32", "shr.u32", places.lane, String(Math.log2(sumLanes)));
      fn.when(fn.op("pred", "setp.le.u32", element, last), () => {
        for (const { terms, place } of waiting) this.addOwn(terms, place, element);
      });
      fn.warpBarrier();
    };
    const known = literalOf(index);
    if (known !== undefined) {
      if (literalOf(last) === elementsAtOnce - 1 || known === axis.size - 1) addAll();
      return;
    }
    const isFull = fn.op("pred", "setp.eq.u32", last, String(elementsAtOnce - 1));
    const isEnd = fn.op("pred", "setp.eq.u32", index, String(axis.size - 1));
    fn.when(fn.op("pred", "or.pred", isFull, isEnd), addAll);
  }

  /** An element's place among eight. */
  private inEight(index: Operand): Operand {
    const known = literalOf(index);
    if (known !== undefined) return String(known % elementsAtOnce);
    return this.fn.op("b32", "and.b32", index, String(elementsAtOnce - 1));
  }

  private addOwn(terms: Operand, place: ScratchPlace, element: Operand): void {
    const { fn } = this;
    const at = this.ownPlace(place);
    const lane = fn.op("b32", "and.b32", this.places.lane, String(sumLanes - 1));
    const row = fn.op("b32", "mad.lo.u32", element, String(rowBytes), terms);
    const first = fn.op("b32", "mad.lo.u32", lane, "4", row);
    let sum = fn.op("f32", "ld.local.f32", at);
    for (let sample = 0; sample < warpThreads; sample += sumLanes) {
      const term = fn.op("f32", "ld.shared.f32", `[${first}+${4 * sample}]`);
      sum = fn.op("f32", "add.rn.f32", sum, term);
    }
    fn.emit(`st.local.f32 ${at}, ${sum}`);
  }

  /** Where a thread keeps its sum of the eight elements that the loop is at. */
  private ownPlace(place: ScratchPlace): string {
    const inner = innermost(place);
    return this.places.inScratch(place, (axis) => {
      const index = this.places.indexOf(axis);
      if (axis !== inner) return index;
      const known = literalOf(index);
      if (known !== undefined) return String(Math.floor(known / elementsAtOnce));
      return this.fn.op("b32", "shr.u32", index, String(Math.log2(elementsAtOnce)));
    });
  }
}

function innermost({ axes }: ScratchPlace): Axis {
  return axes[axes.length - 1];
}
