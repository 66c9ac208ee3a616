/** What R's numDeriv takes for zero: below it, steps are not relative. */
const zeroTolerance = Math.sqrt(Number.EPSILON / 7e-7);

/**
 * The second derivatives of a function of two parameters by Richardson extrapolation, with the steps of R's numDeriv: a
 * tenth of each parameter, halved three times. NaN where the function is not finite at one of them, as next to zero,
 * where the steps become larger than the parameter.
 */
export function secondDerivatives(
  f: (x: readonly number[]) => number,
  x: readonly [number, number],
): readonly [readonly [number, number], readonly [number, number]] {
  const centre = f(x);
  const steps = x.map((at) => Math.abs(0.1 * at) + (Math.abs(at) < zeroTolerance ? 1e-4 : 0));
  const halves = [1, 0.5, 0.25, 0.125];
  const shifted = (first: number, second: number) => f([x[0] + first, x[1] + second]);
  const own = (i: 0 | 1) =>
    extrapolated(
      halves.map((half) => {
        const h = steps[i] * half;
        const [up, down] =
          i === 0 ? [shifted(h, 0), shifted(-h, 0)] : [shifted(0, h), shifted(0, -h)];
        return (up - 2 * centre + down) / (h * h);
      }),
    );
  const [first, second] = [own(0), own(1)];
  const mixed = extrapolated(
    halves.map((half) => {
      const [h, k] = [steps[0] * half, steps[1] * half];
      const both = shifted(h, k) - 2 * centre + shifted(-h, -k);
      return (both - first * h * h - second * k * k) / (2 * h * k);
    }),
  );
  return [
    [first, mixed],
    [mixed, second],
  ];
}

function extrapolated(values: readonly number[]): number {
  let current = [...values];
  for (let factor = 4; current.length > 1; factor *= 4) {
    current = current.slice(1).map((value, k) => (value * factor - current[k]) / (factor - 1));
  }
  return current[0];
}
