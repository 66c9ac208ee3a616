import type { Code } from "../../../util/wasm/code.js";
import { f32x4, i32, loopUntil, unpack, v128 } from "../../../util/wasm/instructions.js";
import { lanes } from "../../../compute/backends/wasm/lanes.js";
import type { FunctionWriter } from "../../../util/wasm/moduleWriter.js";

/** Where the numbers of some rows are, and where they go as columns. */
export interface ColumnPlaces {
  /** A multiple of four. */
  readonly rows: number;
  readonly inputs: number;
  /** Doubles, row after row. */
  readonly numbers: number;
  /** The first column; the first of these rows is `start` bytes behind. */
  readonly columns: number;
  readonly columnBytes: number;
  readonly start: Code;
}

/** Rounds the doubles and turns rows to columns: four rows of one or two columns at a time. */
export function writeColumns(fn: FunctionWriter, places: ColumnPlaces): void {
  const { rows, inputs, numbers, columns, columnBytes } = places;
  const [source, target, pair, place] = ["i32", "i32", "i32", "i32"].map(() => fn.local("i32"));
  const rounded = Array.from({ length: lanes }, () => fn.local("v128"));
  const rowBytes = inputs * 8;
  const fourRows = (block: number, width: 1 | 2): Code[] => {
    const [a, b, c, d] = rounded.map(({ get }) => get);
    const upper = fn.local("v128");
    const lower = fn.local("v128");
    const load = width === 2 ? v128.load : v128.load64Zero;
    const from = numbers + block * lanes * rowBytes;
    const to = columns + block * lanes * 4;
    return [
      ...rounded.map((local, row) =>
        local.set(f32x4.demoteF64x2Zero(load(source.get, from + row * rowBytes))),
      ),
      upper.set(unpack.low32(a, b)),
      lower.set(unpack.low32(c, d)),
      v128.store(target.get, unpack.low64(upper.get, lower.get), to),
      ...(width === 2
        ? [v128.store(target.get, unpack.high64(upper.get, lower.get), to + columnBytes)]
        : []),
    ];
  };
  // Four times four rows fill what a processor fetches at once.
  const blocks = rows / lanes;
  const together = [4, 2, 1].find((count) => blocks % count === 0)!;
  const allRows = (width: 1 | 2): Code => [
    source.set(i32.mul(pair.get, i32.const(16))),
    target.set(place.get),
    loopUntil(
      [
        ...Array.from({ length: together }, (_, block) => fourRows(block, width)).flat(),
        source.set(i32.add(source.get, i32.const(together * lanes * rowBytes))),
        target.set(i32.add(target.get, i32.const(together * lanes * 4))),
      ],
      i32.geU(source.get, i32.const(rows * rowBytes)),
    ),
  ];
  const pairs = Math.floor(inputs / 2);
  fn.emit(pair.set(i32.const(0)), place.set(places.start));
  if (pairs > 0) {
    fn.emit(
      loopUntil(
        [
          allRows(2),
          pair.set(i32.add(pair.get, i32.const(1))),
          place.set(i32.add(place.get, i32.const(2 * columnBytes))),
        ],
        i32.geU(pair.get, i32.const(pairs)),
      ),
    );
  }
  if (inputs % 2 === 1) fn.emit(allRows(1));
}
