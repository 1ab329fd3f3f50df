import { expect, test } from '@jest/globals';
import { type KafkaFacts, kafkaPermissions, unreachableKafka } from './kafka-permissions.ts';

const FACTS: KafkaFacts = {
  clusterId: 'abc',
  onCluster: new Set(['Describe', 'Alter', 'DescribeConfigs']),
  unreadable: [],
  topics: 7,
  hiddenTopics: [],
  topicsWithoutConfigs: [],
  stateTopic: { kind: 'there', may: new Set(['Read', 'Write']) },
  transactionalId: { id: 'rolling-reboot-abc', code: 'NONE' },
};
const WANTED = { clusterId: 'abc', stateTopic: '_s', electPreferredLeaders: true };

const outcomes = (change: Partial<KafkaFacts>, wanted: Partial<typeof WANTED> = {}): string[] =>
  kafkaPermissions({ ...FACTS, ...change }, { ...WANTED, ...wanted }).map(
    ({ permission, probed }) => `${permission.replace('Kafka: ', '')}: ${probed.outcome}`,
  );

const ALL = [
  'connect and log in: allowed',
  'Describe on Cluster: allowed',
  'DescribeConfigs on Cluster: allowed',
  'Alter on Cluster: allowed',
  'Describe on Topic:*: allowed',
  'DescribeConfigs on Topic:*: allowed',
  'Read on Topic:_s: allowed',
  'Write on Topic:_s: allowed',
  'Describe on TransactionalId:rolling-reboot-abc: allowed',
  'Write on TransactionalId:rolling-reboot-abc: not-probed',
];

const difference = (change: Partial<KafkaFacts>): string[] =>
  outcomes(change).filter((outcome) => !ALL.includes(outcome));

test('where all is allowed only what would fence another run is not asked', () => {
  expect(outcomes({})).toEqual(ALL);
});

test('Alter is needed for elections only', () => {
  expect(outcomes({ onCluster: new Set(['Describe']) })).toContain('Alter on Cluster: refused');
  expect(outcomes({}, { electPreferredLeaders: false })).not.toContain('Alter on Cluster: allowed');
});

test.each<[string, Partial<KafkaFacts>, string[]]>([
  ['another cluster', { clusterId: 'other' }, ['connect and log in: refused']],
  [
    'no right on the cluster',
    { onCluster: new Set(['Alter']) },
    ['Describe on Cluster: refused', 'DescribeConfigs on Cluster: refused'],
  ],
  ['a quorum that does not answer', { unreadable: ['DescribeQuorum: no'] }, ['Describe on Cluster: unknown']],
  ['a hidden topic', { hiddenTopics: ['__consumer_offsets'] }, ['Describe on Topic:*: refused']],
  ['hidden configurations', { topicsWithoutConfigs: ['a'] }, ['DescribeConfigs on Topic:*: refused']],
  [
    'a state topic that may not be written',
    { stateTopic: { kind: 'there', may: new Set(['Read']) } },
    ['Write on Topic:_s: refused'],
  ],
  [
    'a state topic that may not be seen',
    { stateTopic: { kind: 'unreadable', code: 'TOPIC_AUTHORIZATION_FAILED' } },
    ['Create on Topic:_s: refused', 'Read on Topic:_s: refused', 'Write on Topic:_s: refused'],
  ],
  [
    'a state topic that cannot be read now',
    { stateTopic: { kind: 'unreadable', code: 'LEADER_NOT_AVAILABLE' } },
    ['Create on Topic:_s: unknown', 'Read on Topic:_s: unknown', 'Write on Topic:_s: unknown'],
  ],
  [
    'a state topic that is still to be made',
    { stateTopic: { kind: 'missing', created: 'NONE', message: '' } },
    ['Create on Topic:_s: allowed', 'Read on Topic:_s: not-probed', 'Write on Topic:_s: not-probed'],
  ],
  [
    'one that may not be made',
    { stateTopic: { kind: 'missing', created: 'CLUSTER_AUTHORIZATION_FAILED', message: 'no' } },
    ['Create on Topic:_s: refused', 'Read on Topic:_s: not-probed', 'Write on Topic:_s: not-probed'],
  ],
  [
    'one that cannot be made',
    { stateTopic: { kind: 'missing', created: 'POLICY_VIOLATION', message: '' } },
    ['Create on Topic:_s: unknown', 'Read on Topic:_s: not-probed', 'Write on Topic:_s: not-probed'],
  ],
  [
    'a transactional id that may not be described',
    { transactionalId: { id: 'rolling-reboot-abc', code: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' } },
    ['Describe on TransactionalId:rolling-reboot-abc: refused'],
  ],
])('%s', (_, change, expected) => {
  expect(difference(change)).toEqual(expected);
});

test('many names are cut short', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const [found] = kafkaPermissions({ ...FACTS, topicsWithoutConfigs: names }, WANTED).flatMap(({ probed }) =>
    probed.outcome === 'refused' ? [probed.found] : [],
  );
  expect(found).toBe('not on a, b, c, d, e and 2 more');
});

test('where Kafka is not reached nothing about it is known', () => {
  expect(unreachableKafka('nothing listens there').probed).toEqual({
    outcome: 'unknown',
    found: 'nothing listens there',
  });
});
