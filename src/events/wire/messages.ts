import { createRequire } from "node:module";
import type protobuf from "protobufjs/light.js";

type FieldSpec = readonly [id: number, type: string, rule?: "repeated"];

function message(fields: Record<string, FieldSpec>, oneof: readonly string[] = []): object {
  return {
    ...(oneof.length > 0 ? { oneofs: { kind: { oneof } } } : {}),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [id, type, rule]]) => [
        name,
        // proto3 packs by default, a reflected root without syntax does not; decoding takes both.
        { id, type, ...(rule === undefined ? {} : { rule, options: { packed: true } }) },
      ]),
    ),
  };
}

/** The messages inside event files that are not on the hot path, as far as they are read or written. */
function eventMessages(): Record<string, object> {
  return {
    HistogramProto: message({
      min: [1, "double"],
      max: [2, "double"],
      num: [3, "double"],
      sum: [4, "double"],
      sumSquares: [5, "double"],
      bucketLimit: [6, "double", "repeated"],
      bucket: [7, "double", "repeated"],
    }),
    Image: message({
      height: [1, "int32"],
      width: [2, "int32"],
      colorspace: [3, "int32"],
      encodedImageString: [4, "bytes"],
    }),
    Audio: message({
      sampleRate: [1, "float"],
      numChannels: [2, "int64"],
      lengthFrames: [3, "int64"],
      encodedAudioString: [4, "bytes"],
      contentType: [5, "string"],
    }),
    TensorDimension: message({ size: [1, "int64"], name: [2, "string"] }),
    TensorShapeProto: message({
      dim: [2, "TensorDimension", "repeated"],
      unknownRank: [3, "bool"],
    }),
    TensorProto: message({
      dtype: [1, "int32"],
      tensorShape: [2, "TensorShapeProto"],
      versionNumber: [3, "int32"],
      tensorContent: [4, "bytes"],
      floatVal: [5, "float", "repeated"],
      doubleVal: [6, "double", "repeated"],
      intVal: [7, "int32", "repeated"],
      stringVal: [8, "bytes", "repeated"],
      int64Val: [10, "int64", "repeated"],
      boolVal: [11, "bool", "repeated"],
      halfVal: [13, "int32", "repeated"],
      uint32Val: [16, "uint32", "repeated"],
      uint64Val: [17, "uint64", "repeated"],
    }),
    PluginData: message({ pluginName: [1, "string"], content: [2, "bytes"] }),
    SummaryMetadata: message({
      pluginData: [1, "PluginData"],
      displayName: [2, "string"],
      summaryDescription: [3, "string"],
      dataClass: [4, "int32"],
    }),
    Value: message(
      {
        nodeName: [7, "string"],
        tag: [1, "string"],
        metadata: [9, "SummaryMetadata"],
        simpleValue: [2, "float"],
        image: [4, "Image"],
        histo: [5, "HistogramProto"],
        audio: [6, "Audio"],
        tensor: [8, "TensorProto"],
      },
      ["simpleValue", "image", "histo", "audio", "tensor"],
    ),
    Summary: message({ value: [1, "Value", "repeated"] }),
    SessionLog: message({
      status: [1, "int32"],
      checkpointPath: [2, "string"],
      msg: [3, "string"],
    }),
    TaggedRunMetadata: message({ tag: [1, "string"], runMetadata: [2, "bytes"] }),
    Event: message(
      {
        wallTime: [1, "double"],
        step: [2, "int64"],
        fileVersion: [3, "string"],
        graphDef: [4, "bytes"],
        summary: [5, "Summary"],
        sessionLog: [7, "SessionLog"],
        taggedRunMetadata: [8, "TaggedRunMetadata"],
        metaGraphDef: [9, "bytes"],
      },
      ["fileVersion", "graphDef", "summary", "sessionLog", "taggedRunMetadata", "metaGraphDef"],
    ),
    ...hparamsMessages(),
  };
}

/** The hparams plugin's messages; AnyValue, AnyList and AnyStruct are google.protobuf.Value and its kin. */
function hparamsMessages(): Record<string, object> {
  return {
    AnyValue: message(
      {
        nullValue: [1, "int32"],
        numberValue: [2, "double"],
        stringValue: [3, "string"],
        boolValue: [4, "bool"],
        structValue: [5, "AnyStruct"],
        listValue: [6, "AnyList"],
      },
      ["nullValue", "numberValue", "stringValue", "boolValue", "structValue", "listValue"],
    ),
    AnyList: message({ values: [1, "AnyValue", "repeated"] }),
    AnyStruct: message({ fields: [1, "AnyEntry", "repeated"] }),
    AnyEntry: message({ key: [1, "string"], value: [2, "AnyValue"] }),
    HParamsPluginData: message(
      {
        version: [1, "int32"],
        experiment: [2, "HParamsExperiment"],
        sessionStartInfo: [3, "SessionStartInfo"],
        sessionEndInfo: [4, "SessionEndInfo"],
      },
      ["experiment", "sessionStartInfo", "sessionEndInfo"],
    ),
    HParamsExperiment: message({
      name: [6, "string"],
      description: [1, "string"],
      user: [2, "string"],
      timeCreatedSecs: [3, "double"],
      hparamInfos: [4, "HParamInfo", "repeated"],
      metricInfos: [5, "MetricInfo", "repeated"],
    }),
    HParamInfo: message({
      name: [1, "string"],
      displayName: [2, "string"],
      description: [3, "string"],
      type: [4, "int32"],
    }),
    MetricName: message({ group: [1, "string"], tag: [2, "string"] }),
    MetricInfo: message({
      name: [1, "MetricName"],
      displayName: [3, "string"],
      description: [4, "string"],
    }),
    SessionStartInfo: message({
      hparams: [1, "AnyEntry", "repeated"],
      modelUri: [2, "string"],
      monitorUrl: [3, "string"],
      groupName: [4, "string"],
      startTimeSecs: [5, "double"],
    }),
    SessionEndInfo: message({ status: [1, "int32"], endTimeSecs: [2, "double"] }),
  };
}

let root: protobuf.Root | undefined;

/** The reflected protobufjs type of a message by its name, e.g. "TensorProto" or "Event". */
export function messageType(name: string): protobuf.Type {
  root ??= loadProtobufjs().Root.fromJSON({ nested: eventMessages() });
  return root.lookupType(name);
}

/** Loaded when it is needed: most logs hold scalars only, and loading takes longer than reading them. */
function loadProtobufjs(): typeof protobuf {
  return createRequire(import.meta.url)("protobufjs/light.js") as typeof protobuf;
}

/**
 * Decodes `bytes` as the message `name`: all fields set (defaults where absent), 64-bit numbers as
 * doubles. Bytes fields are views of `bytes`.
 */
export function decodeMessage<T>(name: string, bytes: Uint8Array): T {
  const type = messageType(name);
  return type.toObject(type.decode(bytes), {
    longs: Number,
    defaults: true,
    arrays: true,
    oneofs: true,
  }) as T;
}
