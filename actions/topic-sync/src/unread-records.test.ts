import { describe, expect, test } from '@jest/globals';
import { policy } from '../../../test/builders/policy-documents.ts';
import { observedTopic } from '../../../test/builders/observed-topic.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { Change } from './core/operation.ts';
import { run } from './run.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 1);

/** Two partitions with a record each hour: 20 and 10 of them, the newest of now. */
function written(): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  const topic = observedTopic('posts', { replicas: [3, 3] });
  cluster.topics.set(topic.name, topic);
  [20, 10].forEach((count, partition) => {
    const records = Array.from({ length: count }, (_, index) => NOW - (count - 1 - index) * HOUR);
    cluster.use.records.set(`posts-${String(partition)}`, records);
  });
  return cluster;
}

async function planOf(cluster: FakeTopicCluster, spec: string, more = ''): Promise<readonly Change[]> {
  const text = `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: posts }
spec: { replicationFactor: 3, ${spec} }
${more}`;
  const ports = fakeTopicPorts({ 'x.yaml': text }, cluster);
  const clock = { ...ports.clock, now: () => NOW + ports.clock.now() };
  const done = await run(topicSyncInputs(), { ...ports, clock });
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result.plan.changes;
}

/** The evidence for the risk of each change that the spec leads to. */
const evidence = async (cluster: FakeTopicCluster, spec: string): Promise<unknown[]> =>
  (await planOf(cluster, spec)).map(({ riskBecause }) => riskBecause);

const CUT = 'partitions: 2, config: { retention.ms: 5h }';

test('a shorter retention tells how many unread records each group may lose', async () => {
  const cluster = written();
  cluster.use.commit('behind', 'posts', [2, 0]);
  cluster.use.commit('ahead', 'posts', [20, 10]);
  // Of 20 and 10 records, those from offset 14 and 4 on are of the last five hours.
  expect(await evidence(cluster, CUT)).toEqual([
    expect.stringContaining('unread records that may go: behind at most 16, ahead at most 0'),
  ]);
});

test('without a committed offset it is unknown, not 0', async () => {
  const cluster = written();
  cluster.use.join('new', 'posts');
  cluster.use.commit('half', 'posts', [20]);
  expect(await evidence(cluster, CUT)).toEqual([
    expect.stringContaining(
      'new unknown (no committed offset on partition 0, 1), half unknown (no committed offset on partition 1)',
    ),
  ]);
});

test('what cannot be read is told as unknown', async () => {
  const silent = written();
  silent.use.unreadable.push('broker 2 did not answer');
  expect(await evidence(silent, CUT)).toEqual([
    expect.stringContaining('of other groups it is unknown: broker 2 did not answer'),
  ]);
  const leaderless = written();
  leaderless.use.unreadableTopics.set('posts', 'partition 0: it has no leader');
  expect(await evidence(leaderless, CUT)).toEqual([
    expect.stringContaining('how many unread records may go is unknown: partition 0: it has no leader'),
  ]);
});

test('where no time tells what goes, everything unread may', async () => {
  const cluster = written();
  cluster.use.commit('behind', 'posts', [2, 0]);
  const compacted = 'partitions: 2, config: { cleanup.policy: [compact, delete] }';
  expect(await evidence(cluster, compacted)).toEqual([expect.stringContaining('behind at most 28')]);
});

test('more partitions name the groups of the topic', async () => {
  const cluster = written();
  cluster.use.join('reader', 'posts');
  cluster.use.commit('other', 'else', [1]);
  expect(await evidence(cluster, 'partitions: 4, ordering: keyed')).toEqual([
    expect.stringContaining('its consumer groups: reader'),
  ]);
});

test('of other changes nothing is asked', async () => {
  const cluster = written();
  expect(await evidence(cluster, 'partitions: 2, config: { retention.ms: 30d }')).toEqual([null]);
  expect(cluster.asked.filter((request) => /^(groups|offsets)/.test(request))).toEqual([]);
});

describe('a policy that retention covers the lag', () => {
  const rule = `---\n${policy('retention-covers-lag: {}')}`;
  const blockOf = async (cluster: FakeTopicCluster): Promise<unknown> =>
    (await planOf(cluster, CUT, rule))[0]?.blocked?.because ?? null;

  test('lets a retention go down as far as all groups have read', async () => {
    const cluster = written();
    // The first of five hours is 14 in one partition and 4 in the other.
    cluster.use.commit('ahead', 'posts', [14, 4]);
    expect(await blockOf(cluster)).toBe('it needs a consent');
  });

  test('blocks where one record of a group may go, or that is not known', async () => {
    const behind = written();
    behind.use.commit('behind', 'posts', [13, 4]);
    expect(await blockOf(behind)).toContain('unread records of behind may go: at most 1 (policy retention');
    const silent = written();
    silent.use.commit('half', 'posts', [20]);
    expect(await blockOf(silent)).toContain('half may go: unknown (no committed offset on partition 1)');
    const unreadable = written();
    unreadable.use.unreadable.push('broker 2 did not answer');
    expect(await blockOf(unreadable)).toContain('not all groups can be seen: broker 2 did not answer');
  });
});
