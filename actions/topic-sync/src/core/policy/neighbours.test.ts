import { expect, test } from '@jest/globals';
import { desiredTopic } from '../../../../../test/builders/desired-topic.ts';
import { readInto } from '../../../../../test/builders/documents.ts';
import { policy } from '../../../../../test/builders/policy-documents.ts';
import { diff } from '../diff.ts';
import type { DesiredTopic, Observation, TopicName } from '../topic.ts';
import { judgeFiles } from './judge-files.ts';
import { keepPolicies } from './keep-policies.ts';
import { NOT_ASKED } from '../topic-defaults.ts';

const RULES = `owner: {}, naming: { pattern: '^t' }, same-partitions: {}, replica-budget: { max: 1000000 }`;
const { policies } = readInto(policy(RULES, ', match: ["t*", "u*"]')).documents;
const court = { policies, environment: '', now: 0 };

const JUDGES = {
  'the files': (topics: readonly DesiredTopic[]) => judgeFiles(topics, court).problems,
  'a plan': (topics: readonly DesiredTopic[]) => {
    const observed = new Map(topics.map(({ name }): [TopicName, Observation] => [name, { kind: 'absent' }]));
    const given = { court, topics, observed, cluster: null, defaults: NOT_ASKED, unread: new Map() };
    return keepPolicies(diff([], new Map(), new Set()), given).warnings;
  },
};

/** How often the names of so many topics are read while they are judged. */
function readsOf(count: number, judge: (typeof JUDGES)['a plan']): number {
  let reads = 0;
  const topics = Array.from({ length: count }, (_, index): DesiredTopic => {
    const topic = desiredTopic(`topic-${String(index).padStart(4, '0')}`, { owner: 'team-a' });
    const get = (): DesiredTopic['name'] => {
      reads += 1;
      return topic.name;
    };
    return Object.defineProperty({ ...topic }, 'name', { enumerable: true, get });
  });
  expect(judge(topics)).toEqual([]);
  return reads;
}

test.each(Object.entries(JUDGES))('%s: twice as many topics are twice the work', (_, judge) => {
  expect(readsOf(400, judge)).toBeLessThan(2.5 * readsOf(200, judge));
});
