import { expect, test } from '@jest/globals';
import { apply, document, files, outcomes, sync } from '../../../test/builders/synced-documents.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
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
