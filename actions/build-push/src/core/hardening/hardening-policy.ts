import type { Place } from '../../../../../lib/core/problem.ts';
import type { RuleId } from './rules.ts';

/** What happens when a rule is broken. */
export type Severity = 'off' | 'warn' | 'fail';

export interface HardeningPolicy {
  /** A rule that is not named fails. */
  readonly rules: ReadonlyMap<RuleId, Severity>;
  /** Bytes of all layers unpacked; null: no budget. */
  readonly sizeBudget: number | null;
  readonly exceptions: readonly HardeningException[];
}

/** Lets a file, or all that a rule finds, pass for a while. */
export interface HardeningException {
  readonly rule: RuleId;
  /** `/usr/bin/ping`, or `/opt/tools/` for all below it; null: what the rule finds in the config. */
  readonly path: string | null;
  readonly owner: string;
  readonly reason: string;
  /** Its last day, `2027-01-31`, which ends at midnight UTC. */
  readonly expires: string;
  readonly endsAt: number;
  readonly place: Place;
}

/** Without a policy file every rule fails, and there are no exceptions and no size budget. */
export const STRICT_POLICY: HardeningPolicy = { rules: new Map(), sizeBudget: null, exceptions: [] };
