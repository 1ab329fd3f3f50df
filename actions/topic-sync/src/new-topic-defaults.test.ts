import { expect, test } from '@jest/globals';
import { planOf, policy, together, topic } from '../../../test/builders/policy-documents.ts';
import { observedConfig } from '../../../test/builders/observed-topic.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { DEFAULTS } from '../../../test/fakes/fake-topic-configs.ts';
import type { Result } from './core/result.ts';

/** An empty cluster whose brokers leave topics without end, with two in sync, and with unclean leaders. */
function careless(): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  cluster.inherited = {
    ...DEFAULTS,
    'retention.ms': observedConfig('LONG', '-1'),
    'min.insync.replicas': observedConfig('INT', '2'),
    'unclean.leader.election.enable': observedConfig('BOOLEAN', 'true'),
  };
  return cluster;
}

const RULES = {
  retention: 'retention: { min: 1d, max: 30d }',
  minimum: 'min-insync-replicas-below-factor: {}',
  election: 'no-unclean-election: {}',
};
const pairs = (config = ''): string => topic(`partitions: 6, replicationFactor: 2, config: { ${config} }`);
const blockOf = ({ plan }: Result): string => plan.changes[0]?.blocked?.because ?? 'not blocked';
const warningsOf = ({ plan }: Result): string[] => plan.warnings.map(({ what }) => what);

test.each([
  [
    RULES.retention,
    'posts: retention.ms is -1 (without end), more than 2592000000 (30d)',
    'retention.ms: 7d',
  ],
  [RULES.minimum, 'posts: min.insync.replicas is 2, and there are 2 replicas', 'min.insync.replicas: 1'],
  [
    RULES.election,
    'posts: a replica that is not in sync may become leader',
    'unclean.leader.election.enable: false',
  ],
])('a create is judged by what the topic will inherit: %s', async (rule, because, mended) => {
  const refused = await planOf(together(pairs(), policy(rule)), careless());
  expect(blockOf(refused)).toContain(because);
  expect(blockOf(await planOf(together(pairs(mended), policy(rule)), careless()))).toBe('not blocked');
});

test('a rule that only warns blocks no create', async () => {
  const mild = policy('retention: { max: 30d, severity: warning }');
  const result = await planOf(together(pairs(), mild), careless());
  expect(blockOf(result)).toBe('not blocked');
  expect(warningsOf(result)).toContainEqual(expect.stringContaining('retention.ms is -1'));
});

test('what cannot be read could break a rule: the create is blocked, unless all that its rules go by is declared', async () => {
  const cluster = careless();
  cluster.untold = 'needs DescribeConfigs on Cluster:kafka-cluster';
  const result = await planOf(together(pairs(), policy(RULES.retention)), cluster);
  expect(blockOf(result)).toBe(
    'posts: policies go by retention.ms, and what it would inherit is not known: needs DescribeConfigs on Cluster:kafka-cluster',
  );
  const declared = await planOf(together(pairs('retention.ms: 7d'), policy(RULES.retention)), cluster);
  expect(blockOf(declared)).toBe('not blocked');
  expect(warningsOf(result)).toContain(
    'what 1 new topic would inherit is not known: needs DescribeConfigs on Cluster:kafka-cluster',
  );
});

test('a new topic that inherits a minimum of all its replicas is told, with and without a policy', async () => {
  expect(warningsOf(await planOf(pairs(), careless()))).toEqual([
    'posts inherits min.insync.replicas 2 and has 2 replicas',
  ]);
  expect(warningsOf(await planOf(pairs(), new FakeTopicCluster()))).toEqual([]);
});

test('nobody is asked where all is declared, or nothing is new', async () => {
  const cluster = new FakeTopicCluster();
  await planOf(pairs('min.insync.replicas: 1'), cluster);
  expect(cluster.asked).not.toContain('defaults');
  const many = together(pairs(), topic('partitions: 1, replicationFactor: 2', 'name: others'));
  await planOf(together(many, policy(RULES.retention)), cluster);
  expect(cluster.asked.filter((asked) => asked === 'defaults')).toHaveLength(1);
});
