import { expect, test } from '@jest/globals';
import { apply, document, files, sync } from '../../../test/builders/synced-documents.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { isFailure } from './core/result.ts';

const keeping = (name: string, retention: string): string =>
  document(name, `, config: { retention.ms: ${retention} }`);

test('a plan that no apply would begin fails, and a look for drift does not', async () => {
  const cluster = new FakeTopicCluster();
  await sync(cluster, files(keeping('a', '7d')), apply);
  const shorter = files(keeping('a', '1h'), keeping('b', '7d'));
  const refused = await sync(cluster, shorter);
  expect(refused).toMatchObject({
    status: 'refused',
    because: '2 changes to make, 1 of them blocked: an apply would make none',
  });
  expect(isFailure(refused.status)).toBe(true);
  expect(await sync(cluster, shorter, apply)).toMatchObject({ status: 'refused', outcomes: [] });
  expect(await sync(cluster, shorter, { command: 'drift' })).toMatchObject({ status: 'changes-pending' });
  const consents = new Set(['shrink-retention'] as const);
  expect(await sync(cluster, shorter, { consents })).toMatchObject({ status: 'changes-pending' });
});
