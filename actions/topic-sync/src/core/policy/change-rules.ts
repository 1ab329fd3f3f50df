import { remainingWindow } from '../../../../../lib/core/window.ts';
import { listItems } from '../config-value.ts';
import { type Change, type Operation, riskRank } from '../operation.ts';
import type { RuleSettings, Severity } from './rule-settings.ts';

/** A rule on a change, whatever the topic is before and after it. */
interface ChangeRule {
  readonly severity: Severity;
  readonly fix: string;
  /** Why the change breaks the rule. */
  readonly check: (change: Change, settings: RuleSettings, when: Circumstances) => string | undefined;
}

/** What a change is judged by beside itself. */
export interface Circumstances {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Why a consumer group may lose unread records by an operation. */
  readonly unread: ReadonlyMap<Operation, string>;
}

/** Of the policies in force, inherited ones included. */
function compactionSwitch(before: string | null, after: string | null): string | undefined {
  if (before === null || after === null) return 'cleanup.policy cannot be seen before and after';
  const [was, is] = [before, after].map((policy) => listItems(policy).includes('compact'));
  if (was === is) return undefined;
  return is === true
    ? 'a compacted topic refuses records without a key'
    : 'what compaction kept is deleted by age';
}

/** The rules on what is changed. */
export const CHANGE_RULES = {
  frozen: {
    severity: 'error',
    fix: 'Leave it as it is in the cluster, or have the freeze lifted.',
    check: ({ operation }, { configs = [], reason }) => {
      if (!('name' in operation) || !configs.includes(operation.name)) return undefined;
      return `${operation.name} is frozen${reason === undefined ? '' : `: ${reason}`}`;
    },
  },
  'change-window': {
    severity: 'error',
    fix: 'Apply it when the window is over.',
    check: ({ risk }, { closed = [], from = 'safe' }, { now }) => {
      if (riskRank(risk) < riskRank(from)) return undefined;
      const shut = closed.find((window) => remainingWindow(window, now) > 0);
      return shut && `changes that are ${from} or worse are not made in ${shut.text}`;
    },
  },
  'retention-covers-lag': {
    severity: 'error',
    fix: 'Let the consumers catch up, or keep records for longer than they lag behind.',
    check: ({ operation }, _, { unread }) => unread.get(operation),
  },
  'cleanup-policy-switch': {
    severity: 'error',
    fix: 'Make a new topic and move producers and consumers to it.',
    check: ({ operation }) => {
      if (!('name' in operation) || operation.name !== 'cleanup.policy') return undefined;
      const { inherited = null } = operation;
      const [before, after] = [operation.before ?? inherited, operation.after ?? inherited];
      return compactionSwitch(before, after);
    },
  },
} as const satisfies Readonly<Record<string, ChangeRule>>;
