/** The metrics that make a row of the exporter's table, by their exact tags. */
export const metricTags = ["metric/valid/interpolation", "metric/test/extrapolation"] as const;

/** Mean gate of a NALU: a further metric when gates are asked for. */
export const isGateMean = (tag: string): boolean => tag.endsWith("nalu/gate/mean");

/** Sparsity errors of weights; those of gates do not count. */
export const isSparsityError = (tag: string): boolean => /W(_real|_im)?\/sparsity_error$/.test(tag);

/** The imaginary part's sparsity error is added to the maximum of the others. */
export const isImaginarySparsityError = (tag: string): boolean =>
  tag.endsWith("W_im/sparsity_error");

/** Texts that hold a weight matrix. */
export const isWeightText = (tag: string): boolean => /W(_real)?\/text_summary$/.test(tag);

/** Texts that hold a gate vector. */
export const isGateText = (tag: string): boolean => tag.endsWith("gate/text_summary");

/** Any text that holds a tensor. */
export const isTensorText = (tag: string): boolean => tag.endsWith("/text_summary");

/** `metric/valid/interpolation` -> `metric.valid.interpolation`. */
export const columnName = (tag: string): string => tag.replace(/^\//, "").replaceAll("/", ".");
