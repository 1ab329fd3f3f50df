import { describe, expect, test } from '@jest/globals';
import { withConfig } from '../../../test/builders/observed-topic.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { planReport } from './core/report.ts';
import type { Result } from './core/result.ts';
import type { TopicName } from './core/topic.ts';
import { run } from './run.ts';

const document = (name: string, config = ''): string =>
  `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 3, replicationFactor: 3, config: { ${config} } }
`;
const POLICY = `apiVersion: kafka-fleet/v1
kind: TopicPolicy
metadata: { name: fleet }
spec: { rules: { partitions: { min: 1 } } }
`;
const TWO = [document('a', 'segment.ms: 1h'), document('b')];

interface Given {
  readonly documents?: readonly string[];
  readonly inputs?: Partial<TopicSyncInputs>;
  /** The text of the plan file. */
  readonly file?: string;
}

async function sync(cluster: FakeTopicCluster, given: Given = {}): Promise<Result> {
  const ports = fakeTopicPorts({ 'x.yaml': (given.documents ?? TWO).join('---\n') }, cluster);
  const readText = (): Promise<string> => Promise.resolve(given.file ?? '');
  const done = await run(topicSyncInputs(given.inputs), { ...ports, readText });
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

interface Approved {
  readonly inputs: Partial<TopicSyncInputs>;
  readonly file: string;
}

/** What a job hands on that planned before the approval. */
async function approve(cluster: FakeTopicCluster, given: Given = {}): Promise<Approved> {
  const planned = await sync(cluster, given);
  return {
    inputs: {
      ...{ command: 'apply', clusterId: 'fake-cluster', ...given.inputs },
      ...{ expectDigest: planned.digest, approvedPlan: 'plan.json' },
    },
    file: JSON.stringify(planReport(planned)),
  };
}

/** A cluster with both topics, for whose configs something is planned. */
async function grown(): Promise<FakeTopicCluster> {
  const cluster = new FakeTopicCluster();
  await sync(cluster, {
    documents: [document('a'), document('b')],
    inputs: { command: 'apply', clusterId: 'fake-cluster' },
  });
  return cluster;
}
const CONFIGS = [document('a', 'segment.ms: 1h'), document('b', 'segment.ms: 2h')];

describe('goes on when', () => {
  test('an apply was cut off: what is left was approved, and the rest is made', async () => {
    const cluster = new FakeTopicCluster();
    const approved = await approve(cluster);
    cluster.beforeStep = ({ topic }) => {
      if (topic === 'b') throw new Error('killed');
    };
    await expect(sync(cluster, approved)).rejects.toThrow('killed');
    expect([...cluster.topics.keys()]).toEqual(['a']);
    cluster.beforeStep = () => undefined;
    expect(await sync(cluster, approved)).toMatchObject({
      status: 'applied',
      moved: [],
      plan: { changes: [{ operation: { topic: 'b' } }] },
    });
    expect(await sync(cluster, approved)).toMatchObject({ status: 'in-sync' });
  });

  test('somebody else made a part of it', async () => {
    const cluster = await grown();
    const approved = await approve(cluster, { documents: CONFIGS });
    await cluster.execute([setting('a', '3600000')]);
    expect(await sync(cluster, { ...approved, documents: CONFIGS })).toMatchObject({ status: 'applied' });
  });

  test('a consent came later', async () => {
    const cluster = await grown();
    const shrinking = [document('a', 'retention.ms: 1h'), document('b')];
    const approved = await approve(cluster, { documents: shrinking });
    expect(await sync(cluster, { ...approved, documents: shrinking })).toMatchObject({ status: 'refused' });
    const inputs = { ...approved.inputs, consents: new Set(['shrink-retention'] as const) };
    expect(await sync(cluster, { ...approved, documents: shrinking, inputs })).toMatchObject({
      status: 'applied',
    });
  });
});

describe('is stale, changes nothing and names what moved, when', () => {
  const expectStale = async (cluster: FakeTopicCluster, given: Given, moved: string[]): Promise<void> => {
    const steps = cluster.asked.filter((asked) => asked.includes('-')).length;
    const result = await sync(cluster, given);
    expect(result).toMatchObject({ status: 'stale', moved, outcomes: [] });
    expect(result.because).toContain(moved[0]);
    expect(cluster.asked.filter((asked) => asked.includes('-'))).toHaveLength(steps);
  };

  test('a value that an unset would bring in force is another one', async () => {
    const cluster = await grown();
    await cluster.execute([setting('b', '7200000')]);
    const documents = [document('a'), document('b', 'segment.ms: null')];
    const approved = await approve(cluster, { documents });
    inherit(cluster, 'b', '60000');
    await expectStale(cluster, { ...approved, documents }, [
      'b: segment.ms 7200000 (2h) → no override: 60000 (1m): reviewed was ' +
        'b: segment.ms 7200000 (2h) → no override: 604800000 (7d)',
    ]);
  });

  test('a value in the cluster is another one', async () => {
    const cluster = await grown();
    const approved = await approve(cluster, { documents: CONFIGS });
    await cluster.execute([setting('b', '60000')]);
    await expectStale(cluster, { ...approved, documents: CONFIGS }, [
      'b: segment.ms 60000 (1m) → 7200000 (2h): reviewed was b: segment.ms no override → 7200000 (2h)',
    ]);
  });

  test('a file wants more', async () => {
    const cluster = new FakeTopicCluster();
    const approved = await approve(cluster);
    await expectStale(cluster, { ...approved, documents: [...TWO, document('c')] }, [
      'create c: 3 partitions, replication factor 3: it was not reviewed',
    ]);
  });

  test('a file no longer wants what was approved, and the cluster is not so', async () => {
    const cluster = await grown();
    const approved = await approve(cluster, { documents: CONFIGS });
    await expectStale(cluster, { ...approved, documents: [CONFIGS[0] ?? '', document('b')] }, [
      'b: segment.ms no override → 7200000 (2h): it is not planned any more, and not made',
    ]);
  });

  test('a topic was deleted and made again', async () => {
    const cluster = await grown();
    const approved = await approve(cluster, { documents: CONFIGS });
    const topic = cluster.topics.get('b' as TopicName);
    if (topic !== undefined) cluster.topics.set(topic.name, { ...topic, id: 'another' });
    await expectStale(cluster, { ...approved, documents: CONFIGS }, [
      'b: segment.ms no override → 7200000 (2h): the topic, or where its replicas go, is not the reviewed one',
    ]);
  });

  test('what is left of an approved topic cannot be seen', async () => {
    const cluster = await grown();
    const approved = await approve(cluster, { documents: CONFIGS });
    cluster.unreadable.set('b', 'no');
    await expectStale(cluster, { ...approved, documents: CONFIGS }, [
      'b: segment.ms no override → 7200000 (2h): it is not planned any more, and not made',
    ]);
  });

  test('the environment, or a policy, is another one', async () => {
    const cluster = new FakeTopicCluster();
    const approved = await approve(cluster, { inputs: { environment: 'dev' } });
    await expectStale(cluster, { ...approved, inputs: { ...approved.inputs, environment: 'prod' } }, [
      'the environment was "dev" and is "prod"',
    ]);
    await expectStale(cluster, { ...approved, documents: [...TWO, POLICY] }, [
      'the policies are not the reviewed ones',
    ]);
  });

  test('only a digest was approved, and a part of the plan is made', async () => {
    const cluster = await grown();
    const { inputs } = await approve(cluster, { documents: CONFIGS });
    await cluster.execute([setting('a', '3600000')]);
    const bare = { documents: CONFIGS, inputs: { ...inputs, approvedPlan: '' } };
    const result = await sync(cluster, bare);
    expect(result).toMatchObject({ status: 'stale', because: expect.stringContaining('give approved-plan') });
  });
});

test('an empty plan is a success, whatever was approved', async () => {
  const cluster = new FakeTopicCluster();
  const approved = await approve(cluster);
  await sync(cluster, approved);
  expect(await sync(cluster, { ...approved, file: 'gone' })).toMatchObject({ status: 'in-sync' });
});

const setting = (topic: string, after: string) => ({
  kind: 'alter-config' as const,
  topic: topic as TopicName,
  topicId: '',
  changes: [
    {
      ...({ kind: 'set-config', topicId: '', name: 'segment.ms', before: null, sensitive: false } as const),
      topic: topic as TopicName,
      after,
    },
  ],
});

/** The default of the brokers becomes another one. */
function inherit(cluster: FakeTopicCluster, name: string, inherited: string): void {
  const topic = cluster.topics.get(name as TopicName);
  const config = topic?.config.get('segment.ms');
  if (topic === undefined || config === undefined) throw new Error(`${name} is not there`);
  cluster.topics.set(topic.name, withConfig(topic, 'segment.ms', { ...config, inherited }));
}
