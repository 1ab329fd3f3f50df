import type { Blocked, Consent } from './operation.ts';

/** Blocks what can harm until the consent for it was given. */
export function gate(
  needed: Consent | null,
  given: ReadonlySet<Consent>,
  because: string | null,
): Blocked | null {
  if (needed === null || given.has(needed)) return null;
  return {
    because: because ?? `it needs the consent ${needed}`,
    fix: `If that is meant, give \`allow: ${needed}\`.`,
  };
}
