import { describe, expect, test } from '@jest/globals';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { clusterWith } from '../../../test/builders/policy-documents.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { readYamlFiles } from '../../../lib/adapters/yaml-file.ts';
import { explanationLines, renderExplanations } from './core/explanation-text.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { run } from './run.ts';

const TEXT = `apiVersion: kafka-fleet/v1
kind: TopicDefaults
spec: { replicationFactor: 3, config: { retention.ms: 7d, segment.ms: 1d } }
---
apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: posts, reasons: { retention.ms: read again for a month } }
spec: { partitions: 8, config: { retention.ms: 30d, segment.ms: null } }
`;

async function lines(
  inputs: Partial<TopicSyncInputs>,
  cluster = new FakeTopicCluster(),
  text = TEXT,
): Promise<string[]> {
  const ports = fakeTopicPorts({ 'topics/x.yaml': text }, cluster);
  const done = await run(topicSyncInputs({ command: 'explain', ...inputs }), ports);
  if (done.kind !== 'explained') throw new Error('nothing was explained');
  return done.explanations.flatMap(explanationLines);
}

test('GitHub would drop the summary of many topics, so it ends before', () => {
  const values = [{ name: 'segment.ms', value: '1', origin: 'built in', over: [], reason: 'x'.repeat(900) }];
  const topics = Array.from({ length: 5_000 }, (_, index) => `t-${String(index)}`);
  const summary = renderExplanations(topics.map((topic) => ({ topic, values, meaning: ['so'] })));
  expect(new TextEncoder().encode(summary).length).toBeLessThan(1_000_000);
  expect(summary).toMatch(/: see the log\.\n$/);
});

describe('explain', () => {
  test('tells of each value where it was said, over what, and why', async () => {
    expect(await lines({ kafka: null })).toEqual([
      'posts',
      '  ordering = unknown (built in)',
      '  placement = unmanaged (built in)',
      '  lifecycle.deletion = protect (built in)',
      '  lifecycle.configs = managed (built in)',
      '  replicationFactor = 3 (defaults topics/x.yaml:3:28)',
      '  retention.ms = 2592000000 (30d) (topic topics/x.yaml:8:34, over 604800000 (7d) (defaults topics/x.yaml:3:41)): read again for a month',
      '  segment.ms = no override (topic topics/x.yaml:8:53, over 86400000 (1d) (defaults topics/x.yaml:3:59))',
      '  partitions = 8 (topic topics/x.yaml:8:21)',
      '  8 partitions: a consumer group has use for 8 members at most, and they divide evenly over 1, 2, 4, 8.',
      '  3 replicas; how many must be in sync is left to the brokers.',
    ]);
  });

  test('adds what the cluster gives, and changes nothing there', async () => {
    const cluster = await clusterWith(TEXT);
    const before = new Map(cluster.topics);
    cluster.asked.length = 0;
    const told = await lines({}, cluster);
    expect(told).toContain(
      '  segment.ms = no override: 604800000 (7d) (topic topics/x.yaml:8:53, over 86400000 (1d) (defaults topics/x.yaml:3:59))',
    );
    expect(told).toContain('  retention.bytes = -1 (without end) (default of the cluster)');
    expect(told).toContain('  Over 3 brokers each leads 2 or 3 of them.');
    expect(told).toContain(
      '  3 replicas, 1 of them in sync: acks=all producers go on while 2 brokers of its replicas are down, and an acknowledged record may be lost with one broker.',
    );
    expect(cluster.asked).toEqual(['open', 'clusterId', 'observe', 'racks', 'close']);
    expect(cluster.topics).toEqual(before);
  });

  test('the sample posts says why it has its partitions and its replicas', async () => {
    const { documents } = await readYamlFiles('.', ['topics/posts.yaml']);
    expect(documents).toHaveLength(1);
    const ports = {
      ...fakeTopicPorts({}, new FakeTopicCluster()),
      readYaml: () => readYamlFiles('.', ['topics/posts.yaml']),
    };
    const done = await run(topicSyncInputs({ command: 'explain', kafka: null }), ports);
    const told = done.kind === 'explained' ? done.explanations.flatMap(explanationLines).join('\n') : '';
    expect(told).toMatch(/partitions = 6 \(topic topics\/posts.yaml:\d+:\d+\): Three are the least/);
    expect(told).toMatch(/replicationFactor = 3 \(.*\): One replica in each availability zone/);
    expect(told).toContain('6 partitions: a consumer group has use for 6 members at most');
    expect(told).toContain('acks=all producers go on while 1 broker of its replicas is down');
  });
});
