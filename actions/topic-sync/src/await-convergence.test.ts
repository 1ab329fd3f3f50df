import { expect, test } from '@jest/globals';
import { apply, document, files, outcomes, sync } from '../../../test/builders/synced-documents.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { run } from './run.ts';

test('waits for brokers that lag, and says so when they never show it', async () => {
  const cluster = new FakeTopicCluster();
  cluster.lag = 3;
  expect(await sync(cluster, files(document('a')), apply)).toMatchObject({ status: 'applied' });
  cluster.lag = 1_000_000;
  const result = await sync(cluster, files(document('a'), document('b')), apply);
  expect(result).toMatchObject({
    status: 'not-converged',
    left: { changes: [{ operation: { topic: 'b' } }] },
  });
});

test('waits for brokers that show one change after another, however long all of them take', async () => {
  const cluster = new FakeTopicCluster();
  const looksInAMinute = 120;
  cluster.looksATopic = looksInAMinute - 1;
  const result = await sync(cluster, files(document('a'), document('b'), document('c')), apply);
  expect(result).toMatchObject({ status: 'applied', outcomes: [{}, {}, {}] });
});

test('asks again only for what did not show yet', async () => {
  const cluster = new FakeTopicCluster();
  cluster.looksATopic = 2;
  const asked: string[][] = [];
  const observe = cluster.observeEverywhere.bind(cluster);
  cluster.observeEverywhere = (names) => {
    asked.push([...names]);
    return observe(names);
  };
  const result = await sync(cluster, files(document('a'), document('b'), document('c')), apply);
  expect(result).toMatchObject({ status: 'applied' });
  expect(asked.map((names) => names.join(' '))).toEqual(expect.arrayContaining(['a b c', 'b c', 'c']));
  expect(asked.map((names) => names.length)).toEqual(
    asked.map((names) => names.length).toSorted((a, b) => b - a),
  );
});

test('a cluster that is gone after the changes leaves their outcomes in the report', async () => {
  const cluster = new FakeTopicCluster();
  cluster.silent = true;
  const result = await sync(cluster, files(document('a')), apply);
  expect(result).toMatchObject({ status: 'not-converged', left: { unknown: [{ topic: 'a' }] } });
  expect(outcomes(result)).toEqual(['a done']);
});

test('a job that is cancelled waits no longer, and what it made is in the report', async () => {
  const cluster = new FakeTopicCluster();
  cluster.lag = 1_000_000;
  const ports = fakeTopicPorts(files(document('a')), cluster);
  const done = await run(topicSyncInputs(apply), {
    ...ports,
    watchCancellation: () => ({ ...ports.watchCancellation(), isCancelled: () => cluster.topics.size > 0 }),
  });
  expect(done).toMatchObject({ result: { status: 'not-converged', outcomes: [{ kind: 'done' }] } });
  expect(cluster.asked.filter((request) => request === 'observeEverywhere')).toHaveLength(1);
});
