import assert from "node:assert/strict";
import { cpSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  describeLoss,
  findRuns,
  frameRecord,
  type Loss,
  readRun,
  type ReadOptions,
  readRuns,
  totalCostOf,
} from "../../../src/events/index.js";
import { eventPayload, eventRecord, scalarEvent, TemporaryLogs } from "../../helpers/eventFile.js";

describe("losses", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  const readCase = async (folder: string, options: ReadOptions = {}) => {
    const [run] = await findRuns(`fixtures/cases/${folder}`);
    return readRun(run, options);
  };
  const costOf = ({ kind, recordsLost, valuesLost, tags }: Loss) => ({
    kind,
    recordsLost,
    valuesLost,
    tags: Object.fromEntries(tags),
  });

  it("are one record where its content fails its checksum, and what follows is read", async () => {
    const { scalars, losses } = await readCase("15-loss-is-understated/flip");
    assert.equal(scalars.get("loss")!.length, 99);
    assert.deepEqual(losses.map(costOf), [
      { kind: "payload-checksum", recordsLost: 1, valuesLost: 1, tags: { loss: 1 } },
    ]);
    assert.match(describeLoss(losses[0]), /: at byte 416: .*; lost: 1 record, 1 value of "loss"$/);
  });

  it("are counted in values with their tags where these cannot be decoded", async () => {
    const { scalars, losses } = await readCase("15-loss-is-understated/types");
    assert.deepEqual([...scalars.keys()], ["loss"]);
    assert.deepEqual(losses.map(costOf), [
      {
        kind: "malformed",
        recordsLost: 0,
        valuesLost: 52,
        tags: { name: 1, complex: 1, vector: 50 },
      },
    ]);
    assert.equal(totalCostOf(losses), "52 values");
  });

  it("include a scalar that holds two numbers", async () => {
    const { scalars, losses } = await readCase("p03-scalar-tensor-with-two-values");
    assert.equal(scalars.size, 0);
    assert.equal(losses[0].valuesLost, 1);
  });

  it("are none where only what nobody asked for is too large", async () => {
    const huge = 5000;
    const padding = Buffer.alloc(huge);
    const notAskedFor: object[] = [
      { graphDef: padding },
      { metaGraphDef: padding },
      { taggedRunMetadata: { tag: "step_1", runMetadata: padding } },
      { summary: { value: [{ tag: "i", image: { encodedImageString: padding } }] } },
      {
        summary: {
          value: [
            {
              tag: "t",
              tensor: { dtype: 7, stringVal: [padding] },
              metadata: { pluginData: { pluginName: "text" } },
            },
          ],
        },
      },
    ];
    for (const what of notAskedFor) {
      const run = logs.runOf(
        eventRecord(scalarEvent("loss", 0, 1)),
        frameRecord(eventPayload({ wallTime: 1, step: 1, ...what })),
        eventRecord(scalarEvent("loss", 1, 0.5)),
      );
      for (const checksums of ["decoded", "all"] as const) {
        const limits = { maximumRecordBytes: 1000, bufferBytes: 256, checksums };
        const { scalars, losses } = await readRun(run, limits);
        assert.deepEqual([...scalars.get("loss")!.step], [0, 1]);
        assert.deepEqual(losses, [], Object.keys(what)[0]);
        const wanted = { graphs: true, images: true, texts: true };
        const asked = await readRun(run, { ...limits, ...wanted });
        const isValue = !("metaGraphDef" in what || "taggedRunMetadata" in what);
        assert.equal(asked.losses.length, isValue ? 1 : 0, Object.keys(what)[0]);
      }
    }
  });

  it("are none where names of folders and files are no UTF-8", async function () {
    if (process.platform !== "linux") this.skip();
    const root = join(logs.root, "latin1");
    cpSync("fixtures/cases/13-names-that-are-no-utf8/logs", root, { recursive: true });
    const inRoot = (name: string) =>
      Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, "latin1")]);
    renameSync(
      join(root, "run3/events.out.tfevents.1700000000.cafe"),
      inRoot("run3/events.out.tfevents.1700000000.caf\xe9"),
    );
    renameSync(join(root, "run1"), inRoot("r\xfcn1"));
    const found: [string, number][] = [];
    for await (const run of readRuns(root)) {
      assert.deepEqual(run.losses, []);
      found.push([run.name, run.scalars.get("loss")!.length]);
    }
    assert.deepEqual(found, [
      ["ok", 3],
      ["r\\xfcn1", 3],
      ["run3", 3],
    ]);
    mkdirSync(inRoot("d\xfc/\xff"), { recursive: true });
    writeFileSync(inRoot("d\xfc/\xff/tfevents.\xfe"), "no event file");
    const last = (await findRuns(root)).find(({ name }) => name === "d\\xfc/\\xff")!;
    assert.match(
      describeLoss((await readRun(last)).losses[0]),
      /d\\xfc\/\\xff\/tfevents\.\\xfe: at/,
    );
  });
});
