type Units = readonly (readonly [name: string, size: bigint])[];

export const MILLISECONDS: Units = [
  ['d', 86_400_000n],
  ['h', 3_600_000n],
  ['m', 60_000n],
  ['s', 1_000n],
];

export const BYTES: Units = [
  ['GiB', 1_073_741_824n],
  ['MiB', 1_048_576n],
  ['KiB', 1_024n],
];

/** The value in the first of the units that says exactly the same, such as `7d`; undefined where none does. */
export function exactUnit(value: bigint, units: Units): string | undefined {
  const fitting = units.find(([, size]) => value > 0n && value % size === 0n);
  return fitting && `${String(value / fitting[1])}${fitting[0]}`;
}
