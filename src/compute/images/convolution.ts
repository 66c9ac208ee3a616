import { f32, f32x4, i32, ifThen, v128 } from "../../util/wasm/instructions.js";
import type { Code } from "../../util/wasm/code.js";
import { FunctionWriter, type Local } from "../../util/wasm/moduleWriter.js";
import { padded, type PlacedConvolution } from "./layers.js";
import { copyOf, pointerAt, repeat, type Step } from "./loops.js";
import { tileOf, writeProduct, type Tile } from "./matrixProduct.js";

/** The place of a maximum among its four, or this: none of them was above 0. */
export const nowhere = 4;

/** Distances between a layer's pooled numbers, in bytes: from channel to channel and from place to place. */
export interface PooledLayout {
  readonly channel: number;
  readonly place: number;
}

/** Pixels side by side, with the channels of one pixel together. */
export function channelsLast({ filters }: PlacedConvolution): PooledLayout {
  return { channel: 4, place: filters * 4 };
}

/** One channel's picture after the other: as PyTorch flattens them for dense layers. */
export function channelsFirst({ pooledHeight, pooledWidth }: PlacedConvolution): PooledLayout {
  return { channel: pooledHeight * pooledWidth * 4, place: 4 };
}

/** Of a convolution before the maximum: of one picture, filters padded to whole vectors. */
export function rawBytes({ pooledHeight, pooledWidth, filters }: PlacedConvolution): number {
  return pooledHeight * pooledWidth * 4 * padded(filters) * 4;
}

/** Of the places of maxima of one picture. */
export function placesBytes(layer: PlacedConvolution): number {
  return rawBytes(layer) / 4;
}

export function convolutionTile({ pooledWidth, filters }: PlacedConvolution): Tile {
  return tileOf(pooledWidth * 2, padded(filters));
}

/** Filters over one picture: a function of the addresses of the picture and of what comes out. */
export function writeFilters(
  layer: PlacedConvolution,
  memory: { readonly packed: number; readonly biases: number },
): FunctionWriter {
  const { channels, size, width, pooledHeight, pooledWidth, filters } = layer;
  const fn = new FunctionWriter(["i32", "i32"]);
  const pixel = channels * 4;
  const columns = padded(filters);
  const tile = convolutionTile(layer);
  const outWidth = pooledWidth * 2;
  writeProduct(fn, {
    left: fn.parameter(0).get,
    packed: i32.const(memory.packed),
    result: fn.parameter(1).get,
    outer: [],
    inner: [
      { count: pooledHeight * 2, left: width * pixel, result: outWidth * columns * 4 },
      {
        count: outWidth / tile.rows,
        left: tile.rows * pixel,
        result: tile.rows * columns * 4,
      },
    ],
    tile,
    leftRow: pixel,
    resultRow: columns * 4,
    segments: { count: size, bytes: width * pixel },
    terms: { count: size * channels, bytes: 4 },
    columns,
    start: memory.biases,
  });
  return fn;
}

/**
 * ReLU and the maximum of each two by two places: a function of the addresses of what filters gave, of the pooled
 * numbers, and of the places of the maxima. The first of equal ones is taken, as PyTorch does.
 */
export function writePooling(layer: PlacedConvolution, layout: PooledLayout): FunctionWriter {
  const { pooledHeight, pooledWidth, filters } = layer;
  const fn = new FunctionWriter(["i32", "i32", "i32"]);
  const [raw, pooled, places] = [0, 1, 2].map((index) => fn.parameter(index));
  const pixel = padded(filters) * 4;
  const row = pooledWidth * 2 * pixel;
  const [maximum, place, candidate, mask] = [0, 1, 2, 3].map(() => fn.local("v128"));
  const writeLanes = (lanes: number): void => {
    fn.emit(maximum.set(v128.load(raw.get)), place.set(f32x4.const(0)));
    [pixel, row, row + pixel].forEach((offset, index) => {
      fn.emit(
        candidate.set(v128.load(raw.get, offset)),
        mask.set(f32x4.gt(candidate.get, maximum.get)),
        maximum.set(v128.bitselect(candidate.get, maximum.get, mask.get)),
        place.set(v128.bitselect(integers(index + 1), place.get, mask.get)),
      );
    });
    fn.emit(
      mask.set(f32x4.le(maximum.get, f32x4.const(0))),
      maximum.set(v128.andnot(maximum.get, mask.get)),
      place.set(v128.bitselect(integers(nowhere), place.get, mask.get)),
      v128.store(places.get, place.get),
    );
    if (layout.channel === 4 && lanes === 4) {
      fn.emit(v128.store(pooled.get, maximum.get));
      return;
    }
    for (let lane = 0; lane < lanes; lane++) {
      fn.emit(f32.store(pooled.get, f32x4.extractLane(maximum.get, lane), lane * layout.channel));
    }
  };
  const next: Step[] = [
    { pointer: raw, bytes: 16 },
    { pointer: places, bytes: 16 },
    { pointer: pooled, bytes: 4 * layout.channel },
  ];
  const whole = Math.floor(filters / 4);
  const rest = filters % 4;
  repeat(fn, pooledHeight, [{ pointer: raw, bytes: row }], () => {
    repeat(fn, pooledWidth, [{ pointer: raw, bytes: pixel }], () => {
      const firstPooled = copyOf(fn, pooled);
      if (whole > 0) repeat(fn, whole, next, () => writeLanes(4));
      if (rest > 0) repeat(fn, 1, next, () => writeLanes(rest));
      fn.emit(pooled.set(i32.add(firstPooled.get, i32.const(layout.place))));
    });
  });
  return fn;
}

/** What a convolution's gradients are written from. */
export interface ConvolutionGradients {
  /** Addresses of the gradients of weights and biases: shares are added. */
  readonly weights: number;
  readonly biases: number;
  readonly parameters: number;
  /** Whether the gradient of the picture is wanted, too. */
  readonly ofInput: boolean;
}

/**
 * The gradients of one picture: a function of the addresses of the picture, of the places of maxima, of the gradient of the
 * pooled numbers, and of the gradient of the picture, to which shares are added. A maximum passes its gradient to
 * one place alone, so that three quarters of the products of a plain convolution are not there.
 */
export function writeConvolutionGradients(
  layer: PlacedConvolution,
  layout: PooledLayout,
  { weights, biases, parameters, ofInput }: ConvolutionGradients,
): FunctionWriter {
  const { filters, size, channels, width, pooledHeight, pooledWidth } = layer;
  const fn = new FunctionWriter(["i32", "i32", "i32", "i32"]);
  const [picture, places, pooled, pictureGradient] = [0, 1, 2, 3].map((i) => fn.parameter(i));
  const pixel = channels * 4;
  const taps = size * size * channels * 4;
  const weight = pointerAt(fn, i32.const(parameters + 4 * layer.weights));
  const weightGradient = pointerAt(fn, i32.const(weights));
  const biasGradient = pointerAt(fn, i32.const(biases));
  const gradient = fn.local("f32");
  const shared = fn.local("v128");
  const place = fn.local("i32");
  const offset = fn.local("i32");
  const perFilter: Step[] = [
    { pointer: weight, bytes: taps },
    { pointer: weightGradient, bytes: taps },
    { pointer: biasGradient, bytes: 4 },
    { pointer: places, bytes: 4 },
    { pointer: pooled, bytes: layout.channel },
  ];
  repeat(fn, filters, perFilter, () => {
    const at = copyOf(fn, pooled);
    const placeAt = copyOf(fn, places);
    const corner = pointerAt(fn, i32.const(0));
    repeat(
      fn,
      pooledHeight,
      [{ pointer: corner, bytes: 2 * (width - pooledWidth) * pixel }],
      () => {
        const nextPlace: Step[] = [
          { pointer: at, bytes: layout.place },
          { pointer: placeAt, bytes: padded(filters) * 4 },
          { pointer: corner, bytes: 2 * pixel },
        ];
        repeat(fn, pooledWidth, nextPlace, () => {
          fn.emit(place.set(i32.load(placeAt.get)));
          // A gradient of either zero has no share.
          const isNone = i32.or(
            i32.eqz(i32.shl(i32.load(at.get), i32.const(1))),
            i32.eq(place.get, i32.const(nowhere)),
          );
          fn.emit(
            ifThen(
              i32.eqz(isNone),
              fn.capture(() => {
                const row = i32.mul(i32.shrU(place.get, i32.const(1)), i32.const(width * pixel));
                const column = i32.mul(i32.and(place.get, i32.const(1)), i32.const(pixel));
                fn.emit(
                  gradient.set(f32.load(at.get)),
                  shared.set(f32x4.splat(gradient.get)),
                  f32.store(biasGradient.get, f32.add(f32.load(biasGradient.get), gradient.get)),
                  offset.set(i32.add(corner.get, i32.add(row, column))),
                );
                const shares = { gradient: gradient.get, shared: shared.get };
                const steps = segmentPointers(fn, {
                  input: i32.add(picture.get, offset.get),
                  inputGradient: i32.add(pictureGradient.get, offset.get),
                  weight: weight.get,
                  weightGradient: weightGradient.get,
                });
                const bytes = size * pixel;
                const next: Step[] = [
                  { pointer: steps.input, bytes: width * pixel },
                  { pointer: steps.inputGradient, bytes: width * pixel },
                  { pointer: steps.weight, bytes },
                  { pointer: steps.weightGradient, bytes },
                ];
                repeat(fn, size, next, () => {
                  addScaled(fn, steps.weightGradient, steps.input, size * channels, shares);
                  if (ofInput) {
                    addScaled(fn, steps.inputGradient, steps.weight, size * channels, shares);
                  }
                });
              }),
            ),
          );
        });
      },
    );
  });
  return fn;
}

function segmentPointers<Name extends string>(
  fn: FunctionWriter,
  addresses: Readonly<Record<Name, Code>>,
): Record<Name, Local> {
  const entries = Object.entries<Code>(addresses);
  return Object.fromEntries(
    entries.map(([name, address]) => [name, pointerAt(fn, address)]),
  ) as Record<Name, Local>;
}

/** target += gradient · source, for some numbers side by side. */
function addScaled(
  fn: FunctionWriter,
  target: Local,
  source: Local,
  count: number,
  { gradient, shared }: { readonly gradient: Code; readonly shared: Code },
): void {
  const whole = Math.floor(count / 4);
  for (let vector = 0; vector < whole; vector++) {
    const share = f32x4.mul(shared, v128.load(source.get, 16 * vector));
    const sum = f32x4.add(v128.load(target.get, 16 * vector), share);
    fn.emit(v128.store(target.get, sum, 16 * vector));
  }
  for (let index = 4 * whole; index < count; index++) {
    const share = f32.mul(gradient, f32.load(source.get, 4 * index));
    fn.emit(f32.store(target.get, f32.add(f32.load(target.get, 4 * index), share), 4 * index));
  }
}

function integers(value: number): Code {
  const bytes = [value, 0, 0, 0];
  return v128.const([bytes, bytes, bytes, bytes]);
}
