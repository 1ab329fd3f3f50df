import { describe, expect, test } from '@jest/globals';
import { problemsIn as problems, readInto as read } from '../../../test/builders/documents.ts';

const COUNTS = 'partitions: 6, replicationFactor: 3';
const document = (spec: string, name = 'posts', rest = ''): string =>
  `apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: ${name}${rest} }\nspec: { ${spec} }\n`;

describe('defaults and overlays', () => {
  const minimal = (name: string, spec = ''): string => document(spec, name);
  const defaults = (spec: string): string =>
    `apiVersion: kafka-fleet/v1\nkind: TopicDefaults\nspec: { ${spec} }\n`;
  const overlay = (match: string, spec: string, environment = 'prod'): string =>
    `apiVersion: kafka-fleet/v1\nkind: TopicOverlay\nmetadata: { environment: ${environment} }\n` +
    `spec: { patches: [{ match: '${match}', spec: { ${spec} } }] }\n`;
  const all = (...texts: string[]): string => texts.join('---\n');

  test('the most specific one wins, and every value knows where it was said', () => {
    const text = all(
      defaults('partitions: 3, replicationFactor: 3, config: { retention.ms: 7d, min.insync.replicas: 2 }'),
      minimal('posts', 'partitions: 6, config: { retention.ms: 30d }'),
      overlay('po*', 'replicationFactor: 5, config: { retention.ms: null }'),
    );
    const [topic] = read(text, 'prod').topics;
    expect(topic).toMatchObject({ partitions: { value: 6 }, replicationFactor: { value: 5 } });
    expect([...(topic?.config ?? [])].map(([name, { value }]) => [name, value])).toEqual([
      ['retention.ms', null],
      ['min.insync.replicas', '2'],
    ]);
    expect(
      topic?.origins.get('config.retention.ms')?.map(({ layer, value }) => `${layer} ${String(value)}`),
    ).toEqual(['defaults 604800000', 'topic 2592000000', 'overlay null']);
    expect(topic?.origins.get('ordering')).toEqual([{ layer: 'built-in', value: 'unknown', place: null }]);
  });

  test('an overlay counts in its environment only', () => {
    const text = all(
      minimal('posts', COUNTS),
      overlay('posts', 'partitions: 12'),
      overlay('posts', 'partitions: 1', 'dev'),
    );
    expect(read(text, 'prod').topics[0]?.partitions.value).toBe(12);
    expect(read(text, 'staging').topics[0]?.partitions.value).toBe(6);
  });

  test.each([
    [
      'two overlays that disagree',
      [minimal('posts', COUNTS), overlay('*', 'partitions: 9'), overlay('posts', 'partitions: 12')],
      'partitions is 12 here and 9 at topics/x.yaml:9:',
    ],
    [
      'two defaults that disagree',
      [
        minimal('posts', COUNTS),
        defaults('config: { retention.ms: 7d }'),
        defaults('config: { retention.ms: 8d }'),
      ],
      'retention.ms is 691200000 here and 604800000 at',
    ],
    [
      'an overlay for no topic',
      [minimal('posts', COUNTS), overlay('pots', 'partitions: 9')],
      '"pots" matches no declared topic',
    ],
    [
      'what only the merged topic has wrong',
      [minimal('posts', COUNTS), overlay('*', 'config: { min.insync.replicas: 4 }')],
      'min.insync.replicas 4 is more than the replication factor 3',
    ],
    ['a count that nobody gives', [minimal('posts', 'partitions: 6')], 'spec.replicationFactor is missing'],
  ])('%s is a mistake', (_, texts, problem) => {
    expect(problems(all(...texts), 'prod')).toEqual([expect.stringContaining(problem)]);
  });

  test('two that say the same in other words agree', () => {
    const text = all(
      minimal('posts', COUNTS),
      overlay('*', 'config: { retention.ms: 7d }'),
      overlay('p*', 'config: { retention.ms: 604800000 }'),
    );
    expect(read(text, 'prod').topics[0]?.config.get('retention.ms')?.value).toBe('604800000');
  });
});

describe('reasons', () => {
  const because = (reasons: string): string =>
    document(`${COUNTS}, config: { retention.ms: 7d }`, 'posts', `, reasons: { ${reasons} }`);

  test('are kept by the value that they are about', () => {
    const [topic] = read(because('partitions: room to grow, retention.ms: a week to repair')).topics;
    expect([...(topic?.reasons ?? [])]).toEqual([
      ['partitions', 'room to grow'],
      ['config.retention.ms', 'a week to repair'],
    ]);
  });

  test('of something that the document does not say are a mistake', () => {
    expect(problems(because('retension.ms: x'))).toEqual([
      expect.stringContaining('this document says nothing of "retension.ms". Did you mean retention.ms?'),
    ]);
  });
});

describe('tombstones', () => {
  const tombstone = (ids: string, name = 'posts'): string =>
    `apiVersion: kafka-fleet/v1\nkind: Tombstone\nmetadata: { name: ${name} }\nspec: { reason: gone, topicIds: { ${ids} } }\n`;
  const ID = 'AbCdEfGhIjKlMnOpQrStUv';

  test('a topic is wanted no longer in the environments that a tombstone names', () => {
    const text = `${document(COUNTS)}---\n${tombstone(`dev: ${ID}`)}`;
    expect(read(text, 'dev').topics).toEqual([]);
    expect(read(text, 'prod').topics).toHaveLength(1);
    expect(read(text, 'dev').documents.tombstones[0]?.topicIds.get('dev')?.value).toBe(ID);
  });

  test.each([
    ['dev: posts', 'spec.topicIds.dev is "posts". Give the id of the topic, 22 characters'],
    ['dev: 5', 'spec.topicIds.dev is 5'],
  ])('%s is no topic id', (ids, problem) => {
    expect(problems(tombstone(ids), 'dev')).toEqual([expect.stringContaining(problem)]);
  });

  test('two of one topic are a mistake', () => {
    const text = [tombstone(`dev: ${ID}`), tombstone(`prod: ${ID}`)].join('---\n');
    expect(problems(text, 'dev')).toEqual([expect.stringContaining('posts is declared at')]);
  });
});
