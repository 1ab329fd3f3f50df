import { expect, test } from '@jest/globals';
import { desiredTopic } from '../../../../test/builders/desired-topic.ts';
import { observedTopic } from '../../../../test/builders/observed-topic.ts';
import { planIdentity } from '../../../../test/builders/plan-identity.ts';
import { planned } from './conclude.ts';
import { diff } from './diff.ts';
import { renderSummary } from './summary.ts';
import type { DesiredTopic, Observation } from './topic.ts';

const MEBIBYTE = 1_048_576;

function summaryOf(
  topics: readonly DesiredTopic[],
  observed: ReadonlyMap<DesiredTopic['name'], Observation>,
): string {
  const plan = { clusterId: 'c', ...diff(topics, observed, new Set()) };
  const identity = planIdentity(plan);
  return renderSummary(planned({ plan, digest: 'sha256:0', identity, warnings: [], sincePreview: null }));
}

test('5,000 changes fit into a summary, the gravest first and none of them cut', () => {
  const topics = Array.from({ length: 5_000 }, (_, index) =>
    desiredTopic(`topic-${String(index).padStart(4, '0')}`, {
      partitions: 6,
      config: { 'retention.ms': '1' },
    }),
  );
  const observed = new Map(
    topics.map(({ name }, index): [DesiredTopic['name'], Observation] => [
      name,
      index === 4_999 ? { kind: 'present', topic: observedTopic(name) } : { kind: 'absent' },
    ]),
  );
  const summary = summaryOf(topics, observed);
  expect(Buffer.byteLength(summary)).toBeLessThan(MEBIBYTE);
  const rows = summary.split('\n').filter((line) => /^\| [🔴🟠🟢]/u.test(line));
  expect(rows.slice(0, 3).map((row) => row.slice(0, 60))).toEqual([
    expect.stringContaining('data-loss | topic-4999: retention.ms'),
    expect.stringContaining('ordering-breaking | topic-4999: partitions'),
    expect.stringContaining('safe | create topic-0000'),
  ]);
  expect(summary).toContain('… and 4001 more safe changes: see the plan file.');
});

test('thousands of warnings are counted, and the first hundred told', () => {
  const plan = { clusterId: 'c', ...diff([], new Map(), new Set()) };
  const warnings = Array.from({ length: 5_000 }, (_, line) => ({
    where: `topics.yaml:${String(line)}`,
    what: 'the replication factor is 1',
    fix: 'Give 3.',
  }));
  const summary = renderSummary(
    planned({ plan, digest: 'sha256:0', identity: planIdentity(plan), warnings, sincePreview: null }),
  );
  expect(summary.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(100);
  expect(summary).toContain('… and 4900 more warnings: see the log.');
});
