import { expect, test } from '@jest/globals';
import { files, isThere, sync, tombstone, topic, unused } from '../../../test/builders/buried-topic.ts';
import { observedTopic } from '../../../test/builders/observed-topic.ts';

test('a topic that comes back under the name after its deletion is no success', async () => {
  const cluster = unused();
  const execute = cluster.execute.bind(cluster);
  cluster.execute = async (step) => {
    const answer = await execute(step);
    const zombie = observedTopic('old', { id: 'ZzZzZzZzZzZzZzZzZzZzZz', replicas: [1] });
    cluster.topics.set(zombie.name, zombie);
    return answer;
  };
  expect(await sync(cluster)).toMatchObject({
    status: 'not-converged',
    because: expect.stringContaining('old was deleted and is there again'),
    outcomes: [{ kind: 'done' }],
  });
});

test('use that begins after the plan keeps the topic', async () => {
  const cluster = unused();
  cluster.beforeStep = () => {
    cluster.use.join('late', 'old');
  };
  const result = await sync(cluster, { now: files(topic('a'), tombstone('old')) });
  expect(result.outcomes).toMatchObject([
    { kind: 'done' },
    { kind: 'stale', because: 'the group late reads it now' },
  ]);
  expect(isThere(cluster)).toBe(true);
});

test('a topic that is made anew after the plan is kept', async () => {
  const cluster = unused();
  cluster.beforeStep = () => {
    const observed = observedTopic('old', { id: 'another' });
    cluster.topics.set(observed.name, observed);
  };
  const result = await sync(cluster, { now: files(topic('a'), tombstone('old')) });
  expect(result.outcomes[1]).toMatchObject({
    kind: 'stale',
    because: 'the topic was deleted and made again',
  });
});

test('a deletion whose answer is lost is done when the topic is gone', async () => {
  const cluster = unused();
  cluster.lostAnswers.add('old');
  expect(await sync(cluster)).toMatchObject({ status: 'applied' });
});

test('a topic with a Tombstone that cannot be seen makes the plan partial', async () => {
  const cluster = unused();
  cluster.unreadable.set('old', 'needs Describe on Topic:old');
  expect(await sync(cluster, { inputs: { command: 'plan' } })).toMatchObject({ status: 'partial' });
});

test('topics that are ignored are not deleted', async () => {
  const cluster = unused();
  expect(await sync(cluster, { inputs: { ignore: ['ol*'] } })).toMatchObject({ status: 'in-sync' });
  expect(isThere(cluster)).toBe(true);
});
