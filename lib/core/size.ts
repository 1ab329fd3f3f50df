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
