/** The smallest of the values that is not below the given percent of them; NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(Math.ceil((sorted.length * percent) / 100), 1);
  return sorted[rank - 1] ?? Number.NaN;
}
