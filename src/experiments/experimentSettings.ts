import * as z from "zod";
import { distributionSchema, rangeSchema } from "./experimentRange.js";
import {
  nacMultiplications,
  naluGates,
  naluMultiplications,
  npuClips,
  npuRealWeightInits,
  nruDivisionModes,
  operations,
  optimizers,
  outOfBoundsModes,
  precisions,
  realNpuRegularizerTypes,
  regularizerScaleTypes,
  regularizerScalings,
  regularizerShapes,
  trainCriteria,
} from "./settingChoices.js";

const count = z.int().positive();
const iteration = z.int().nonnegative();
const factor = z.number().nonnegative();
const positive = z.number().positive();
const fraction = z.number().min(0).max(1);

/**
 * The settings that a pipeline may give to an experiment, without those its runs differ in (seed and
 * ranges). Meanings, units and defaults: `RunSettings`.
 */
export const experimentSettingsSchema = z
  .strictObject({
    layerType: z.string().min(1),
    firstLayer: z.string().min(1).nullable(),
    operation: z.enum(operations),
    inputSize: count,
    outputSize: count,
    hiddenSize: count,
    numberOfSubsets: count,
    subsetRatio: fraction,
    overlapRatio: fraction,
    simple: z.boolean(),
    sampleDistribution: distributionSchema,
    batchSize: count,
    maxIterations: iteration,
    precision: z.literal(precisions),
    optimizer: z.enum(optimizers),
    learningRate: positive,
    momentum: factor,
    clipGradientNorm: positive.nullable(),
    trainCriterion: z.enum(trainCriteria),
    pccToMseIteration: iteration,
    regularizer: factor,
    regularizerZ: factor,
    regularizerOutOfBounds: factor,
    outOfBoundsMode: z.enum(outOfBoundsModes),
    regularizerScaling: z.enum(regularizerScalings),
    regularizerScalingStart: iteration,
    regularizerScalingEnd: iteration,
    regularizerShape: z.enum(regularizerShapes),
    regularizerL1: z.boolean(),
    lpNorm: count,
    regularizerBetaStart: factor,
    regularizerBetaEnd: factor,
    regularizerBetaStep: count,
    regularizerBetaGrowth: count,
    regularizerNpuWeight: iteration,
    regularizerGate: iteration,
    regularizerScaleType: z.enum(regularizerScaleTypes),
    nacMultiplication: z.enum(nacMultiplications),
    mnacEpsilon: factor,
    naluBias: z.boolean(),
    naluTwoNac: z.boolean(),
    naluTwoGate: z.boolean(),
    naluMultiplication: z.enum(naluMultiplications),
    naluGate: z.enum(naluGates),
    npuClip: z.enum(npuClips),
    npuRealWeightInit: z.enum(npuRealWeightInits),
    realNpuRegularizerType: z.enum(realNpuRegularizerTypes),
    nruDivisionMode: z.enum(nruDivisionModes),
    trashCell: z.boolean(),
    betaNau: z.boolean(),
    nmuNoise: z.boolean(),
    nauNoise: z.boolean(),
    noiseRange: rangeSchema,
    logInterval: count,
    verbose: z.boolean(),
    logEveryIteration: z.boolean(),
  })
  .partial();

export type ExperimentSettings = Readonly<z.output<typeof experimentSettingsSchema>>;
