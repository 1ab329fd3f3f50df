import { expect, test } from '@jest/globals';
import { apply, document, files, sync } from '../../../test/builders/synced-documents.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { isFailure, type Result } from './core/result.ts';

const HIDDEN = 'hidden';
const CONSENTS = new Set(['unseen'] as const);

const DOCUMENTS = files(document('a'), document(HIDDEN), document('z'));

function clusterThatHides(): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  cluster.unreadable.set(HIDDEN, 'needs DescribeConfigs on Topic:hidden');
  return cluster;
}

const touched = ({ outcomes }: Result): string[] => outcomes.map(({ change }) => change.operation.topic);

test('one topic that cannot be seen is told, the others are planned, and nothing is applied', async () => {
  const cluster = clusterThatHides();
  const plan = await sync(cluster, DOCUMENTS);
  expect(plan).toMatchObject({ status: 'partial', plan: { unknown: [{ topic: HIDDEN }] } });
  expect(plan.plan.changes.map(({ operation }) => operation.topic)).toEqual(['a', 'z']);
  expect(isFailure(plan.status)).toBe(true);
  expect(await sync(cluster, DOCUMENTS, apply)).toMatchObject({
    status: 'refused',
    because: '1 topic not seen: nothing was changed',
  });
  expect(cluster.topics.size).toBe(0);
});

test('where that is allowed the others are changed, that one never, and it is told each time', async () => {
  const cluster = clusterThatHides();
  const plan = await sync(cluster, DOCUMENTS, { consents: CONSENTS });
  expect(plan).toMatchObject({
    status: 'changes-pending',
    because: '2 changes to make, but 1 topic could not be seen',
  });
  const applied = await sync(cluster, DOCUMENTS, { ...apply, consents: CONSENTS });
  expect(applied).toMatchObject({
    status: 'applied',
    because: '2 changes made, nothing left to do, but 1 topic could not be seen',
  });
  expect(touched(applied)).toEqual(['a', 'z']);
  expect([...cluster.topics.keys()]).toEqual(['a', 'z']);
  const again = await sync(cluster, DOCUMENTS, { ...apply, consents: CONSENTS });
  expect(again).toMatchObject({
    status: 'in-sync',
    because: 'there was nothing to do, but 1 topic could not be seen',
  });
});

test('a topic that was seen before it was changed has to be seen afterwards', async () => {
  const cluster = clusterThatHides();
  cluster.beforeStep = () => {
    cluster.unreadable.set('z', 'the brokers do not agree about it yet');
  };
  const result = await sync(cluster, DOCUMENTS, { ...apply, consents: CONSENTS });
  expect(result).toMatchObject({ status: 'not-converged', left: { unknown: [{}, { topic: 'z' }] } });
  expect(touched(result)).toEqual(['a', 'z']);
});
