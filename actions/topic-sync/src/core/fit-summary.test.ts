import { expect, test } from '@jest/globals';
import { desiredTopic } from '../../../../test/builders/desired-topic.ts';
import { observedTopic } from '../../../../test/builders/observed-topic.ts';
import { planIdentity } from '../../../../test/builders/plan-identity.ts';
import { planned } from './conclude.ts';
import { diff } from './diff.ts';
import { fitSummary } from './fit-summary.ts';
import { renderSummary } from './summary.ts';
import type { Observation, TopicName } from './topic.ts';

const MEBIBYTE = 1_048_576;
const encoder = new TextEncoder();

/** A plan that shortens the retention of so many topics, all of whose names are long. */
function cutting(count: number) {
  const topics = Array.from({ length: count }, (_, index) =>
    desiredTopic(`topic-${String(index).padStart(4, '0')}.${'n'.repeat(50)}`, {
      config: { 'retention.ms': '1' },
    }),
  );
  const observed = new Map(
    topics.map(({ name }): [TopicName, Observation] => [
      name,
      { kind: 'present', topic: observedTopic(name) },
    ]),
  );
  const plan = { clusterId: 'c', ...diff(topics, observed, new Set()) };
  return planned({
    ...{ plan, digest: 'sha256:0', identity: planIdentity(plan) },
    ...{ warnings: [], sincePreview: null },
  });
}

test('what fits is the whole summary', () => {
  const few = cutting(10);
  expect(fitSummary(few)).toBe(renderSummary(few));
});

test('of thousands of changes that can harm each is named, in fewer words', () => {
  const many = cutting(4_000);
  expect(encoder.encode(renderSummary(many)).length).toBeGreaterThan(MEBIBYTE);
  const summary = fitSummary(many);
  expect(encoder.encode(summary).length).toBeLessThan(MEBIBYTE);
  expect(many.plan.changes.filter(({ operation }) => !summary.includes(operation.topic))).toEqual([]);
});
