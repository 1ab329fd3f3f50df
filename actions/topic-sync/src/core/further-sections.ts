import { code, table } from '../../../../lib/core/markdown.ts';
import { describeProblem } from '../../../../lib/core/problem.ts';
import { counted } from './counted.ts';
import { describeOperation, describeValue } from './describe.ts';
import { inert } from './inert.ts';
import { previewSection } from './preview-section.ts';
import { isStray, orphansFirst } from './other-topics.ts';
import type { Plan } from './plan.ts';
import type { Result } from './result.ts';

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

/** Thousands of topics may have the same fault; what is there and what changes must not drown in it. */
const MOST_WARNINGS = 100;

function warnings(result: Result): string[] {
  if (result.warnings.length === 0) return [];
  const told = result.warnings.slice(0, MOST_WARNINGS);
  const more = result.warnings.length - told.length;
  const rest = more === 0 ? [] : [`… and ${counted(more, 'more warning')}: see the log.`];
  return ['### Warnings', told.map((problem) => `- ${inert(describeProblem(problem))}`).join('\n'), ...rest];
}
