import { describe, expect, test } from '@jest/globals';
import { apply, document, files, outcomes, sync } from '../../../test/builders/synced-documents.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { ObservedTopic, TopicName } from './core/topic.ts';
import { run } from './run.ts';

const changed = ({ asked }: FakeTopicCluster): string[] =>
  asked.filter((request) => /^(create-topic|alter-config|add-partitions) /.test(request));

describe('plan', () => {
  test('asks, and changes nothing', async () => {
    const cluster = new FakeTopicCluster();
    const result = await sync(cluster, files(document('a')));
    expect(result.status).toBe('changes-pending');
    expect(cluster.asked).toEqual([
      'open',
      'clusterId',
      'observe',
      'list',
      'defaults',
      'validate 1',
      'close',
    ]);
  });

  test('what the brokers would refuse is blocked in their words, at its line', async () => {
    const cluster = new FakeTopicCluster();
    const result = await sync(cluster, files(document('a', ', config: { vendor.key: 1 }')));
    expect(result.plan.changes[0]).toMatchObject({
      blocked: { because: 'the brokers refuse it: INVALID_CONFIG: Unknown topic config name: vendor.key' },
      place: { line: 3 },
    });
  });

  test('a check that is not allowed is a note for a plan and a stop for an apply', async () => {
    const cluster = new FakeTopicCluster();
    cluster.answers.set('a', { kind: 'unauthorised', needs: 'Create on Topic:a' });
    const planned = await sync(cluster, files(document('a')));
    expect(planned.plan.changes[0]).toMatchObject({ blocked: null, notValidated: 'needs Create on Topic:a' });
    expect(await sync(cluster, files(document('a')), apply)).toMatchObject({ status: 'refused' });
    expect(changed(cluster)).toEqual([]);
  });

  test('a topic that cannot be seen fails the plan and leaves the others in it', async () => {
    const cluster = new FakeTopicCluster();
    cluster.unreadable.set('a', 'needs Describe on Topic:a');
    const result = await sync(cluster, files(document('a'), document('b')));
    expect(result.status).toBe('partial');
    expect(result.plan.changes).toHaveLength(1);
    expect(await sync(cluster, files(document('a'), document('b')), apply)).toMatchObject({
      status: 'refused',
    });
  });
});

describe('apply', () => {
  test('makes the plan; the next plan is empty and the next apply does nothing', async () => {
    const cluster = new FakeTopicCluster();
    const documents = files(document('a', ', config: { retention.ms: 1d }'), document('b'));
    const { digest } = await sync(cluster, documents);
    const result = await sync(cluster, documents, { ...apply, expectDigest: digest });
    expect(result.status).toBe('applied');
    expect(await sync(cluster, documents)).toMatchObject({ status: 'in-sync', plan: { changes: [] } });
    expect(await sync(cluster, documents, { ...apply, expectDigest: digest })).toMatchObject({
      status: 'in-sync',
    });
    expect(changed(cluster)).toEqual(['create-topic a', 'create-topic b']);
  });

  test('sends all configs of a topic at once', async () => {
    const cluster = new FakeTopicCluster();
    await sync(cluster, files(document('a')), apply);
    const configs = document('a', ', config: { retention.ms: 30d, segment.ms: 1h }');
    expect(await sync(cluster, files(configs), apply)).toMatchObject({ status: 'applied' });
    expect(changed(cluster)).toEqual(['create-topic a', 'alter-config a']);
  });

  test('is stale when the plan is not the reviewed one', async () => {
    const cluster = new FakeTopicCluster();
    const { digest } = await sync(cluster, files(document('a')));
    const result = await sync(cluster, files(document('b')), { ...apply, expectDigest: digest });
    expect(result).toMatchObject({
      status: 'stale',
      because: expect.stringContaining('changed since the review'),
    });
    expect(changed(cluster)).toEqual([]);
  });

  test('is refused as a whole when one change is blocked', async () => {
    const cluster = new FakeTopicCluster();
    await sync(cluster, files(document('a')), apply);
    const documents = files(document('a', ', config: { retention.ms: 1h }'), document('b'));
    expect(await sync(cluster, documents, apply)).toMatchObject({ status: 'refused' });
    expect(changed(cluster)).toEqual(['create-topic a']);
    const consents = new Set(['shrink-retention'] as const);
    expect(await sync(cluster, documents, { ...apply, consents })).toMatchObject({ status: 'applied' });
  });

  test('one failure does not stop the others', async () => {
    const cluster = new FakeTopicCluster();
    cluster.beforeStep = ({ topic }) => {
      if (topic === 'b') cluster.answers.set('b', { kind: 'refused', message: 'POLICY_VIOLATION: no' });
    };
    const result = await sync(cluster, files(document('a'), document('b'), document('c')), apply);
    expect(result.status).toBe('partial');
    expect(outcomes(result)).toEqual(['a done', 'b failed', 'c done']);
    expect(result.outcomes[1]?.because).toBe('POLICY_VIOLATION: no');
  });

  test('a create whose answer is lost is a success when the topic is there', async () => {
    const cluster = new FakeTopicCluster();
    cluster.lostAnswers.add('a');
    expect(await sync(cluster, files(document('a')), apply)).toMatchObject({ status: 'applied' });
  });

  test('a create whose answer is lost and that never happened is a failure', async () => {
    const cluster = new FakeTopicCluster();
    cluster.beforeStep = () => cluster.answers.set('a', { kind: 'unclear', message: 'REQUEST_TIMED_OUT' });
    const result = await sync(cluster, files(document('a')), apply);
    expect(result.status).toBe('partial');
    expect(result.outcomes).toMatchObject([{ kind: 'failed', because: 'REQUEST_TIMED_OUT' }]);
  });

  test('a topic that somebody changed since the plan is skipped as stale', async () => {
    const cluster = new FakeTopicCluster();
    await sync(cluster, files(document('b')), apply);
    const configs = files(document('a'), document('b', ', config: { segment.ms: 1h }'));
    cluster.beforeStep = ({ topic }) => {
      if (topic === 'a') remake(cluster, 'b');
    };
    const result = await sync(cluster, configs, apply);
    expect(outcomes(result)).toEqual(['a done', 'b stale']);
    expect(result.outcomes[1]?.because).toBe('the topic was deleted and made again');
  });
});

test('a cluster that is gone in the middle is asked three times, not for every topic', async () => {
  const cluster = new FakeTopicCluster();
  cluster.beforeStep = () => {
    throw new WorldFailure('Kafka is not reachable');
  };
  // Fifty at a time.
  const names = Array.from({ length: 201 }, (_, at) => `t${String(at).padStart(3, '0')}`);
  const result = await sync(cluster, files(...names.map((name) => document(name))), apply);
  const told = names.map((name, at) => `${name} ${at < 150 ? 'failed' : 'not-tried'}`);
  expect(outcomes(result)).toEqual(told);
  expect(changed(cluster)).toHaveLength(3);
});

test('another cluster than the expected one is asked for nothing but its id', async () => {
  const cluster = new FakeTopicCluster('prod');
  const promise = sync(cluster, files(document('a')), { ...apply, clusterId: 'dev' });
  await expect(promise).rejects.toThrow('the brokers belong to the cluster prod, not to dev');
  expect(cluster.asked).toEqual(['open', 'clusterId', 'close']);
});

test('mistakes in files end the run before the cluster is asked', async () => {
  const cluster = new FakeTopicCluster();
  await expect(sync(cluster, files('kind: Topc\n'))).rejects.toThrow('kind "Topc" is not supported');
  await expect(sync(cluster, {})).rejects.toThrow('input files: "topics/*.yaml" matches no file');
  expect(cluster.asked).toEqual([]);
});

test('no file at all is in sync only when that is allowed', async () => {
  expect(await sync(new FakeTopicCluster(), {}, { allowEmpty: true })).toMatchObject({ status: 'in-sync' });
});

test('lint needs no cluster', async () => {
  const cluster = new FakeTopicCluster();
  const inputs = topicSyncInputs({ command: 'lint', kafka: null });
  expect(await run(inputs, fakeTopicPorts(files(document('a')), cluster))).toMatchObject({ kind: 'linted' });
  expect(cluster.asked).toEqual([]);
});

function remake(cluster: FakeTopicCluster, name: string): void {
  const topic = cluster.topics.get(name as TopicName);
  const again: ObservedTopic | undefined = topic && { ...topic, id: 'another' };
  if (again !== undefined) cluster.topics.set(again.name, again);
}

test('patterns of ignore that leave no topic are told: nothing to look at would be in sync', async () => {
  const told = async (ignore: readonly string[]): Promise<string[]> => {
    const result = await sync(new FakeTopicCluster(), files(document('a'), document('b')), { ignore });
    return result.warnings.map(({ where, what }) => `${where}: ${what}`);
  };
  const warning = 'input ignore: its patterns leave none of the declared topics to look at';
  expect(await told(['*'])).toContain(warning);
  expect(await told(['a'])).not.toContain(warning);
});
