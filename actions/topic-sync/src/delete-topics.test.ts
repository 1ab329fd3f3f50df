import { describe, expect, test } from '@jest/globals';
import {
  blocks,
  DAY,
  files,
  type Given,
  ID,
  isThere,
  NOW,
  sync,
  tombstone,
  topic,
  unused,
} from '../../../test/builders/buried-topic.ts';
import { observedConfig, withConfig } from '../../../test/builders/observed-topic.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';

test('a topic with a Tombstone that nobody uses is deleted, and the next run has nothing to do', async () => {
  const cluster = unused();
  expect(await sync(cluster)).toMatchObject({
    status: 'applied',
    plan: { changes: [{ operation: { kind: 'delete-topic', topicId: ID }, risk: 'irreversible' }] },
  });
  expect(isThere(cluster)).toBe(false);
  expect(await sync(cluster)).toMatchObject({ status: 'in-sync' });
});

/** All records of the topic were deleted by its retention, in milliseconds. */
function emptied(cluster: FakeTopicCluster, retention: string): void {
  for (const [name, found] of cluster.topics) {
    cluster.topics.set(name, withConfig(found, 'retention.ms', observedConfig('LONG', retention)));
    cluster.use.records.clear();
    cluster.use.expired.set(`${name}-0`, 1_000);
  }
}

test('a topic whose records are all older than delete-guard, and gone, is deleted', async () => {
  const cluster = unused();
  emptied(cluster, String(30 * DAY));
  expect(await sync(cluster)).toMatchObject({ status: 'applied' });
  expect(isThere(cluster)).toBe(false);
});

test('deletions are made last', async () => {
  const cluster = unused();
  const now = files(topic('a'), tombstone('old'), topic('z'));
  expect(await sync(cluster, { now })).toMatchObject({ status: 'applied' });
  expect(cluster.asked.filter((request) => request.includes('-topic '))).toEqual([
    'create-topic a',
    'create-topic z',
    'delete-topic old',
  ]);
});

test('a base that is the change itself lifts no protection', async () => {
  const cluster = unused();
  const result = await sync(cluster, { ancestry: 'same' });
  expect(result.status).toBe('refused');
  expect(blocks(result)).toEqual([
    'whether the base allows it is not known: base-ref base is the commit that is checked out, not one before',
  ]);
  expect(isThere(cluster)).toBe(true);
});

test('a base that does not come before the change makes it stale', async () => {
  const cluster = unused();
  expect(await sync(cluster, { ancestry: 'not-earlier' })).toMatchObject({ status: 'stale' });
  expect(isThere(cluster)).toBe(true);
});

describe('is kept, and nothing is changed, when', () => {
  const cases: Record<string, readonly [Given & { use?: (cluster: FakeTopicCluster) => void }, string]> = {
    'the consent is missing': [{ inputs: { consents: new Set() } }, 'it needs a consent'],
    'the base protects it': [{ base: files(topic('old', 'protect')) }, 'the topic is protected on the base'],
    'the base does not know it': [{ base: files(topic('a')) }, 'the base does not declare the topic'],
    'no base was given': [
      { inputs: { deletion: { baseRef: '', unusedForMs: 0 } } },
      'whether the base allows it is not known: base-ref is not given',
    ],
    'the base cannot be read': [
      { inputs: { deletion: { baseRef: 'gone', unusedForMs: 0 } } },
      'whether the base allows it is not known: The repository has no commit gone here',
    ],
    'the base has mistakes': [{ base: files('kind: Topc\n') }, 'whether the base allows it is not known'],
    'a member of a group reads it': [
      {
        use: ({ use }) => {
          use.join('billing', 'old');
        },
      },
      'the group billing reads it now',
    ],
    'a group has a committed offset on it': [
      {
        use: ({ use }) => {
          use.commit('billing', 'old', [0]);
        },
      },
      'the group billing has a committed offset on it',
    ],
    'groups cannot be read': [
      {
        use: ({ use }) => {
          use.unreadable.push('broker 2 did not answer');
        },
      },
      'whether a group uses it cannot be told: broker 2 did not answer',
    ],
    'it has a young record': [
      {
        use: ({ use }) => {
          use.records.set('old-0', [NOW - 100 * DAY, NOW - 6 * DAY, NOW - 50 * DAY]);
        },
      },
      'its newest record is of 2025-12-26T00:00:00.000Z, which is younger than delete-guard',
    ],
    'all its records are gone, and may have been young': [
      {
        use: (cluster) => {
          emptied(cluster, '3600000');
        },
      },
      'partition 0 had records, and its cleanup may delete them sooner than delete-guard ends',
    ],
    'its records cannot be read': [
      {
        use: ({ use }) => {
          use.unreadableTopics.set('old', 'partition 0: it has no leader');
        },
      },
      'the age of its newest record cannot be told: partition 0: it has no leader',
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [{ use = () => undefined, ...given }, because]) => {
    const cluster = unused();
    use(cluster);
    const result = await sync(cluster, given);
    expect(result.status).toBe('refused');
    expect(blocks(result)).toEqual([expect.stringContaining(because)]);
    expect(isThere(cluster)).toBe(true);
  });

  test.each(['_schemas', 'connect-offsets', 'my-connect-configs', 'app-counts-changelog'])(
    'it is %s, which belongs to another program',
    async (name) => {
      const cluster = unused(name);
      const now = files(topic(name), tombstone(name));
      const result = await sync(cluster, { now, base: files(topic(name)) });
      expect(blocks(result)).toEqual([expect.stringContaining('such topics are never deleted')]);
      expect(isThere(cluster, name)).toBe(true);
    },
  );
});

test('a topic that was made anew under the name is not the one of the Tombstone', async () => {
  const cluster = unused();
  const now = files(tombstone('old', 'dev: ZzZzZzZzZzZzZzZzZzZzZz'));
  const result = await sync(cluster, { now });
  expect(result).toMatchObject({ status: 'in-sync', plan: { others: [{ kind: 'tombstoned' }] } });
  expect(result.warnings).toMatchObject([{ what: expect.stringContaining('is kept') }]);
  expect(isThere(cluster)).toBe(true);
});

test('an environment that the Tombstone does not list keeps the topic', async () => {
  const cluster = unused();
  const now = files(topic('old'), tombstone('old', `prod: ${ID}`));
  expect(await sync(cluster, { now })).toMatchObject({ status: 'in-sync' });
  expect(isThere(cluster)).toBe(true);
});
