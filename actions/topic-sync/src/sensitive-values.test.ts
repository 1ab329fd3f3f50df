import { describe, expect, test } from '@jest/globals';
import { observedConfig, observedTopic, withConfig } from '../../../test/builders/observed-topic.ts';
import { apply, document, files, outcomes, sync } from '../../../test/builders/synced-documents.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { planReport } from './core/report.ts';
import type { Result } from './core/result.ts';
import { run } from './run.ts';

const secret = (value: string): Readonly<Record<string, string>> =>
  files(document('a', `, config: { vendor.secret: ${value} }`));

interface World {
  readonly cluster: FakeTopicCluster;
  /** The values that were sent to the cluster. */
  readonly written: string[];
}

/** A cluster whose topic has the secret `old`. */
async function world(): Promise<World> {
  const cluster = new FakeTopicCluster();
  await sync(cluster, secret('old'), apply);
  const written: string[] = [];
  cluster.beforeStep = (step) => {
    if (step.kind === 'alter-config') written.push(...step.changes.map(({ after }) => String(after)));
  };
  return { cluster, written };
}

/** The same with a base, where the secret was `base`. */
async function syncSince(
  { cluster }: World,
  { base, value }: { readonly base: string; readonly value: string },
  inputs: Partial<TopicSyncInputs> = {},
): Promise<Result> {
  const ports = fakeTopicPorts(secret(value), cluster, { base: secret(base) });
  const deletion = { baseRef: 'base', unusedForMs: 0 };
  const done = await run(topicSyncInputs({ deletion, ...inputs }), ports);
  if (done.kind !== 'synced') throw new Error('nothing was planned');
  return done.result;
}

const notCompared = ({ warnings }: Result): string[] =>
  warnings.map(({ what }) => what).filter((what) => what.includes('do not show'));

test('a value that the brokers do not show is left as it is where nothing else tells that it changed', async () => {
  const { cluster } = await world();
  const result = await sync(cluster, secret('new'));
  expect(result.status).toBe('in-sync');
  expect(notCompared(result)).toEqual(['a: the brokers do not show vendor.secret, so it cannot be compared']);
});

test('where the files are as they were when they were applied last, there is nothing to do and to tell', async () => {
  const result = await syncSince(await world(), { base: 'old', value: 'old' });
  expect([result.status, notCompared(result)]).toEqual(['in-sync', []]);
});

test('where the files changed it, it is planned without its value, written once, and no difference afterwards', async () => {
  const changed = await world();
  const plan = await syncSince(changed, { base: 'old', value: 'new' });
  expect(plan.plan.changes).toMatchObject([
    { operation: { kind: 'set-config', sensitive: true }, standing: { kind: 'intent' }, blocked: null },
  ]);
  const applied = await syncSince(changed, { base: 'old', value: 'new' }, apply);
  expect([applied.status, outcomes(applied), changed.written]).toEqual(['applied', ['a done'], ['new']]);
  expect(await syncSince(changed, { base: 'new', value: 'new' })).toMatchObject({ status: 'in-sync' });
});

test('a write whose answer is lost is no success, and is made again', async () => {
  const changed = await world();
  changed.cluster.lostAnswers.add('a');
  const lost = await syncSince(changed, { base: 'old', value: 'new' }, apply);
  expect([lost.status, outcomes(lost)]).toEqual(['partial', ['a failed']]);
  changed.cluster.lostAnswers.clear();
  const again = await syncSince(changed, { base: 'old', value: 'new' }, apply);
  expect([again.status, changed.written]).toEqual(['applied', ['new', 'new']]);
});

test('a value that is gone from the cluster is a difference like any other', async () => {
  const { cluster } = await world();
  await sync(cluster, files(document('a', ', config: { vendor.secret: null }')), apply);
  expect(await syncSince({ cluster, written: [] }, { base: 'old', value: 'old' })).toMatchObject({
    plan: { changes: [{ operation: { kind: 'set-config', sensitive: true } }] },
  });
});

describe('a plan file has no value that may be sensitive of a topic that is to be made', () => {
  const shown = document('b', ', config: { vendor.flag: shown }');
  const documents = (value: string, ...others: string[]): Readonly<Record<string, string>> =>
    files(document('a', `, config: { vendor.secret: ${value} }`), document('c'), ...others);

  /** An apply of the documents with what a plan of them with the secret `old` hands on. */
  async function approved(cluster: FakeTopicCluster, value: string, ...others: string[]): Promise<Result> {
    const planned = await sync(new FakeTopicCluster(), documents('old', ...others));
    const file = JSON.stringify(planReport(planned));
    expect(file).not.toMatch(/"(old|shown)"/);
    const ports = {
      ...fakeTopicPorts(documents(value, ...others), cluster),
      readText: () => Promise.resolve(file),
    };
    const inputs = { ...apply, expectDigest: planned.digest, approvedPlan: 'plan.json' };
    const done = await run(topicSyncInputs(inputs), ports);
    if (done.kind !== 'synced') throw new Error('nothing was applied');
    return done.result;
  }

  test('exactly it is applied', async () => {
    const cluster = new FakeTopicCluster();
    const made: unknown[] = [];
    cluster.beforeStep = (step) => {
      if (step.kind === 'create-topic') made.push(...step.config.map(({ value }) => value));
    };
    expect(outcomes(await approved(cluster, 'old'))).toEqual(['a done', 'c done']);
    expect(made).toEqual(['old']);
  });

  test('an apply that was cut off goes on', async () => {
    const cluster = new FakeTopicCluster();
    const hidden = { ...observedConfig('PASSWORD', null), override: null, sensitive: true };
    const plain = observedConfig('STRING', null, 'shown');
    for (const topic of [
      withConfig(observedTopic('a'), 'vendor.secret', hidden),
      withConfig(observedTopic('b'), 'vendor.flag', plain),
    ])
      cluster.topics.set(topic.name, topic);
    const result = await approved(cluster, 'old', shown);
    expect([result.status, result.moved, outcomes(result)]).toEqual(['applied', [], ['c done']]);
  });

  test('another value than the reviewed one is stale, and neither of them is told', async () => {
    const { status, moved } = await approved(new FakeTopicCluster(), 'new');
    expect(status).toBe('stale');
    expect(moved).toEqual([
      'create a: 3 partitions, replication factor 3, vendor.secret=(sensitive): the topic, a value that is not shown, or where its replicas go, is not the reviewed one',
    ]);
  });
});
