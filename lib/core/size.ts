const UNITS = {
  KiB: 1_024n,
  MiB: 1_048_576n,
  GiB: 1_073_741_824n,
  TiB: 1_099_511_627_776n,
  KB: 1_000n,
  MB: 1_000_000n,
  GB: 1_000_000_000n,
  TB: 1_000_000_000_000n,
} as const;

/** `512KiB`, `1GiB`, `20MB` as bytes, exactly; undefined when it is not written like that. */
export function parseSize(text: string): bigint | undefined {
  const match = /^(\d+)([KMGT]i?B)$/.exec(text.trim());
  const [, digits, unit] = match ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  return BigInt(digits) * UNITS[unit as keyof typeof UNITS];
}

const SHOWN = ['TiB', 'GiB', 'MiB', 'KiB'] as const;

/** Bytes for people: `17 B`, `1.5 KiB`, `20 GiB`. */
export function formatSize(bytes: number): string {
  const unit = SHOWN.find((each) => bytes >= Number(UNITS[each]));
  if (unit === undefined) return `${String(Math.round(bytes))} B`;
  const value = bytes / Number(UNITS[unit]);
  return `${value >= 10 ? String(Math.round(value)) : value.toFixed(1)} ${unit}`;
}
