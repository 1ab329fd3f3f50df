import type { Outcome, OutcomeKind } from './apply-outcome.ts';
import { describeOperation, describeReasons } from './describe.ts';
import { type Change, isConflict, type Risk, riskRank } from './operation.ts';
import type { Result } from './result.ts';

export interface ChangeRow {
  readonly change: Change;
  /** What became of it; null before an apply. */
  readonly outcome: OutcomeKind | null;
  /** It is never cut. */
  readonly isGrave: boolean;
  /** Plain text. */
  readonly cells: readonly string[];
}

export const changeHead = ({ outcomes }: Result): string[] => [
  ...['', 'Change', 'Because', outcomes.length > 0 ? 'Outcome' : 'Go'],
];

/** All changes: what was not made first, then the gravest. */
export function changeRows({ plan, outcomes }: Result): ChangeRow[] {
  const results = new Map<Change, Outcome>(outcomes.map((outcome) => [outcome.change, outcome]));
  const rows = gravestFirst(plan.changes).map((change) => rowOf(change, results.get(change)));
  return rows.toSorted((a, b) => Number(isMissed(b)) - Number(isMissed(a)));
}

const isMissed = ({ outcome }: Pick<ChangeRow, 'outcome'>): boolean => outcome !== null && outcome !== 'done';

function rowOf(change: Change, result: Outcome | undefined): ChangeRow {
  const outcome = result?.kind ?? null;
  return {
    change,
    outcome,
    isGrave: isGrave(change) || isMissed({ outcome }),
    cells: [
      riskSign(change),
      describeOperation(change.operation),
      describeReasons(change),
      result === undefined ? verdict(change) : tellOutcome(result),
    ],
  };
}

const tellOutcome = ({ kind, because }: Outcome): string => (because === null ? kind : `${kind}: ${because}`);

const isGrave = (change: Change): boolean =>
  change.risk !== 'safe' || change.blocked !== null || isConflict(change);

export const riskSign = (change: Change): string =>
  `${isConflict(change) ? '⚔️ conflict, ' : ''}${RISK_SIGNS[change.risk]} ${change.risk}`;

const RISK_SIGNS: Readonly<Record<Risk, string>> = {
  safe: '🟢',
  slow: '🟡',
  'ordering-breaking': '🟠',
  'data-loss': '🔴',
  irreversible: '🔴',
};

const gravestFirst = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => grave(b) - grave(a));

const grave = (change: Change): number =>
  (isConflict(change) ? CONFLICTS_FIRST : 0) + riskRank(change.risk) * 2 + (change.blocked === null ? 0 : 1);

/** More than any risk counts. */
const CONFLICTS_FIRST = 100;

function verdict({ blocked, notValidated }: Change): string {
  if (blocked !== null) return `⛔ ${blocked.because}. ${blocked.fix}`;
  return notValidated === null ? 'yes' : `not validated (${notValidated})`;
}
