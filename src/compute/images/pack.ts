import { f32, i32, loopUntil, v128 } from "../../util/wasm/instructions.js";
import { FunctionWriter } from "../../util/wasm/moduleWriter.js";

/**
 * Packs a matrix for {@link writeProduct}: strips of `width` columns, row after row. The function takes the addresses of
 * source and target, the numbers of rows and columns, the bytes from one row and from one column to the next, and
 * the width. What fills the last strip stays as it is (0).
 */
export function writePack(): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32", "i32", "i32", "i32", "i32", "i32"]);
  const [source, target, rows, columns, rowBytes, columnBytes, width] = [0, 1, 2, 3, 4, 5, 6].map(
    (index) => fn.parameter(index),
  );
  const [column, row, from, to, inStrip] = [0, 1, 2, 3, 4].map(() => fn.local("i32"));
  const add = (local: typeof row, bytes: ReturnType<typeof i32.const>) =>
    local.set(i32.add(local.get, bytes));
  const widthBytes = i32.shl(width.get, i32.const(2));
  fn.emit(
    column.set(i32.const(0)),
    inStrip.set(i32.const(0)),
    loopUntil(
      [
        from.set(source.get),
        to.set(i32.add(target.get, i32.shl(inStrip.get, i32.const(2)))),
        row.set(rows.get),
        loopUntil(
          [
            f32.store(to.get, f32.load(from.get)),
            add(from, rowBytes.get),
            add(to, widthBytes),
            row.set(i32.sub(row.get, i32.const(1))),
          ],
          i32.eqz(row.get),
        ),
        add(source, columnBytes.get),
        add(column, i32.const(1)),
        add(inStrip, i32.const(1)),
        // The next strip begins behind all rows of this one.
        target.set(
          i32.add(
            target.get,
            i32.mul(i32.eq(inStrip.get, width.get), i32.mul(widthBytes, rows.get)),
          ),
        ),
        inStrip.set(i32.mul(inStrip.get, i32.ltU(inStrip.get, width.get))),
      ],
      i32.geU(column.get, columns.get),
    ),
  );
  return fn;
}

/** The same of a matrix whose columns lie side by side, a multiple of the width, a multiple of four. */
export function writePackRows(): FunctionWriter {
  const fn = new FunctionWriter(["i32", "i32", "i32", "i32", "i32", "i32"]);
  const [source, target, rows, columns, rowBytes, width] = [0, 1, 2, 3, 4, 5].map((index) =>
    fn.parameter(index),
  );
  const [column, row, from, vector] = [0, 1, 2, 3].map(() => fn.local("i32"));
  const add = (local: typeof row, bytes: ReturnType<typeof i32.const>) =>
    local.set(i32.add(local.get, bytes));
  fn.emit(
    column.set(i32.const(0)),
    loopUntil(
      [
        from.set(i32.add(source.get, i32.shl(column.get, i32.const(2)))),
        row.set(rows.get),
        loopUntil(
          [
            vector.set(i32.const(0)),
            loopUntil(
              [
                v128.store(target.get, v128.load(i32.add(from.get, vector.get))),
                add(target, i32.const(16)),
                add(vector, i32.const(16)),
              ],
              i32.geU(vector.get, i32.shl(width.get, i32.const(2))),
            ),
            add(from, rowBytes.get),
            row.set(i32.sub(row.get, i32.const(1))),
          ],
          i32.eqz(row.get),
        ),
        add(column, width.get),
      ],
      i32.geU(column.get, columns.get),
    ),
  );
  return fn;
}
