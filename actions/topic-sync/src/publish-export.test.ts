import { expect, test } from '@jest/globals';
import { observedTopic } from '../../../test/builders/observed-topic.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { topicSync } from './topic-sync.ts';

const act = async (
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<FakeRunner> => {
  const cluster = new FakeTopicCluster();
  for (const name of ['posts', '_schemas']) {
    const topic = observedTopic(name);
    cluster.topics.set(topic.name, topic);
  }
  const runner = new FakeRunner(inputs);
  await topicSync(runner, fakeTopicPorts(files, cluster));
  expect(runner.failures).toEqual([]);
  return runner;
};

test('an export tells how many topics it wrote, where, and what it left out', async () => {
  const { outputs, lines, summary } = await act({ command: 'export', 'bootstrap-brokers': 'b:9092' });
  expect(Object.fromEntries(outputs)).toEqual({ exported: '1', 'exported-files': 'topics/posts.yaml' });
  expect(lines).toEqual([
    '  written: topics/posts.yaml',
    '  left out: _schemas: it belongs to the schema registry',
    '1 topic exported: 1 file written.',
  ]);
  expect(summary).toContain('1 topic exported: 1 file written.');
});

const GITOPS = 'topics:\n  orders: { partitions: 6, replication: 3 }\nservices: {}\n';

test('what cannot be converted is a warning at its line, and no brokers are needed', async () => {
  const inputs = {
    command: 'export',
    from: 'kafka-gitops',
    files: 'state.yaml',
    'export-to': 'topics/all.yaml',
  };
  const { outputs, annotations, summary } = await act(inputs, { 'state.yaml': GITOPS });
  expect(Object.fromEntries(outputs)).toEqual({ exported: '1', 'exported-files': 'topics/all.yaml' });
  expect(annotations).toEqual([
    {
      line: 'state.yaml:3:1: services has no place in a Topic document. ACLs are not kept by this program.',
      place: { file: 'state.yaml', line: 3, column: 1 },
    },
  ]);
  expect(summary).toContain('### Not converted');
});

test('files without a topic of the tool fail, and nothing is written', async () => {
  const run = act({ command: 'export', from: 'julie', files: 'state.yaml' }, { 'state.yaml': GITOPS });
  await expect(run).rejects.toThrow('the files hold no topic of julie that can be converted');
});

test('the rights are told, and are in a file', async () => {
  const { outputs, lines, summary } = await act(
    { command: 'permissions' },
    {
      'topics/x.yaml':
        'apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: posts }\nspec: { partitions: 1, replicationFactor: 3 }\n',
    },
  );
  expect(Object.fromEntries(outputs)).toEqual({ 'permissions-file': '/tmp/permissions.json' });
  expect(lines.slice(0, 2)).toEqual([
    'The role that plans needs',
    '  Describe, DescribeConfigs on topic posts',
  ]);
  expect(summary).toContain('### The role that applies');
});

test.each(['../topics', '/etc', 'topics//x'])('export-to %j is refused', async (to) => {
  const inputs = { command: 'export', 'bootstrap-brokers': 'b:9092', 'export-to': to };
  await expect(act(inputs)).rejects.toThrow('input export-to');
});
