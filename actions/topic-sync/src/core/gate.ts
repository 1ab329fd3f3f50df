import type { Blocked, Consent } from './operation.ts';

/** Blocks what can harm until the consent for it was given. */
export function gate(needed: Consent | null, given: ReadonlySet<Consent>): Blocked | null {
  if (needed === null || given.has(needed)) return null;
  return { because: 'it needs a consent', fix: `If it is meant, give allow: ${needed}.` };
}

/** Blocks until all of the consents were given. */
export const gateAll = (needed: readonly Consent[], given: ReadonlySet<Consent>): Blocked | null =>
  gate(needed.find((consent) => !given.has(consent)) ?? null, given);
