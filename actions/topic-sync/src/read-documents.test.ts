import { describe, expect, test } from '@jest/globals';
import { problemsIn as problems, readInto as read } from '../../../test/builders/documents.ts';

const document = (spec: string, name = 'posts', rest = ''): string =>
  `apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: ${name}${rest} }\nspec: { ${spec} }\n`;
const COUNTS = 'partitions: 6, replicationFactor: 3';

describe('values', () => {
  test.each([
    ['retention.ms: 7d', '604800000'],
    ['retention.ms: "7d"', '604800000'],
    ['retention.ms: -1', '-1'],
    ['retention.ms: 604800000', '604800000'],
    ['retention.ms: null', null],
    ['segment.bytes: 1GiB', '1073741824'],
    ['segment.bytes: 20MB', '20000000'],
    ['flush.ms: 9223372036854775807', '9223372036854775807'],
    ['min.cleanable.dirty.ratio: 0.50', '0.5'],
    ['unclean.leader.election.enable: FALSE', 'false'],
    ['cleanup.policy: [delete, compact]', 'delete,compact'],
    ['cleanup.policy: "compact, delete"', 'compact,delete'],
    ['cleanup.policy: []', ''],
    ['vendor.key: 0.50', '0.50'],
  ])('%s is sent as %j', (line, value) => {
    const [topic] = read(document(`${COUNTS}, config: { ${line} }`)).topics;
    expect([...(topic?.config.values() ?? [])].map((config) => config.value)).toEqual([value]);
  });
});

describe('mistakes, each at its place with what to do', () => {
  test.each([
    [
      'partitions: 6',
      '4:7: spec.replicationFactor is missing. Give a whole number from 1 to 32767, here or in TopicDefaults.',
    ],
    ['partitions: "6", replicationFactor: 3', '4:21: spec.partitions is "6". Give a whole number'],
    ['partitions: 6.0, replicationFactor: 3', '4:21: partitions is written "6.0". Write plain digits.'],
    [
      'partitions: 99999999999999999999, replicationFactor: 3',
      '4:21: spec.partitions is 99999999999999999999. Give a whole number from 1 to 100000.',
    ],
    ['partitions: 0, replicationFactor: 3', '4:21: spec.partitions is 0. Give a whole number from 1'],
    [`${COUNTS}, ordering: no`, 'spec.ordering is "no". Give keyed'],
    [`${COUNTS}, placment: balanced`, 'unknown key "spec.placment". Did you mean placement?'],
    [
      `${COUNTS}, config: { retension.ms: 7d }`,
      '4:56: "retension.ms" is not a topic config of Apache Kafka. Did you mean retention.ms?',
    ],
    [
      `${COUNTS}, config: { retention.ms: 7 days }`,
      'retention.ms cannot be "7 days". Give a whole 64-bit number from -1 or a duration',
    ],
    [`${COUNTS}, config: { retention.ms: -2 }`, 'retention.ms cannot be "-2"'],
    [`${COUNTS}, config: { flush.ms: 9223372036854775808 }`, 'flush.ms cannot be'],
    [
      `${COUNTS}, config: { segment.bytes: 3GiB }`,
      'segment.bytes cannot be "3GiB". Give a whole 32-bit number',
    ],
    [`${COUNTS}, config: { preallocate: yes }`, 'preallocate cannot be "yes". Give true or false.'],
    [`${COUNTS}, config: { cleanup.policy: [remove] }`, 'a list of compact, delete'],
    [`${COUNTS}, config: { retention.ms: { a: 1 } }`, 'spec.config.retention.ms is a map'],
    [`${COUNTS}, config: { leader.replication.throttled.replicas: "*" }`, 'is not for files'],
    [
      `${COUNTS}, config: { min.insync.replicas: 4 }`,
      'min.insync.replicas 4 is more than the replication factor 3',
    ],
  ])('%s', (spec, problem) => {
    expect(problems(document(spec))).toEqual([expect.stringContaining(problem)]);
  });

  test('a mistyped key is unknown, and what it was meant to be is missing', () => {
    expect(problems(document('partitons: 6, replicationFactor: 3'))).toEqual([
      'topics/x.yaml:4:7: spec.partitions is missing. Give a whole number from 1 to 100000, here or in TopicDefaults.',
      'topics/x.yaml:4:9: unknown key "spec.partitons". Did you mean partitions?',
    ]);
  });

  test('all of them together', () => {
    const text = [document('partitions: 6, replicationFactor: x'), 'kind: Tomb\n', document(COUNTS, 'a b')];
    expect(problems(text.join('---\n'))).toHaveLength(3);
  });

  test('a mistake of keys or types hides none of values, nor one of another document', () => {
    const spec =
      'partitions: 6, replicationFactor: 3, place: x, config: { retention.ms: soon, min.insync.replicas: 4 }';
    expect(problems(`${document(spec)}---\n${document(COUNTS)}`)).toEqual([
      expect.stringContaining('unknown key "spec.place"'),
      expect.stringContaining('retention.ms cannot be "soon"'),
      expect.stringContaining('min.insync.replicas 4 is more than the replication factor 3'),
      expect.stringContaining('topics/x.yaml:8:19: posts is declared at topics/x.yaml:3:19 too'),
    ]);
  });

  test('another kind says what is supported', () => {
    expect(problems('kind: Tombstones\n')).toEqual([
      'topics/x.yaml:1:7: kind "Tombstones" is not supported. Did you mean Tombstone?',
    ]);
  });

  test('a second declaration names both places, even when it is wrong otherwise', () => {
    const text = [
      document(COUNTS, 'a.b'),
      document(COUNTS, 'a_b'),
      document(`${COUNTS}, config: { retention.ms: x }`, 'a.b'),
    ];
    expect(problems(text.join('---\n'))).toEqual([
      expect.stringContaining('topics/x.yaml:8:19: a_b collides with a.b at topics/x.yaml:3:19'),
      expect.stringContaining('topics/x.yaml:13:19: a.b is declared at topics/x.yaml:3:19 too'),
      expect.stringContaining('retention.ms cannot be "x"'),
    ]);
  });
});

test('min.insync.replicas of all replicas, and a name that Kafka does not know, are doubtful', () => {
  const doubtful = document(`${COUNTS}, config: { min.insync.replicas: 3, vendor.key: 1 }`);
  expect(read(doubtful).warnings.map(({ what }) => what)).toEqual([
    'min.insync.replicas 3 is the whole replication factor',
    '"vendor.key" is not a topic config of Apache Kafka',
  ]);
});

test('one replica alone is doubtful', () => {
  const [warning, ...others] = read(document('partitions: 6, replicationFactor: 1')).warnings;
  expect(others).toEqual([]);
  expect(warning).toMatchObject({
    where: 'topics/x.yaml:4:43',
    what: 'the replication factor is 1',
    fix: expect.stringContaining('blocks rolling reboots'),
  });
});

test('_schemas has one partition, and what is named as the configs of Connect should', () => {
  expect(problems(document(COUNTS, '_schemas'))).toEqual([
    'topics/x.yaml:4:21: _schemas has 6 partitions. The schema registry starts with one only: put 1.',
  ]);
  expect(read(document(COUNTS, 'connect-configs')).warnings).toMatchObject([
    { where: 'topics/x.yaml:4:21', fix: 'Kafka Connect starts with one only: put 1.' },
  ]);
  const one = document('partitions: 1, replicationFactor: 3', '_schemas');
  expect([...problems(one), ...read(one).warnings]).toEqual([]);
});
