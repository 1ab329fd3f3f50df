import { code, escapeMarkdown, table } from '../../../../lib/core/markdown.ts';
import { describeProblem } from '../../../../lib/core/problem.ts';
import type { Outcome, OutcomeKind } from './apply-outcome.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { describeOperation, describeReasons, describeValue, oneLine } from './describe.ts';
import { type Change, isConflict, type Risk, riskRank, STANDINGS } from './operation.ts';
import { previewSection } from './preview-section.ts';
import { isStray, orphansFirst } from './other-topics.ts';
import { isDrifted } from './conclude.ts';
import type { Plan } from './plan.ts';
import type { Result, Status } from './result.ts';

/** The job summary: Markdown in which everything that comes from files and brokers is inert. */
export function renderSummary(result: Result): string {
  const sections = [...opening(result), ...changeTable(result), ...furtherSections(result)];
  return `${sections.join('\n\n')}\n`;
}

/** What comes before the changes. */
export const opening = (result: Result): string[] => [heading(result), facts(result)];

/** What comes after the changes. A table's row and a list's item are one line each. */
export const furtherSections = (result: Result): string[] => [
  ...movedSince(result),
  ...previewSection(result),
  ...unknownTopics(result.plan),
  ...(result.left === null ? [] : leftOver(result.left)),
  ...lastingChanges(result),
  ...otherTopicRows(result),
  ...keptOverrides(result.plan),
  ...warnings(result),
];

function heading(result: Result): string {
  const { command, status, because } = result;
  const isStraying = command === 'drift' && status === 'in-sync' && isDrifted(result);
  const title = isStraying
    ? '📝 topic-sync drift: drifted'
    : `${SIGNS[status]} topic-sync ${command}: ${status}`;
  return `## ${title}\n\n${escapeMarkdown(sentence(because))}`;
}

const SIGNS: Readonly<Record<Status, string>> = {
  'in-sync': '✅',
  applied: '✅',
  'changes-pending': '📝',
  refused: '⛔',
  stale: '⛔',
  partial: '❌',
  'not-converged': '❌',
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function facts({ plan, digest }: Result): string {
  const declared = counted(plan.declared, 'declared topic');
  const cluster = `Cluster ${code(clip(oneLine(plan.clusterId), 100))}`;
  return [cluster, declared, ...standings(plan), `plan digest ${code(digest)}`].join(' · ');
}

/** How many changes the files, somebody in the cluster, and both made since the base. */
function standings({ changes }: Plan): string[] {
  const counts = STANDINGS.map((kind) => [
    kind,
    changes.filter(({ standing }) => standing?.kind === kind).length,
  ]);
  const told = counts
    .filter(([, count]) => count !== 0)
    .map(([kind, count]) => `${String(count)} ${String(kind)}`);
  return told.length === 0 ? [] : [`since the base ${told.join(', ')}`];
}

function changeTable(result: Result): string[] {
  const rows = changeRows(result);
  if (rows.length === 0) return [];
  const shown = rows.filter((row, index) => row.isGrave || index < MOST_ROWS);
  const cells = shown.map((row) => row.cells.map(inert));
  return ['### Changes', table(changeHead(result), cells), ...remainder(rows.length - shown.length)];
}

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

/** GitHub drops a summary above 1 MiB; what can harm is never cut. */
const MOST_ROWS = 1_000;

const isGrave = (change: Change): boolean =>
  change.risk !== 'safe' || change.blocked !== null || isConflict(change);

const remainder = (count: number): string[] =>
  count === 0 ? [] : [`… and ${counted(count, 'more safe change')}: see the plan file.`];

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

function movedSince({ moved }: Result): string[] {
  if (moved.length === 0) return [];
  return ['### What moved since the plan was approved', moved.map((each) => `- ${inert(each)}`).join('\n')];
}

function unknownTopics({ unknown }: Plan): string[] {
  if (unknown.length === 0) return [];
  const rows = unknown.map(({ topic, because }) => [code(topic), inert(because)]);
  return ['### Topics that could not be seen', table(['Topic', 'Because'], rows)];
}

function leftOver(left: Plan): string[] {
  if (left.changes.length === 0) return unknownTopics(left);
  const rows = left.changes.map((change) => [
    inert(describeOperation(change.operation)),
    inert(change.because),
  ]);
  return ['### Still to do', table(['Change', 'Because'], rows), ...unknownTopics(left)];
}

/** The rest is taken back by the rollback documents. */
function lastingChanges({ rollback }: Result): string[] {
  if (rollback === null || rollback.lasting.length === 0) return [];
  const rows = rollback.lasting
    .slice(0, MOST_OTHERS)
    .map(({ operation, because }) => [inert(describeOperation(operation)), inert(because)]);
  const more = rollback.lasting.length - rows.length;
  const rest = more === 0 ? [] : [`… and ${counted(more, 'more change')}: see the rollback file.`];
  return ['### What the rollback file cannot take back', table(['Change', 'Because'], rows), ...rest];
}

/** A cluster may have thousands that nobody declares; a summary is no list of them. */
const MOST_OTHERS = 50;

function otherTopicRows({ command, plan: { others } }: Result): string[] {
  if (others.length === 0) return [];
  const rows = orphansFirst(others)
    .slice(0, MOST_OTHERS)
    .map(({ topic, kind, because }) => [code(topic), kind, inert(because)]);
  const more = others.length - rows.length;
  const rest = more === 0 ? [] : [`… and ${counted(more, 'more topic')}: see the plan file.`];
  const wayOut = command === 'drift' && others.some(isStray) ? [WAY_OUT] : [];
  return ['### Topics that no file declares', ...wayOut, table(['Topic', 'Kind', 'Because'], rows), ...rest];
}

const WAY_OUT =
  'They are not touched. Declare each in a file, let a Tombstone delete it, or name it in `ignore`; those that are reserved are no drift.';

function keptOverrides({ kept }: Plan): string[] {
  if (kept.length === 0) return [];
  const rows = kept.map(({ topic, name, value, because }) => [
    code(topic),
    inert(`${name} = ${value === null ? '(sensitive)' : describeValue(name, value)}`),
    inert(because),
  ]);
  return ['### Overrides that stay', table(['Topic', 'Override', 'Because'], rows)];
}

function warnings(result: Result): string[] {
  if (result.warnings.length === 0) return [];
  return [
    '### Warnings',
    result.warnings.map((problem) => `- ${inert(describeProblem(problem))}`).join('\n'),
  ];
}

export const inert = (text: string): string => escapeMarkdown(oneLine(text));
