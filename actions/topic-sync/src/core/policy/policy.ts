import type { Place } from '../../../../../lib/core/problem.ts';
import type { RuleSettings, Severity } from './rule-settings.ts';
import type { RuleId } from './rules.ts';

/** One TopicPolicy document. */
export interface Policy {
  /** Where its environments are named, or else where it begins. */
  readonly place: Place;
  /** Patterns of topic names. */
  readonly match: readonly string[];
  /** Empty: all of them. */
  readonly environments: readonly string[];
  readonly rules: readonly ConfiguredRule[];
  readonly waivers: readonly Waiver[];
}

export interface ConfiguredRule {
  readonly id: RuleId;
  /** undefined: the rule's own. */
  readonly severity: Severity | undefined;
  readonly settings: RuleSettings;
}

/** Lets some topics off a rule for a while. */
export interface Waiver {
  readonly rule: RuleId;
  /** A pattern of topic names; undefined where labels alone choose. */
  readonly match: string | undefined;
  /** A topic must have all of them, by name; undefined where the name alone chooses. */
  readonly labels: readonly (readonly [name: string, value: string])[] | undefined;
  readonly owner: string;
  readonly reason: string;
  /** Milliseconds since the epoch: the end of its last day, in UTC. */
  readonly endsAt: number;
  readonly place: Place;
}
