/** Values of one run over an axis: x is finite and rises strictly; y may be NaN or infinite where that was logged. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A curve, and what of the logged values is not in it. */
export interface PreparedCurve {
  readonly curve: Curve;
  /** Values whose x is NaN or infinite: they stand nowhere on the axis. */
  readonly withoutX: number;
  /** Values that a later one at the same x took the place of. */
  readonly repeated: number;
}

/**
 * Makes a curve of values in the order in which they were logged. They are sorted by x; of several at the same x the one
 * logged last is kept.
 *
 * @throws RangeError when x and y differ in length
 */
export function prepareCurve(x: ArrayLike<number>, y: ArrayLike<number>): PreparedCurve {
  if (x.length !== y.length) {
    throw new RangeError(`a curve has ${x.length} x and ${y.length} y: expected as many of both`);
  }
  if (rises(x)) {
    return {
      curve: { x: new Float64Array(x), y: new Float64Array(y) },
      withoutX: 0,
      repeated: 0,
    };
  }
  const places = Array.from(x, (_, place) => place).filter((place) => Number.isFinite(x[place]));
  const withoutX = x.length - places.length;
  // The sort is stable: of equal x the one logged last comes last.
  places.sort((a, b) => x[a] - x[b]);
  const kept = places.filter((place, index) => x[place] !== x[places[index + 1]]);
  return {
    curve: {
      x: Float64Array.from(kept, (place) => x[place]),
      y: Float64Array.from(kept, (place) => y[place]),
    },
    withoutX,
    repeated: places.length - kept.length,
  };
}

function rises(x: ArrayLike<number>): boolean {
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]) || (i > 0 && x[i] <= x[i - 1])) return false;
  }
  return true;
}
