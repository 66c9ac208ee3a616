import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { writeRun } from "../../bench/read/generateLogs.js";
import { streamLogs, writeTable, type ExportOptions } from "../../src/exports/exportLogs.js";
import { readRecords } from "../helpers/readRecords.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const steps = 300_000;
const repeatedFrom = 290_000;
const tags = ["loss", "accuracy/validation of the model"];

/** More than is held in memory; the last steps were logged again after a restart. */
function writeLargeRun(directory: string): void {
  writeRun(directory, (events) => {
    for (const [attempt, first] of [0, repeatedFrom].entries()) {
      for (let step = first; step < steps; step++) {
        tags.forEach((tag, i) => events.scalar(tag, step, 1000 + step, step + i + attempt / 2));
      }
    }
  });
}

function valueOf(step: number, tag: number): number {
  return step + tag + (step < repeatedFrom ? 0 : 0.5);
}

describe("streamLogs of a run that is too large to be held", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const logs = () => join(folder(), "logs");
  const options: ExportOptions = {
    onLoss: ({ reason }) => assert.fail(reason),
    onEmptyRun: () => assert.fail("no rows"),
  };
  before(() => writeLargeRun(join(logs(), "a")));

  it("takes back rows that a restart superseded after they were given", async () => {
    const path = join(folder(), "long.parquet");
    const stream = await streamLogs(logs(), { ...options, long: true });
    await writeTable(path, stream);
    assert.deepEqual(stream.counts, { runs: 1, rows: 2 * steps });
    const rows = await readRecords(path);
    assert.equal(rows.length, 2 * steps);
    const wrong = rows.findIndex(
      ({ run, tag, step, value }, row) =>
        run !== "a" ||
        tag !== tags[row % 2] ||
        step !== row >> 1 ||
        value !== valueOf(row >> 1, row % 2),
    );
    assert.equal(wrong, -1, `row ${wrong}: ${JSON.stringify(rows[wrong])}`);
  });

  it("gives only final rows when they cannot be taken back", async () => {
    const stream = await streamLogs(logs(), { ...options, long: true, isFinal: true });
    let rows = 0;
    for (const part of stream.parts) {
      if (part === undefined) continue;
      const [step, value] = [part.columns[2], part.columns[4]] as unknown as {
        values: Float64Array;
      }[];
      for (let row = 0; row < part.rows; row++, rows++) {
        if (value.values[row] !== valueOf(step.values[row], rows % 2)) assert.fail(`row ${rows}`);
      }
    }
    assert.equal(rows, 2 * steps);
  });

  it("gives a row per step with a column per tag", async () => {
    const path = join(folder(), "wide.csv");
    await writeTable(path, await streamLogs(logs(), { ...options, tags: ["*"] }));
    const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    assert.equal(header, "run,step,wall_time,loss,accuracy/validation of the model");
    assert.equal(lines.length, steps);
    const wrong = lines.findIndex((line, step) => {
      const [name, ...numbers] = line.split(",");
      const expected = [step, 1000 + step, valueOf(step, 0), valueOf(step, 1)];
      return name !== "a" || numbers.some((text, i) => Number(text) !== expected[i]);
    });
    assert.equal(wrong, -1, lines[wrong]);
  });
});

describe("streamLogs of more runs than are held", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const runs = 4;
  const rowsOfRun = 120_000;
  const options: ExportOptions = {
    tags: ["loss"],
    onLoss: ({ reason }) => assert.fail(reason),
    onEmptyRun: () => assert.fail("no rows"),
  };
  const logs = () => join(folder(), "logs");
  const lastFile = () => {
    const run = join(logs(), `r${runs - 1}`);
    return join(run, readdirSync(run)[0]);
  };
  before(() => {
    for (let run = 0; run < runs; run++) {
      writeRun(join(logs(), `r${run}`), (events) => {
        for (let step = 0; step < rowsOfRun; step++) events.scalar("loss", step, step, run + step);
      });
    }
  });

  it("reads the last ones again, as far as they were read before", async () => {
    const stream = await streamLogs(logs(), options);
    const bytes = readFileSync(lastFile());
    const another = bytes.subarray(bytes.length - 60);
    appendFileSync(lastFile(), another);
    const path = join(folder(), "all.parquet");
    await writeTable(path, stream);
    truncateSync(lastFile(), bytes.length);
    const rows = await readRecords(path);
    assert.equal(rows.length, runs * rowsOfRun);
    const wrong = rows.findIndex(
      ({ run, step, loss }, row) =>
        run !== `r${Math.floor(row / rowsOfRun)}` ||
        step !== row % rowsOfRun ||
        loss !== Math.floor(row / rowsOfRun) + (row % rowsOfRun),
    );
    assert.equal(wrong, -1, JSON.stringify(rows[wrong]));
  });

  it("fails when one of them is gone by then", async () => {
    const stream = await streamLogs(logs(), options);
    rmSync(lastFile());
    const path = join(folder(), "gone.csv");
    await assert.rejects(writeTable(path, stream), /r3: event files were changed or removed/);
    assert.equal(existsSync(path), false);
  });
});
