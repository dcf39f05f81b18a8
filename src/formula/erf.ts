/**
 * The error function, 2 / sqrt(π) times the integral of exp(-t²) from 0 to x, in float64 to 2e-15: the series of Abramowitz and
 * Stegun 7.1.6, whose terms are all positive; from 6 on it is 1 to the last bit.
 */
export function erf(x: number): number {
  if (Number.isNaN(x) || Math.abs(x) >= 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
