import { describe, expect, test } from '@jest/globals';
import { observedConfig, observedTopic, withConfig } from '../../../test/builders/observed-topic.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { type Exported, leftOutLine, renderExport } from './core/export/exported.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { ObservedTopic } from './core/topic.ts';
import { run } from './run.ts';

interface Found extends Exported {
  readonly texts: ReadonlyMap<string, string>;
}

async function exported(
  topics: readonly ObservedTopic[],
  inputs: Partial<TopicSyncInputs> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Found> {
  const cluster = new FakeTopicCluster();
  for (const topic of topics) cluster.topics.set(topic.name, topic);
  let texts: ReadonlyMap<string, string> = new Map();
  const ports = { ...fakeTopicPorts(files, cluster) };
  const done = await run(topicSyncInputs({ command: 'export', ...inputs }), {
    ...ports,
    writeNew: (made) => {
      texts = made;
      return ports.writeNew(made);
    },
  });
  if (done.kind !== 'exported') throw new Error('nothing was exported');
  return { ...done.exported, texts };
}

const of = (name: string, values: Readonly<Record<string, string>>): ObservedTopic =>
  Object.entries(values).reduce(
    (topic, [key, value]) => withConfig(topic, key, observedConfig('LONG', null, value)),
    observedTopic(name),
  );

const whyNot = ({ leftOut }: Found): string[] => leftOut.map(leftOutLine);

describe('a document', () => {
  test('says its overrides alone, with a unit only where that is exact', async () => {
    const topic = of('posts', {
      'retention.ms': '604800000',
      'segment.ms': '90061',
      'flush.ms': '9223372036854775807',
      'flush.messages': '9007199254740993',
      'retention.bytes': '1073741824',
      'segment.bytes': '1073741825',
      'max.message.bytes': '1000000',
      'local.retention.ms': '-2',
    });
    const { texts } = await exported([
      withConfig(topic, 'cleanup.policy', observedConfig('LIST', null, 'delete,compact')),
    ]);
    expect(texts).toEqual(
      new Map([
        [
          'topics/posts.yaml',
          `apiVersion: kafka-fleet/v1
kind: Topic
metadata:
  name: posts
spec:
  partitions: 3
  replicationFactor: 3
  config:
    cleanup.policy: [delete, compact]
    flush.messages: 9007199254740993
    flush.ms: 9223372036854775807
    local.retention.ms: -2
    max.message.bytes: 1MB
    retention.bytes: 1GiB
    retention.ms: 7d
    segment.bytes: 1073741825
    segment.ms: 90061
`,
        ],
      ]),
    );
  });

  test('is one of several in a file where one is named', async () => {
    const { texts, written, topics } = await exported([observedTopic('b'), observedTopic('a')], {
      exporting: { from: 'cluster', to: 'topics/all.yaml' },
    });
    expect([...texts.keys(), written, topics]).toEqual(['topics/all.yaml', ['topics/all.yaml'], 2]);
    expect(texts.get('topics/all.yaml')?.match(/name: .|---/g)).toEqual(['name: a', '---', 'name: b']);
  });
});

describe('left out, with the reason', () => {
  test('the topics of programs, and what is declared already', async () => {
    const names = ['__consumer_offsets', '_schemas', 'connect-status', 'app-changelog', 'posts', 'mine'];
    const posts = 'apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: posts }\nspec: {}\n';
    const found = await exported(
      names.map((name) => observedTopic(name)),
      {},
      { 'topics/x.yaml': posts },
    );
    expect(found.written).toEqual(['topics/mine.yaml']);
    expect(whyNot(found)).toEqual([
      '__consumer_offsets: Kafka keeps its own state in it',
      '_schemas: it belongs to the schema registry',
      'app-changelog: it belongs to Kafka Streams',
      'connect-status: it belongs to Kafka Connect',
      'posts: it is declared already at topics/x.yaml:3:19',
    ]);
  });

  test('a topic without one replication factor', async () => {
    const found = await exported([observedTopic('posts', { replicas: [3, 2, 3] })]);
    expect(found.written).toEqual([]);
    expect(whyNot(found)).toEqual([
      'posts: its partitions have 2 and 3 replicas, and a document has one replication factor for all',
    ]);
  });

  test('a secret, which makes the topic additive so that nothing unsets it', async () => {
    const secret = { type: 'PASSWORD', override: 'hunter2', inherited: null, sensitive: true } as const;
    const found = await exported([withConfig(observedTopic('posts'), 'vendor.password', secret)]);
    expect(found.texts.get('topics/posts.yaml')).toContain('lifecycle: { configs: additive }');
    expect(whyNot(found)).toEqual(['posts: vendor.password: the brokers keep its value secret']);
    expect(renderExport(found) + [...found.texts.values()].join('')).not.toContain('hunter2');
  });

  test('a topic that an overlay would change', async () => {
    const overlay =
      'apiVersion: kafka-fleet/v1\nkind: TopicOverlay\nmetadata: { environment: dev }\nspec: { patches: [{ match: p*, spec: { config: { retention.ms: 1d } } }] }\n';
    const found = await exported(
      [observedTopic('posts')],
      { environment: 'dev' },
      { 'topics/o.yaml': overlay },
    );
    expect(whyNot(found)).toEqual([
      'posts: the files would change it: posts: retention.ms no override → 86400000 (1d)',
    ]);
  });

  test('a topic that cannot be seen', async () => {
    const cluster = new FakeTopicCluster();
    cluster.topics.set(observedTopic('posts').name, observedTopic('posts'));
    cluster.unreadable.set('posts', 'needs Describe on Topic:posts');
    const done = await run(topicSyncInputs({ command: 'export' }), fakeTopicPorts({}, cluster));
    expect(done).toMatchObject({
      exported: {
        topics: 0,
        leftOut: [{ topic: 'posts', because: 'it could not be seen: needs Describe on Topic:posts' }],
      },
    });
  });
});

describe('against the policies', () => {
  const policy = (rules: string): Record<string, string> => ({
    'topics/p.yaml': `apiVersion: kafka-fleet/v1\nkind: TopicPolicy\nmetadata: { name: fleet }\nspec: { environments: [prod], ${rules} }\n`,
  });
  const against = (found: Found): string[] => found.violations.map(({ what }) => what);
  const prod = { environment: 'prod' };

  test('a topic is written all the same, and what it breaks is told', async () => {
    const found = await exported([observedTopic('posts')], prod, policy('rules: { owner: {} }'));
    expect(found.written).toEqual(['topics/posts.yaml']);
    expect(against(found)).toEqual(['posts: it has no owner (policy owner)']);
    expect(renderExport(found)).toContain('### Against the policies');
  });

  test('what is inherited counts, which no document says', async () => {
    const rules = 'rules: { retention: { max: 1d } }';
    expect(against(await exported([observedTopic('posts')], prod, policy(rules)))).toEqual([
      'posts: retention.ms is 604800000 (7d), more than 86400000 (1d) (policy retention)',
    ]);
  });

  test('the cluster counts', async () => {
    const rules = 'rules: { replicas-fit-cluster: {} }';
    const wide = observedTopic('posts', { replicas: [4, 4, 4] });
    expect(against(await exported([wide], prod, policy(rules)))).toEqual([
      'posts: it has 4 replicas, and there are 3 brokers (policy replicas-fit-cluster)',
    ]);
  });

  test('a waiver, and the policy of another environment, are respected', async () => {
    const waived =
      'rules: { owner: {} }, waivers: [{ rule: owner, match: posts, owner: me, reason: soon, expires: 2999-01-01 }]';
    expect(against(await exported([observedTopic('posts')], prod, policy(waived)))).toEqual([]);
    const dev = { environment: 'dev' };
    expect(against(await exported([observedTopic('posts')], dev, policy('rules: { owner: {} }')))).toEqual(
      [],
    );
  });
});

test('another cluster is not read', async () => {
  const cluster = new FakeTopicCluster();
  const inputs = topicSyncInputs({ command: 'export', clusterId: 'other' });
  await expect(run(inputs, fakeTopicPorts({}, cluster))).rejects.toThrow(ProblemsFound);
  expect(cluster.asked).toEqual(['open', 'clusterId', 'close']);
});

test('topics out of scope are not asked about', async () => {
  const found = await exported([observedTopic('posts'), observedTopic('other')], { include: ['p*'] });
  expect([found.written, found.leftOut]).toEqual([['topics/posts.yaml'], []]);
});

test('the summary says how many topics, where they are, and is inert', async () => {
  const found = await exported([observedTopic('posts'), observedTopic('_schemas')]);
  expect(renderExport(found)).toBe(
    '## 📦 topic-sync export\n\n1 topic exported: 1 file written.\n\n### Files\n\n| File |  |\n| --- | --- |\n' +
      '| topics/posts.yaml | written |\n\n### Left out\n\n| Topic | Config | Because |\n| --- | --- | --- |\n' +
      '| \\_schemas | \\(the whole topic\\) | it belongs to the schema registry |\n',
  );
});
