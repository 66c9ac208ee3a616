import assert from "node:assert/strict";
import { PtxFunction, ptxModule } from "../../../../src/compute/backends/cuda/ptx/ptxFunction.js";
import { Interpreter, type InterpreterOptions } from "./interpreter.js";
import { readPtx } from "./ptxProgram.js";

/** Two warps: each thread writes its number, and reads the one of the thread at the other end of the block. */
const exchange = ((): string => {
  const fn = new PtxFunction(2);
  const start = fn.sharedOfBlock(256);
  const thread = fn.op("b32", "mov.u32", "%tid.x");
  const own = fn.op("b32", "mad.lo.u32", thread, "4", start);
  fn.emit(`st.shared.b32 [${own}+0], ${thread}`);
  fn.blockBarrier();
  const other = fn.op("b32", "sub.u32", "63", thread);
  const at = fn.op("b32", "mad.lo.u32", other, "4", start);
  const value = fn.op("b32", "ld.shared.b32", `[${at}+0]`);
  const results = fn.op("b64", "ld.param.b64", "[results]");
  const place = fn.op("b64", "mad.wide.u32", thread, "4", results);
  fn.emit(`st.global.b32 [${place}+0], ${value}`);
  return ptxModule([fn.entry("exchange", [["results", ".b64"]])]);
})();

function run(ptx: string, options: InterpreterOptions): number[] {
  const interpreter = new Interpreter({ bytes: 4096, ...options });
  const results = interpreter.alloc(256)!;
  const entry = readPtx(ptx).get("exchange")!;
  interpreter.launch(entry, { blocks: 1, threads: 64 }, new Map([["results", results]]));
  const bytes = interpreter.bytesAt(results, 256);
  return [...new Uint32Array(bytes.buffer, bytes.byteOffset, 64)];
}

describe("the interpreter of PTX", () => {
  const expected = Array.from({ length: 64 }, (_, thread) => 63 - thread);

  it("keeps the warps of a block together at their barriers, in any order", () => {
    assert.deepEqual(run(exchange, {}), expected);
    assert.deepEqual(run(exchange, { order: "random", detectsRaces: true }), expected);
  });

  it("sees that warps meet where their block has no barrier", () => {
    const without = exchange.replace("\tbar.sync 0;\n", "");
    assert.notEqual(without, exchange);
    assert.throws(() => run(without, { detectsRaces: true }), /Race/);
    // Within a warp that barrier is not enough for those of two.
    const narrow = exchange.replace("bar.sync 0", "bar.warp.sync 0xffffffff");
    assert.throws(() => run(narrow, { detectsRaces: true }), /Race/);
  });

  it("refuses blocks of another size than an entry is compiled for", () => {
    const entry = readPtx(exchange).get("exchange")!;
    const grid = { blocks: 1, threads: 128 };
    assert.throws(() => new Interpreter({}).launch(entry, grid, new Map()), /for 64 threads/);
  });
});
