import { type Operand, singleLiteral } from "../../backends/cuda/ptx/ptxFunction.js";
import { ptxInstructions } from "../../backends/cuda/ptx/ptxInstructions.js";
import { nowhere } from "../convolution.js";
import { padded } from "../layers.js";
import type { DeviceConvolution, DeviceMemory } from "./deviceMemory.js";
import { writeSums } from "./sums.js";
import { type Stride, ThreadEntry } from "./threadEntry.js";

/** What threads of an entry there are, for a number of pictures. */
export interface WrittenEntry {
  readonly name: string;
  readonly text: string;
  readonly threads: (pictures: number) => number;
}

/**
 * Filters, ReLU and the maximum of each two by two places: a thread computes four places of one filter and takes their
 * maximum.
 */
export function writeConvolution(
  name: string,
  { parameters }: DeviceMemory,
  { layer, layout, input, pooled, places }: DeviceConvolution,
): WrittenEntry {
  const { channels, size, width, pooledHeight, pooledWidth, filters } = layer;
  const entry = new ThreadEntry();
  const { fn } = entry;
  const { single } = ptxInstructions(fn);
  const [column, row, filter, picture] = entry.parted(pooledWidth, pooledHeight, filters);
  const pixel = 4 * channels;
  const taps = size * size * channels;
  const biases = entry.at(parameters + 4 * layer.biases, [filter, 4]);
  const corners = [0, pixel, width * pixel, (width + 1) * pixel];
  const [first, ...others] = writeSums(entry, {
    left: entry.at(
      input.address,
      [picture, input.bytes],
      [row, 2 * width * pixel],
      [column, 2 * pixel],
    ),
    right: entry.at(parameters + 4 * layer.weights, [filter, 4 * taps]),
    offsets: corners,
    start: entry.load(biases),
    segments: { count: size, left: width * pixel, right: size * pixel },
    terms: { count: size * channels, left: 4, right: 4 },
  });
  let maximum = first;
  let place = "0";
  others.forEach((sum, index) => {
    const isGreater = single.gt(sum, maximum);
    maximum = single.select(isGreater, sum, maximum);
    place = fn.op("b32", "selp.b32", String(index + 1), place, isGreater);
  });
  // Not-a-number stays.
  const isClosed = single.le(maximum, singleLiteral(0));
  const at = (of: { address: number; bytes: number }, channel: number, step: number): Operand =>
    entry.at(
      of.address,
      [picture, of.bytes],
      [filter, channel],
      [row, pooledWidth * step],
      [column, step],
    );
  const chosen = fn.op("b32", "selp.b32", String(nowhere), place, isClosed);
  fn.emit(`st.global.b32 [${at(places, 4, 4 * padded(filters))}+0], ${chosen}`);
  entry.store(at(pooled, layout.channel, layout.place), single.zeroWhere(maximum, isClosed));
  return {
    name,
    text: entry.text(name),
    threads: (pictures) => pictures * filters * pooledHeight * pooledWidth,
  };
}

/** The gradient of one pooled number, and where its maximum was. */
interface Maximum {
  readonly gradient: Operand;
  readonly row: Operand;
  readonly column: Operand;
  /** A predicate: a gradient of either zero has no share, nor has what was not above 0. */
  readonly isNone: Operand;
}

/** Reads a pooled number's gradient and the place of its maximum among its four. */
function readMaximum(entry: ThreadEntry, gradientAt: string, placeAt: string): Maximum {
  const { fn } = entry;
  const gradient = fn.op("f32", "ld.global.f32", gradientAt);
  const place = fn.op("b32", "ld.global.b32", placeAt);
  const size = fn.op("b32", "shl.b32", fn.op("b32", "mov.b32", gradient), "1");
  const isZero = fn.op("pred", "setp.eq.s32", size, "0");
  const isNowhere = fn.op("pred", "setp.eq.s32", place, String(nowhere));
  return {
    gradient,
    row: fn.op("b32", "shr.u32", place, "1"),
    column: fn.op("b32", "and.b32", place, "1"),
    isNone: fn.op("pred", "or.pred", isZero, isNowhere),
  };
}

/**
 * The gradients of weights: a thread adds up the shares of one of them, picture after picture and place after place. The
 * bias of a filter is the weight of something that is always 1.
 */
export function writeWeightGradients(
  name: string,
  { gradients }: DeviceMemory,
  { layer, layout, input, places, pooledGradients }: DeviceConvolution,
  of: "weights" | "biases",
): WrittenEntry {
  const { channels, size, width, pooledHeight, pooledWidth, filters } = layer;
  const entry = new ThreadEntry();
  const { fn } = entry;
  const { single } = ptxInstructions(fn);
  const pixel = 4 * channels;
  const segment = size * channels;
  const ofBias = of === "biases";
  const [inSegment, tapRow, filterOfTap] = ofBias ? [] : entry.parted(segment, size);
  const filter = ofBias ? entry.index : filterOfTap;
  const tap: Stride[] = ofBias
    ? []
    : [
        [tapRow, width * pixel],
        [inSegment, 4],
      ];
  // Weights lie as threads do.
  const target = entry.at(gradients + 4 * layer[of], [entry.index, 4]);
  const picture = {
    gradient: fn.variable("b64", entry.at(pooledGradients.address, [filter, layout.channel])),
    place: fn.variable("b64", entry.at(places.address, [filter, 4])),
    input: fn.variable("b64", entry.at(input.address, ...tap)),
  };
  const sum = fn.variable("f32", singleLiteral(0));
  const writePlace = (at: typeof picture, column: number): void => {
    const placeStep = 4 * padded(filters);
    const maximum = readMaximum(
      entry,
      `[${at.gradient}+${column * layout.place}]`,
      `[${at.place}+${column * placeStep}]`,
    );
    let share = maximum.gradient;
    if (!ofBias) {
      const inRow = fn.op("b32", "mul.lo.u32", maximum.column, String(pixel));
      const offset = fn.op("b32", "mad.lo.u32", maximum.row, String(width * pixel), inRow);
      // What is nowhere is not read from outside of the picture.
      const known = fn.op("b32", "selp.b32", "0", offset, maximum.isNone);
      const from = entry.from(at.input, [known, 1]);
      share = single.mul(maximum.gradient, entry.load(from, column * 2 * pixel));
    }
    fn.emit(`add.rn.f32 ${sum}, ${sum}, ${single.zeroWhere(share, maximum.isNone)}`);
  };
  entry.repeat(entry.parameter("pictures"), () => {
    const rowAt = {
      gradient: fn.variable("b64", picture.gradient),
      place: fn.variable("b64", picture.place),
      input: fn.variable("b64", picture.input),
    };
    entry.repeat(pooledHeight, () => {
      for (let column = 0; column < pooledWidth; column++) writePlace(rowAt, column);
      entry.advance(rowAt.gradient, pooledWidth * layout.place);
      entry.advance(rowAt.place, pooledWidth * 4 * padded(filters));
      entry.advance(rowAt.input, 2 * width * pixel);
    });
    entry.advance(picture.gradient, pooledGradients.bytes);
    entry.advance(picture.place, places.bytes);
    entry.advance(picture.input, input.bytes);
  });
  entry.store(target, sum);
  return {
    name,
    text: entry.text(name),
    threads: () => (ofBias ? filters : filters * size * segment),
  };
}

/** The gradients of what a convolution reads: a thread adds up what each filter's maxima have of one number. */
export function writeInputGradients(
  name: string,
  { parameters }: DeviceMemory,
  { layer, layout, places, pooledGradients }: DeviceConvolution,
  below: DeviceConvolution,
): WrittenEntry {
  const { channels, size, width, height, pooledHeight, pooledWidth, filters } = layer;
  const entry = new ThreadEntry();
  const { fn } = entry;
  const { single } = ptxInstructions(fn);
  const [channel, x, y, picture] = entry.parted(channels, width, height);
  const taps = size * size * channels;
  const gradient = fn.variable(
    "b64",
    entry.at(pooledGradients.address, [picture, pooledGradients.bytes]),
  );
  const placeOfFilter = fn.variable("b64", entry.at(places.address, [picture, places.bytes]));
  const weights = fn.variable("b64", entry.at(parameters + 4 * layer.weights, [channel, 4]));
  const sum = fn.variable("f32", singleLiteral(0));
  const placeStep = 4 * padded(filters);
  /** How far the number is from the upper left corner of the filter at a maximum; beyond it: a large number. */
  const tapOf = (at: Operand, corner: Operand, inCorner: Operand): Operand =>
    fn.op("b32", "sub.u32", at, fn.op("b32", "add.u32", inCorner, corner));
  const isInside = (tap: Operand): Operand => fn.op("pred", "setp.lt.u32", tap, String(size));
  entry.repeat(filters, () => {
    const rowAt = {
      gradient: fn.variable("b64", gradient),
      place: fn.variable("b64", placeOfFilter),
    };
    const top = fn.variable("b32", "0");
    entry.repeat(pooledHeight, () => {
      for (let column = 0; column < pooledWidth; column++) {
        const maximum = readMaximum(
          entry,
          `[${rowAt.gradient}+${column * layout.place}]`,
          `[${rowAt.place}+${column * placeStep}]`,
        );
        const tapRow = tapOf(y, top, maximum.row);
        const tapColumn = tapOf(x, String(2 * column), maximum.column);
        const isSeen = fn.op("pred", "and.pred", isInside(tapRow), isInside(tapColumn));
        const isNone = fn.op("pred", "or.pred", maximum.isNone, single.not(isSeen));
        const tap = fn.op("b32", "mad.lo.u32", tapRow, String(size), tapColumn);
        const known = fn.op("b32", "selp.b32", "0", tap, isNone);
        const weight = entry.load(entry.from(weights, [known, 4 * channels]));
        const share = single.mul(maximum.gradient, weight);
        fn.emit(`add.rn.f32 ${sum}, ${sum}, ${single.zeroWhere(share, isNone)}`);
      }
      fn.emit(`add.u32 ${top}, ${top}, 2`);
      entry.advance(rowAt.gradient, pooledWidth * layout.place);
      entry.advance(rowAt.place, pooledWidth * placeStep);
    });
    entry.advance(gradient, layout.channel);
    entry.advance(placeOfFilter, 4);
    entry.advance(weights, 4 * taps);
  });
  const target = below.pooledGradients;
  const number = [
    [y, 4 * width * channels],
    [x, 4 * channels],
    [channel, 4],
  ] as const;
  entry.store(entry.at(target.address, [picture, target.bytes], ...number), sum);
  return {
    name,
    text: entry.text(name),
    threads: (pictures) => pictures * height * width * channels,
  };
}
