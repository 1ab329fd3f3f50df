import { canonicalOperation } from './core/canonical.ts';
import type { Plan } from './core/plan.ts';

/** SHA-256 over the sorted digests of the operations; blocked ones count, so that a later consent keeps the digest. */
export function planDigest({ clusterId, changes }: Plan, sha256: (text: string) => string): string {
  const digests = changes.map(({ operation }) => sha256(canonicalOperation(clusterId, operation))).sort();
  return `sha256:${sha256(digests.join('\n'))}`;
}
