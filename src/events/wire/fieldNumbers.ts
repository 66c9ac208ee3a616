/** Fields of an Event that matter to a reader. */
export const eventField = {
  wallTime: 1,
  step: 2,
  fileVersion: 3,
  graph: 4,
  summary: 5,
  logMessage: 6,
  sessionLog: 7,
  taggedRunMetadata: 8,
  metaGraph: 9,
  sourceMetadata: 10,
} as const;

/** Fields of a Summary's Value. */
export const valueField = {
  tag: 1,
  simpleValue: 2,
  image: 4,
  histogram: 5,
  audio: 6,
  tensor: 8,
  metadata: 9,
} as const;
