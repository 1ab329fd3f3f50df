import { assertNever } from '../../../../lib/core/assert-never.ts';
import type { Doubt } from './history.ts';

/** What the action's own check says of it; `no-check` where it has none. */
export type Finding = 'done' | 'not-done' | 'unknown' | 'no-check';

export const DOUBT_POLICIES = ['hold', 'retry'] as const;
/** What becomes of an action in doubt that no check can settle. */
export type DoubtPolicy = (typeof DOUBT_POLICIES)[number];

export type Settlement =
  | { readonly kind: 'finish'; readonly because: string }
  | { readonly kind: 'run'; readonly attempt: number; readonly because: string }
  | { readonly kind: 'hold'; readonly because: string };

/** The check's word counts; without it the policy. */
export function settle(doubt: Doubt, finding: Finding, policy: DoubtPolicy): Settlement {
  const attempt = doubt.attempt + 1;
  switch (finding) {
    case 'done':
      return { kind: 'finish', because: 'its check says that it was done' };
    case 'not-done':
      return { kind: 'run', attempt, because: 'its check says that it was not done' };
    case 'unknown':
    case 'no-check': {
      const because = finding === 'unknown' ? 'its check could not tell' : 'it has no check';
      return policy === 'retry'
        ? { kind: 'run', attempt, because: `${because}, and IN_DOUBT is retry` }
        : { kind: 'hold', because: `${because}, and IN_DOUBT is hold` };
    }
    default:
      return assertNever(finding);
  }
}
