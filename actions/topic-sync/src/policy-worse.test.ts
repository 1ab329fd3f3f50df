import { describe, expect, test } from '@jest/globals';
import {
  COUNTS,
  planOf,
  policy,
  together,
  topic,
  withConfig,
} from '../../../test/builders/policy-documents.ts';
import { observedConfig, observedTopic } from '../../../test/builders/observed-topic.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import type { ConfigType, ObservedConfig } from './core/topic.ts';

const TYPES: Readonly<Record<string, ConfigType>> = {
  'cleanup.policy': 'LIST',
  'unclean.leader.election.enable': 'BOOLEAN',
};

/** A config with an override over what is inherited; null is not known, and undefined is none. */
type Found = readonly [inherited: string | null, override?: string];

function clusterOf(configs: Readonly<Record<string, Found>>, factor = 3): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  const config = new Map<string, ObservedConfig>(
    Object.entries(configs).map(([name, found]) => [name, observedConfig(TYPES[name] ?? 'LONG', ...found)]),
  );
  const posts = observedTopic('posts', { replicas: Array.from({ length: 6 }, () => factor), config });
  cluster.topics.set(posts.name, posts);
  return cluster;
}

/** Why the policy blocks what the document changes, and what it only warns of. */
async function judged(text: string, rules: readonly string[], cluster: FakeTopicCluster): Promise<Told> {
  const { plan } = await planOf(together(text, ...rules.map((rule) => policy(rule))), cluster);
  const told = (lines: readonly string[]): string[] => lines.filter((line) => line.includes('(policy '));
  return {
    blocked: told(plan.changes.map(({ blocked }) => blocked?.because ?? '')),
    warned: told(plan.warnings.map(({ what }) => what)),
  };
}

interface Told {
  readonly blocked: readonly string[];
  readonly warned: readonly string[];
}

describe('what is broken already', () => {
  const RETENTION = 'retention: { min: 1d, max: 30d }';
  const none = withConfig('retention.ms: null');

  test.each<[string, Found, string]>([
    ['further below the least', ['3600000', '43200000'], 'retention.ms is 3600000 (1h), less than'],
    [
      'from below the least to above the most',
      ['-1', '3600000'],
      'retention.ms is -1 (without end), more than',
    ],
    ['further above the most', ['-1', '3456000000'], 'retention.ms is -1 (without end), more than'],
  ])('blocks what goes %s', async (_, retention, because) => {
    const { blocked } = await judged(none, [RETENTION], clusterOf({ 'retention.ms': retention }));
    expect(blocked).toEqual([expect.stringContaining(because)]);
  });

  test.each<[string, Found]>([
    ['nearer to the least', ['43200000', '3600000']],
    ['as far from it', ['3600000', '3600000']],
    ['nearer to the most', ['3456000000', '-1']],
  ])('is a warning where it goes %s', async (_, retention) => {
    const found = await judged(none, [RETENTION], clusterOf({ 'retention.ms': retention }));
    expect([found.blocked, found.warned.length]).toEqual([[], 1]);
  });

  test('in one policy is none of another that has the same rule', async () => {
    const cluster = clusterOf({ 'retention.ms': ['7200000', '43200000'] });
    const rules = ['retention: { min: 1d, severity: warning }', 'retention: { min: 4h }'];
    const { blocked } = await judged(none, rules, cluster);
    expect(blocked).toEqual([expect.stringContaining('less than 14400000 (4h)')]);
  });

  test.each<[string, string, Readonly<Record<string, Found>>, string]>([
    [
      'min-insync-replicas-below-factor: {}',
      'min.insync.replicas: null',
      { 'min.insync.replicas': ['5', '4'] },
      'min.insync.replicas',
    ],
    [
      'message-fits-segment: {}',
      'max.message.bytes: null',
      { 'max.message.bytes': ['3000', '2000'], 'segment.bytes': ['1000'] },
      'a message may have 3000 bytes and a segment 1000',
    ],
    [
      'segment-share: { severity: error }',
      'segment.bytes: null',
      { 'segment.bytes': ['900', '800'], 'retention.bytes': ['1000'] },
      'a segment is 90 % of retention.bytes',
    ],
    [
      'segment-share: { severity: error }',
      'segment.bytes: null',
      { 'segment.bytes': ['1', '15'], 'retention.bytes': ['1000'] },
      'a segment is 0 % of retention.bytes',
    ],
    [
      'compaction: { severity: error }',
      'min.compaction.lag.ms: null',
      {
        'cleanup.policy': ['compact'],
        'min.compaction.lag.ms': ['300', '200'],
        'max.compaction.lag.ms': ['100'],
      },
      'min.compaction.lag.ms is more than',
    ],
  ])('is compared by how far it is broken: %s', async (rule, config, found, because) => {
    const { blocked } = await judged(withConfig(config), [rule], clusterOf(found));
    expect(blocked).toEqual([expect.stringContaining(because)]);
    const back = Object.entries(found).map(([name, [inherited, override]]): [string, Found] =>
      override === undefined ? [name, [inherited]] : [name, [override, inherited ?? '']],
    );
    const mended = await judged(withConfig(config), [rule], clusterOf(Object.fromEntries(back)));
    expect(mended.blocked).toEqual([]);
  });

  test('lets replicas go down to what the brokers have', async () => {
    const fewer = topic('partitions: 6, replicationFactor: 4');
    const { blocked } = await judged(fewer, ['replicas-fit-cluster: {}'], clusterOf({}, 5));
    expect(blocked).toEqual([]);
  });
});

describe('cleanup-policy-switch', () => {
  test.each<[string, string, Found, string[]]>([
    ['an unset of delete over compact', 'null', ['compact', 'delete'], ['a compacted topic refuses']],
    ['an unset of compact over compact', 'null', ['compact', 'compact'], []],
    ['delete over an inherited compact', '[delete]', ['compact'], ['what compaction kept is deleted by age']],
    ['compact over an inherited compact', '[compact]', ['compact'], []],
    ['an unset of delete over what cannot be seen', 'null', [null, 'delete'], ['cannot be seen']],
    ['delete over what cannot be seen', '[delete]', [null], ['cannot be seen']],
  ])('%s', async (_, wanted, found, because) => {
    const cluster = clusterOf({ 'cleanup.policy': found });
    const text = topic(`${COUNTS}, config: { cleanup.policy: ${wanted} }`);
    const { blocked } = await judged(text, ['cleanup-policy-switch: {}'], cluster);
    expect(blocked).toEqual(because.map((line) => expect.stringContaining(line)));
  });
});
