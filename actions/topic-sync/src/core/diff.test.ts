import { describe, expect, test } from '@jest/globals';
import { desiredTopic } from '../../../../test/builders/desired-topic.ts';
import { observedConfig, observedTopic, withConfig } from '../../../../test/builders/observed-topic.ts';
import { describeOperation } from './describe.ts';
import { diff } from './diff.ts';
import type { Consent } from './operation.ts';
import type { Difference } from './plan.ts';
import type { DesiredTopic, Observation, ObservedTopic } from './topic.ts';

function compare(desired: DesiredTopic, topic: ObservedTopic, ...consents: Consent[]): Difference {
  const observation: Observation = { kind: 'present', topic };
  return diff([desired], new Map([[topic.name, observation]]), new Set(consents));
}

const lines = ({ changes }: Difference): string[] =>
  changes.map(
    ({ operation, risk, blocked }) => `${risk}${blocked ? ' blocked' : ''}: ${describeOperation(operation)}`,
  );

describe('configs', () => {
  const posts = observedTopic('posts');
  const week = withConfig(posts, 'retention.ms', observedConfig('LONG', '604800000', '604800000'));

  test('a value that equals the default is an override nevertheless', () => {
    const wanted = desiredTopic('posts', { config: { 'retention.ms': '604800000' } });
    expect(lines(compare(wanted, posts))).toEqual(['safe: posts: retention.ms no override → 604800000 (7d)']);
    expect(lines(compare(wanted, week))).toEqual([]);
  });

  test('null unsets an override and leaves its absence alone', () => {
    const wanted = desiredTopic('posts', { config: { 'retention.ms': null } });
    expect(lines(compare(wanted, week))).toEqual([
      'safe: posts: retention.ms 604800000 (7d) → no override: 604800000 (7d)',
    ]);
    expect(lines(compare(wanted, posts))).toEqual([]);
  });

  test('what no file names is kept, and pruned only with consent and where it is managed', () => {
    const kept = compare(desiredTopic('posts'), week);
    expect(lines(kept)).toEqual([]);
    expect(kept.kept).toMatchObject([{ topic: 'posts', name: 'retention.ms', value: '604800000' }]);
    expect(lines(compare(desiredTopic('posts'), week, 'prune'))).toHaveLength(1);
    expect(lines(compare(desiredTopic('posts', { configs: 'additive' }), week, 'prune'))).toEqual([]);
  });

  test('throttles of a reassignment never count', () => {
    const throttled = withConfig(
      posts,
      'leader.replication.throttled.replicas',
      observedConfig('LIST', '', '0:1,1:2'),
    );
    const found = compare(desiredTopic('posts'), throttled, 'prune');
    expect(found).toMatchObject({ changes: [], kept: [] });
  });

  test('an unset is judged on what the topic inherits', () => {
    const month = withConfig(posts, 'retention.ms', observedConfig('LONG', '604800000', '2592000000'));
    const wanted = desiredTopic('posts', { config: { 'retention.ms': null } });
    expect(lines(compare(wanted, month))).toEqual([
      'data-loss blocked: posts: retention.ms 2592000000 (30d) → no override: 604800000 (7d)',
    ]);
    expect(compare(wanted, month).changes[0]?.blocked?.fix).toContain('allow: shrink-retention');
    expect(compare(wanted, month, 'shrink-retention').changes[0]?.blocked).toBeNull();
  });
});

test.each([
  ['min.insync.replicas', '1', observedConfig('INT', '1', '2')],
  ['unclean.leader.election.enable', 'true', observedConfig('BOOLEAN', 'false')],
])('%s is not weakened without the consent that says so', (name, value, config) => {
  const wanted = desiredTopic('posts', { config: { [name]: value } });
  const topic = withConfig(observedTopic('posts'), name, config);
  const [change] = compare(wanted, topic, 'shrink-retention').changes;
  expect(change).toMatchObject({
    risk: 'data-loss',
    blocked: { fix: 'If it is meant, give allow: weaken-durability.' },
  });
  expect(compare(wanted, topic, 'weaken-durability').changes[0]?.blocked).toBeNull();
});

describe('partitions', () => {
  const compacted = withConfig(
    observedTopic('posts'),
    'cleanup.policy',
    observedConfig('LIST', 'delete', 'compact'),
  );

  test.each<[string, DesiredTopic, ObservedTopic, string[]]>([
    [
      'up without keys',
      desiredTopic('posts', { partitions: 6, ordering: 'none' }),
      observedTopic('posts'),
      ['safe: posts: partitions 3 → 6'],
    ],
    [
      'up with keys',
      desiredTopic('posts', { partitions: 6, ordering: 'keyed' }),
      observedTopic('posts'),
      ['ordering-breaking blocked: posts: partitions 3 → 6'],
    ],
    [
      'up when nobody said',
      desiredTopic('posts', { partitions: 6 }),
      observedTopic('posts'),
      ['ordering-breaking blocked: posts: partitions 3 → 6'],
    ],
    [
      'up of a compacted topic, whatever the file says about keys',
      desiredTopic('posts', { partitions: 6, ordering: 'none' }),
      compacted,
      ['ordering-breaking blocked: posts: partitions 3 → 6'],
    ],
    [
      'down',
      desiredTopic('posts', { partitions: 2 }),
      observedTopic('posts'),
      ['data-loss blocked: posts: partitions 3 → 2'],
    ],
    [
      'another replication factor',
      desiredTopic('posts', { replicationFactor: 2 }),
      observedTopic('posts'),
      ['slow blocked: posts: replication factor 3 → 2'],
    ],
    [
      'partitions with different factors',
      desiredTopic('posts'),
      observedTopic('posts', { replicas: [3, 2, 3] }),
      ['slow blocked: posts: replication factor mixed → 3'],
    ],
  ])('%s', (_, desired, observed, expected) => {
    expect(lines(compare(desired, observed))).toEqual(expected);
  });

  test('no override of a policy that the brokers compact by counts as compacted', () => {
    const inherited = withConfig(
      observedTopic('posts'),
      'cleanup.policy',
      observedConfig('LIST', 'compact', 'delete'),
    );
    const wanted = desiredTopic('posts', {
      partitions: 6,
      ordering: 'none',
      config: { 'cleanup.policy': null },
    });
    expect(lines(compare(wanted, inherited))).toContain('ordering-breaking blocked: posts: partitions 3 → 6');
  });

  test.each(['_schemas', 'connect-configs', 'team.connect.prod.config'])(
    '%s keeps its one partition, whatever is allowed',
    (name) => {
      const wanted = desiredTopic(name, { partitions: 2, ordering: 'none' });
      const found = compare(wanted, observedTopic(name, { replicas: [3] }), 'repartition-keyed');
      expect(found.changes).toMatchObject([
        { blocked: { because: expect.stringContaining('does not start'), fix: 'Put 1.' } },
      ]);
    },
  );

  test('no consent makes the impossible possible', () => {
    const fewer = desiredTopic('posts', { partitions: 2, replicationFactor: 2 });
    const found = compare(fewer, observedTopic('posts'), 'prune', 'repartition-keyed', 'shrink-retention');
    expect(found.changes.map(({ blocked }) => blocked !== null)).toEqual([true, true]);
  });
});

test('a topic that cannot be seen is named and not touched', () => {
  const observed = new Map([
    [desiredTopic('posts').name, { kind: 'unknown', because: 'needs Describe' } as const],
  ]);
  expect(diff([desiredTopic('posts'), desiredTopic('other')], observed, new Set())).toMatchObject({
    changes: [],
    unknown: [
      { topic: 'other', because: 'the cluster did not answer for it' },
      { topic: 'posts', because: 'needs Describe' },
    ],
  });
});

test('creates come first, then configs, then partitions', () => {
  const observed = new Map<DesiredTopic['name'], Observation>([
    [desiredTopic('b').name, { kind: 'present', topic: observedTopic('b') }],
    [desiredTopic('c').name, { kind: 'absent' }],
  ]);
  const b = desiredTopic('b', { partitions: 6, ordering: 'none', config: { 'retention.ms': '-1' } });
  const kinds = diff([b, desiredTopic('c')], observed, new Set()).changes.map(
    ({ operation }) => operation.kind,
  );
  expect(kinds).toEqual(['create-topic', 'set-config', 'add-partitions']);
});
