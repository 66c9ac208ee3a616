import { mostWithRaw } from "../curves/drawnCurve.js";
import type { CurvesQuery, DrawnCurve } from "../curves/protocol.js";

type Load = (
  query: CurvesQuery,
  signal: AbortSignal | undefined,
  runs: readonly number[],
) => Promise<readonly DrawnCurve[]>;

/** The curves of a panel that came for its last question: other runs or another look need not be asked for again. */
export class CurveCache {
  private key = "";
  private known = new Map<number, DrawnCurve | null>();

  constructor(private readonly load: Load) {}

  /** @param version of the store: what was known of another one counts no more */
  async curves(
    query: CurvesQuery,
    runs: readonly number[],
    version: number,
    signal: AbortSignal,
  ): Promise<readonly DrawnCurve[]> {
    const key = JSON.stringify([version, query]);
    if (key !== this.key) {
      this.key = key;
      this.known = new Map();
    }
    const { known } = this;
    const missing = runs.filter((run) => !known.has(run));
    if (missing.length > 0) await this.ask(query, missing, known, signal);
    const found = curvesOf(known, runs);
    const isBare = query.smooth > 0 && found.some(({ raw }) => raw === undefined);
    // Of many curves what was logged did not come.
    if (!isBare || found.length > mostWithRaw) return found;
    const all = found.map(({ run }) => run);
    await this.ask(query, all, known, signal);
    return curvesOf(known, runs);
  }

  private async ask(
    query: CurvesQuery,
    runs: readonly number[],
    known: Map<number, DrawnCurve | null>,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = await this.load(query, signal, runs);
    // A run that has no such curve is known to have none.
    for (const run of runs) known.set(run, null);
    for (const curve of answer) known.set(curve.run, curve);
  }
}

const curvesOf = (
  known: ReadonlyMap<number, DrawnCurve | null>,
  runs: readonly number[],
): DrawnCurve[] => runs.flatMap((run) => known.get(run) ?? []);
