import { decodeMessage } from "../wire/messages.js";
import { MalformedError } from "../wire/wireCursor.js";

/** Value of a hyperparameter, or its place in a list or record. */
export type HParamValue =
  | number
  | string
  | boolean
  | null
  | readonly HParamValue[]
  | { readonly [key: string]: HParamValue };

/** What an experiment declares: its hyperparameters and the metrics to judge by. */
export interface HParamsExperiment {
  readonly type: "experiment";
  readonly name: string;
  readonly description: string;
  readonly hparams: readonly string[];
  readonly metrics: readonly { readonly group: string; readonly tag: string }[];
}

/** The hyperparameters with which one training started. */
export interface HParamsSessionStart {
  readonly type: "session_start";
  readonly groupName: string;
  /** Seconds since 1970. */
  readonly startTime: number;
  readonly hparams: ReadonlyMap<string, HParamValue>;
}

export interface HParamsSessionEnd {
  readonly type: "session_end";
  readonly status: "unknown" | "success" | "failure" | "running";
  /** Seconds since 1970. */
  readonly endTime: number;
}

export type HParamsData = HParamsExperiment | HParamsSessionStart | HParamsSessionEnd;

interface AnyValue {
  kind?: string;
  numberValue: number;
  stringValue: string;
  boolValue: boolean;
  structValue: { fields: AnyEntry[] };
  listValue: { values: AnyValue[] };
}

interface AnyEntry {
  key: string;
  value: AnyValue | null;
}

interface PluginMessage {
  kind?: "experiment" | "sessionStartInfo" | "sessionEndInfo";
  experiment: {
    name: string;
    description: string;
    hparamInfos: { name: string }[];
    metricInfos: { name: { group: string; tag: string } | null }[];
  };
  sessionStartInfo: { hparams: AnyEntry[]; groupName: string; startTimeSecs: number };
  sessionEndInfo: { status: number; endTimeSecs: number };
}

const statuses = ["unknown", "success", "failure", "running"] as const;

/**
 * Decodes the content of a summary of the hparams plugin.
 *
 * @throws {MalformedError} when it is none of the three messages that the plugin writes
 */
export function decodeHParams(content: Uint8Array): HParamsData {
  const message = decodeMessage<PluginMessage>("HParamsPluginData", content);
  switch (message.kind) {
    case "experiment": {
      const { name, description, hparamInfos, metricInfos } = message.experiment;
      return {
        type: "experiment",
        name,
        description,
        hparams: hparamInfos.map((info) => info.name),
        metrics: metricInfos.map((info) => ({
          group: info.name?.group ?? "",
          tag: info.name?.tag ?? "",
        })),
      };
    }
    case "sessionStartInfo": {
      const { hparams, groupName, startTimeSecs } = message.sessionStartInfo;
      return {
        type: "session_start",
        groupName,
        startTime: startTimeSecs,
        hparams: new Map(hparams.map(({ key, value }) => [key, plainValue(value)])),
      };
    }
    case "sessionEndInfo":
      return {
        type: "session_end",
        status: statuses[message.sessionEndInfo.status] ?? "unknown",
        endTime: message.sessionEndInfo.endTimeSecs,
      };
    case undefined:
      throw new MalformedError("a summary of the hparams plugin without content");
  }
}

function plainValue(value: AnyValue | null): HParamValue {
  switch (value?.kind) {
    case "numberValue":
      return value.numberValue;
    case "stringValue":
      return value.stringValue;
    case "boolValue":
      return value.boolValue;
    case "listValue":
      return value.listValue.values.map(plainValue);
    case "structValue":
      return Object.fromEntries(
        value.structValue.fields.map(({ key, value: inner }) => [key, plainValue(inner)]),
      );
    default:
      return null;
  }
}
