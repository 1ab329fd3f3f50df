import { expect, test } from '@jest/globals';
import { run } from '../../actions/topic-sync/src/run.ts';
import type { CreateTopic } from '../../actions/topic-sync/src/core/operation.ts';
import { CONSENTS } from '../../actions/topic-sync/src/core/operation.ts';
import type { ObservedTopic } from '../../actions/topic-sync/src/core/topic.ts';
import type { Ports, TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { topicSyncInputs } from '../builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';

interface Start {
  readonly cluster: TopicCluster;
  readonly create: (wanted: Partial<CreateTopic>) => Promise<ObservedTopic>;
}

const CONFIG = [
  { name: 'cleanup.policy', value: 'compact,delete' },
  { name: 'flush.ms', value: '9223372036854775807' },
  { name: 'max.message.bytes', value: '1048588' },
  { name: 'min.cleanable.dirty.ratio', value: '0.50' },
  { name: 'retention.bytes', value: '1073741824' },
  { name: 'retention.ms', value: '-1' },
  { name: 'segment.ms', value: '3600000' },
];

/** What real brokers answer survives the way into a file and back. */
export function exportContract(start: () => Start): void {
  test('what is exported plans to no change, whatever is allowed', async () => {
    const { cluster, create } = start();
    const { name } = await create({ partitions: 3, config: CONFIG });
    const texts = new Map<string, string>();
    const ports: Ports = {
      ...fakeTopicPorts({}, new FakeTopicCluster()),
      openCluster: () => Promise.resolve(unclosed(cluster)),
      writeNew: (made) => {
        for (const [file, text] of made) texts.set(file, text);
        return Promise.resolve({ written: [...made.keys()], unchanged: [] });
      },
    };
    const exported = await run(topicSyncInputs({ command: 'export' }), ports);
    expect(exported).toMatchObject({ kind: 'exported', exported: { topics: texts.size } });
    expect(texts.get(`topics/${name}.yaml`)).toContain('    retention.bytes: 1GiB\n    retention.ms: -1\n');
    const files = fakeTopicPorts(Object.fromEntries(texts), new FakeTopicCluster());
    const planned = await run(topicSyncInputs({ consents: new Set(CONSENTS) }), {
      ...ports,
      readYaml: files.readYaml,
    });
    expect(planned).toMatchObject({
      kind: 'synced',
      result: { status: 'in-sync', plan: { changes: [], unknown: [] } },
    });
  });
}

/** All tests share the cluster, so no run may close it. */
function unclosed(cluster: TopicCluster): TopicCluster & AsyncDisposable {
  if (cluster instanceof FakeTopicCluster) return cluster;
  return { ...cluster, [Symbol.asyncDispose]: () => Promise.resolve() };
}
