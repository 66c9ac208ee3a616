import { readFixture } from "./statsFixture.js";

export interface Answer {
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** One group of outcomes with R's answers; an answer is null where R stopped with an error. */
export interface StatsCase {
  readonly name: string;
  readonly steps: readonly number[];
  readonly sparsityErrors: readonly number[];
  readonly gamma: Answer | null;
  readonly beta: Answer | null;
  readonly exactGamma: Answer | null;
  readonly exactBeta: Answer | null;
}

interface Written {
  readonly wilson: (Answer & { x: number; n: number })[];
  readonly cases: {
    name: string;
    input: {
      solved: boolean[];
      extrapolation_step_solved: (number | null)[];
      sparse_error_max: (number | null)[];
    };
    gamma: { value: WrittenAnswer | null };
    beta: { value: WrittenAnswer | null };
    reference_exact_gamma: { value: WrittenAnswer | null };
    reference_exact_beta: { value: WrittenAnswer | null };
  }[];
}

type WrittenAnswer = Record<keyof Answer, number | string | null>;

/** R's proportions with their intervals, and its groups of outcomes. Missing values of solved runs are NaN. */
export function readStatsCases(): { wilson: Written["wilson"]; cases: StatsCase[] } {
  const { wilson, cases } = JSON.parse(readFixture("stats_cases.json")) as Written;
  return {
    wilson,
    cases: cases.map(({ name, input, ...answers }) => ({
      name,
      steps: solvedOnly(input.solved, input.extrapolation_step_solved),
      sparsityErrors: solvedOnly(input.solved, input.sparse_error_max),
      gamma: answerOf(answers.gamma.value),
      beta: answerOf(answers.beta.value),
      exactGamma: answerOf(answers.reference_exact_gamma.value),
      exactBeta: answerOf(answers.reference_exact_beta.value),
    })),
  };
}

function solvedOnly(solved: boolean[], values: (number | null)[]): number[] {
  return values.filter((_, index) => solved[index]).map((value) => value ?? NaN);
}

function answerOf(written: WrittenAnswer | null): Answer | null {
  if (written === null) return null;
  // "NaN" is written as text.
  const number = (value: number | string | null) =>
    value === null || Number.isNaN(Number(value)) ? null : Number(value);
  return {
    mean: number(written.mean),
    lower: number(written.lower),
    upper: number(written.upper),
  };
}
