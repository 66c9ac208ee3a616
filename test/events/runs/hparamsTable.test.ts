import assert from "node:assert/strict";
import {
  flattenHParamsTable,
  hparamsTable,
  messageType,
  readRun,
  readRuns,
} from "../../../src/events/index.js";
import { eventRecord, scalarEvent, TemporaryLogs } from "../../helpers/eventFile.js";

function hparamsRecord(tag: string, data: object): Uint8Array {
  const type = messageType("HParamsPluginData");
  const content = type.encode(type.fromObject(data)).finish();
  const metadata = { pluginData: { pluginName: "hparams", content } };
  return eventRecord({ wallTime: 1, summary: { value: [{ tag, metadata }] } });
}

function start(groupName: string, hparams: object[]): Uint8Array {
  const sessionStartInfo = { hparams, groupName, startTimeSecs: 100 };
  return hparamsRecord("_hparams_/session_start_info", { sessionStartInfo });
}

describe("hparamsTable", () => {
  const logs = new TemporaryLogs();
  after(() => logs.remove());

  it("reads the session that PyTorch wrote", async () => {
    const table = await hparamsTable(readRuns("fixtures/events/torch", { hparams: true }));
    assert.deepEqual(table, {
      hparams: ["lr", "opt", "bs", "amp"],
      metrics: ["hparam/acc", "hparam/loss"],
      rows: [
        {
          run: "hp",
          groupName: "",
          status: "success",
          startTime: NaN,
          endTime: NaN,
          hparams: new Map<string, unknown>([
            ["amp", 1],
            ["opt", "adam"],
            ["lr", 0.1],
            ["bs", 32],
          ]),
          metrics: new Map([
            ["hparam/acc", Math.fround(0.9)],
            ["hparam/loss", NaN],
          ]),
        },
      ],
    });
  });

  it("joins an experiment at the top with sessions below, metrics in folders, and repetitions", async () => {
    const experiment = {
      hparamInfos: [{ name: "depth" }, { name: "unused" }],
      metricInfos: [{ name: { tag: "loss" } }, { name: { group: "validation", tag: "loss" } }],
    };
    const file = "events.out.tfevents.1";
    const runs = [
      logs.run({ [file]: hparamsRecord("_hparams_/experiment", { experiment }) }, "log"),
      logs.run(
        {
          [file]: Buffer.concat([
            start("g", [
              { key: "depth", value: { numberValue: 3 } },
              { key: "deep", value: { boolValue: true } },
              {
                key: "sizes",
                value: { listValue: { values: [{ numberValue: 1 }, { stringValue: "x" }] } },
              },
            ]),
            eventRecord(scalarEvent("loss", 0, 4)),
            eventRecord(scalarEvent("loss", 1, 2)),
            hparamsRecord("_hparams_/session_end_info", {
              sessionEndInfo: { status: 2, endTimeSecs: 200 },
            }),
          ]),
        },
        "log/1",
      ),
      logs.run({ [file]: eventRecord(scalarEvent("loss", 1, 8)) }, "log/1/validation"),
      logs.run({ [file]: start("g", [{ key: "depth", value: { numberValue: 4 } }]) }, "log/2"),
    ];
    const table = await hparamsTable(
      await Promise.all(
        runs.map(async (run) =>
          readRun({ ...run, name: run.name.slice(4) || "." }, { hparams: true }),
        ),
      ),
    );
    assert.deepEqual(flattenHParamsTable(table), {
      columns: [
        ...["run", "group.name", "status", "start.time", "end.time"],
        ...["depth", "unused", "deep", "sizes", "loss", "validation/loss"],
      ],
      rows: [
        ["1", "g", "failure", 100, 200, 3, null, true, '[1,"x"]', 2, 8],
        ["2", "g", "unknown", 100, NaN, 4, null, null, null, null, null],
      ],
    });
  });

  it("takes every scalar of a session for a metric when none is declared", async () => {
    const run = logs.runOf(start("", []), eventRecord(scalarEvent("acc", 0, 0.5)));
    const { metrics, rows } = await hparamsTable([await readRun(run, { hparams: true })]);
    assert.deepEqual(metrics, ["acc"]);
    assert.deepEqual(rows[0].metrics, new Map([["acc", 0.5]]));
  });
});
