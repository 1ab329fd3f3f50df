import { describe, expect, test } from '@jest/globals';
import { problemsIn, readInto } from '../../../test/builders/documents.ts';
import {
  clusterWith,
  COUNTS,
  planOf as plan,
  policy,
  together,
  topic,
  withConfig,
} from '../../../test/builders/policy-documents.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { RULE_IDS } from './core/policy/rules.ts';
import type { Result } from './core/result.ts';

interface Fixture {
  readonly rule: string;
  readonly passes: string;
  readonly fails: string;
  readonly because: string;
}

/** Rules that the files alone can break. */
const OF_FILES: Readonly<Record<string, Fixture>> = {
  naming: {
    rule: "naming: { pattern: '^[a-z]+$' }",
    passes: topic(COUNTS),
    fails: topic(COUNTS, 'name: Posts.v1'),
    because: 'Posts.v1: the name is not like ^[a-z]+$',
  },
  owner: {
    rule: "owner: { pattern: '^team-' }",
    passes: topic(COUNTS, 'name: posts, owner: team-a'),
    fails: topic(COUNTS),
    because: 'posts: it has no owner',
  },
  partitions: {
    rule: 'partitions: { min: 3, max: 48 }',
    passes: topic(COUNTS),
    fails: topic('partitions: 49, replicationFactor: 3'),
    because: 'posts: partitions is 49, more than 48',
  },
  'replication-factor': {
    rule: 'replication-factor: { min: 3 }',
    passes: topic(COUNTS),
    fails: topic('partitions: 6, replicationFactor: 2'),
    because: 'posts: replicationFactor is 2, less than 3',
  },
  'min-insync-replicas-explicit': {
    rule: 'min-insync-replicas-explicit: {}',
    passes: withConfig('min.insync.replicas: 2'),
    fails: withConfig('min.insync.replicas: null'),
    because: 'posts: it leaves min.insync.replicas to the brokers',
  },
  'min-insync-replicas-below-factor': {
    rule: 'min-insync-replicas-below-factor: {}',
    passes: topic('partitions: 6, replicationFactor: 1, config: { min.insync.replicas: 1 }'),
    fails: withConfig('min.insync.replicas: 3'),
    because: 'posts: min.insync.replicas is 3, and there are 3 replicas',
  },
  retention: {
    rule: 'retention: { min: 1d, max: 30d }',
    passes: withConfig('retention.ms: 30d'),
    fails: withConfig('retention.ms: -1'),
    because: 'posts: retention.ms is -1 (without end), more than 2592000000 (30d)',
  },
  'segment-share': {
    rule: 'segment-share: { severity: error }',
    passes: withConfig('segment.bytes: 100MiB, retention.bytes: 1GiB'),
    fails: withConfig('segment.bytes: 1GiB, retention.bytes: 1GiB'),
    because: 'posts: a segment is 100 % of retention.bytes',
  },
  'message-fits-segment': {
    rule: 'message-fits-segment: {}',
    passes: withConfig('segment.bytes: 1MiB, max.message.bytes: 1MiB'),
    fails: withConfig('segment.bytes: 1MiB, max.message.bytes: 2MiB'),
    because: 'posts: a message may have 2097152 bytes and a segment 1048576',
  },
  'same-partitions': {
    rule: 'same-partitions: {}',
    passes: together(topic(COUNTS), topic(COUNTS, 'name: others')),
    fails: together(topic(COUNTS), topic('partitions: 9, replicationFactor: 3', 'name: others')),
    because: 'posts: it has 6 partitions, and others has 9',
  },
  'replica-budget': {
    rule: 'replica-budget: { max: 20 }',
    passes: topic(COUNTS),
    fails: together(topic(COUNTS), topic('partitions: 1, replicationFactor: 3', 'name: zz')),
    because: 'zz: with it the topics have 21 replicas, more than 20',
  },
  compaction: {
    rule: 'compaction: { severity: error }',
    passes: withConfig('cleanup.policy: [compact, delete], retention.ms: 1d'),
    fails: withConfig('cleanup.policy: [compact], retention.ms: 1d'),
    because: 'posts: retention.ms means nothing without the policy delete',
  },
  'no-unclean-election': {
    rule: 'no-unclean-election: {}',
    passes: withConfig('unclean.leader.election.enable: false'),
    fails: withConfig('unclean.leader.election.enable: true'),
    because: 'posts: a replica that is not in sync may become leader',
  },
};

describe.each(Object.entries(OF_FILES))('%s', (id, { rule, passes, fails, because }) => {
  test('lets pass what keeps it', () => {
    expect(problemsIn(together(passes, policy(rule)))).toEqual([]);
  });

  test('refuses what breaks it, with its name and what to do', () => {
    expect(problemsIn(together(fails, policy(rule)))).toContainEqual(
      expect.stringContaining(`: ${because} (policy ${id}). `),
    );
  });

  test('warns only where the policy wants no more', () => {
    const mild = rule
      .replace(/severity: error/, '')
      .replace(/\{ ?(?=.*\}$)/, '{ severity: warning, ')
      .replace(', }', ' }');
    expect(readInto(together(fails, policy(mild))).warnings.map(({ what }) => what)).toContainEqual(
      expect.stringContaining(because),
    );
  });
});

interface ChangeFixture extends Fixture {
  readonly before: string;
  /** Who uses the topic. */
  readonly use?: (cluster: FakeTopicCluster) => void;
}

/** Rules that need a cluster: a topic before, and the topic that is wanted. */
const OF_CHANGES: Readonly<Record<string, ChangeFixture>> = {
  'replicas-fit-cluster': {
    rule: 'replicas-fit-cluster: {}',
    before: '',
    passes: topic(COUNTS),
    fails: topic('partitions: 6, replicationFactor: 4'),
    because: 'posts: it has 4 replicas, and there are 3 brokers',
  },
  frozen: {
    rule: 'frozen: { configs: [max.message.bytes], reason: the consumers allocate it }',
    before: topic(COUNTS),
    passes: withConfig('retention.ms: 30d'),
    fails: withConfig('max.message.bytes: 2MiB'),
    because: 'posts: max.message.bytes is frozen: the consumers allocate it',
  },
  'change-window': {
    // The fake clock begins in 1970, on a Thursday.
    rule: 'change-window: { closed: ["Thu 00:00-24:00 UTC"], from: ordering-breaking }',
    before: topic(COUNTS),
    passes: withConfig('retention.ms: 30d'),
    fails: topic('partitions: 9, replicationFactor: 3'),
    because: 'posts: changes that are ordering-breaking or worse are not made in Thu 00:00-24:00 UTC',
  },
  'retention-covers-lag': {
    rule: 'retention-covers-lag: {}',
    before: topic(COUNTS),
    use: ({ use }) => {
      use.records.set('posts-0', [0, 0, 0]);
      use.commit('lake', 'posts', [1, 0, 0, 0, 0, 0]);
    },
    passes: withConfig('retention.ms: 30d'),
    // By bytes: how old the records are that it deletes cannot be told.
    fails: withConfig('retention.bytes: 1'),
    because: 'posts: unread records of lake may go: at most 2',
  },
  'cleanup-policy-switch': {
    rule: 'cleanup-policy-switch: {}',
    before: topic(COUNTS),
    passes: withConfig('cleanup.policy: [delete]'),
    fails: withConfig('cleanup.policy: [compact]'),
    because: 'posts: a compacted topic refuses records without a key',
  },
};

describe.each(Object.entries(OF_CHANGES))('%s', (id, { rule, before, use, passes, fails, because }) => {
  const made = async (): Promise<FakeTopicCluster> => {
    const cluster = await clusterWith(before);
    use?.(cluster);
    return cluster;
  };
  const told = ({ plan: { changes, warnings } }: Result): string[] => [
    ...changes.map(({ blocked }) => blocked?.because ?? ''),
    ...warnings.map(({ what }) => what),
  ];

  test('lets pass what keeps it', async () => {
    const result = await plan(together(passes, policy(rule)), await made());
    expect(told(result).filter((line) => line.includes('policy'))).toEqual([]);
  });

  test('tells what breaks it, with its name', async () => {
    const mild = rule.replace('{', '{ severity: warning, ').replace(', }', ' }');
    const result = await plan(together(fails, policy(mild)), await made());
    expect(told(result)).toContainEqual(expect.stringContaining(`${because} (policy ${id})`));
  });

  test('blocks it where it is an error', async () => {
    const result = await plan(together(fails, policy(rule)), await made());
    expect(result.plan.changes.map(({ blocked }) => blocked)).not.toContain(null);
  });
});

test('every rule has a fixture that passes and one that fails', () => {
  expect([...Object.keys(OF_FILES), ...Object.keys(OF_CHANGES)].sort()).toEqual([...RULE_IDS].sort());
});
