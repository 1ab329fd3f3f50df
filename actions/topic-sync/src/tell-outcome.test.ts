import { expect, test } from '@jest/globals';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeThreads } from '../../../test/fakes/fake-threads.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { commentMarker } from './core/marker.ts';
import { topicSync } from './topic-sync.ts';

const document = (name: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 3, replicationFactor: 3 }
`;
const GIVEN = {
  ...{ command: 'apply', environment: 'prod', 'github-token': 'ghs' },
  ...{ 'bootstrap-brokers': 'b:9092', 'cluster-id': 'fake-cluster' },
};
const event = { name: 'push', headSha: 'c0ffee', runUrl: 'https://run', pullRequest: null };

async function applied(cluster: FakeTopicCluster, merged = 'c0ffee'): Promise<FakeThreads['comments']> {
  const threads = new FakeThreads();
  threads.merged.set(merged, 7);
  const files = { 'topics/x.yaml': [document('posts'), document('other')].join('---\n') };
  const ports = fakeTopicPorts(files, cluster);
  await topicSync(new FakeRunner(GIVEN), { ...ports, github: { event, open: () => threads } });
  return threads.comments;
}

test('the comment of the merged pull request says what became of each change, what failed first', async () => {
  const cluster = new FakeTopicCluster();
  cluster.beforeStep = ({ topic }) => {
    if (topic === 'posts') cluster.answers.set('posts', { kind: 'refused', message: 'POLICY_VIOLATION: no' });
  };
  const [comment, ...more] = await applied(cluster);
  expect(more).toEqual([]);
  expect(comment).toMatchObject({ on: 7, marker: commentMarker('prod') });
  const rows = comment?.body.split('\n').filter((line) => line.includes('create ')) ?? [];
  expect(rows[0]).toContain('create posts');
  expect(rows[0]).toContain('failed: POLICY\\_VIOLATION: no');
  expect(rows[1]).toMatch(/create other.*\| done \|$/);
});

test('that was not made it says why', async () => {
  const cluster = new FakeTopicCluster();
  cluster.answers.set('posts', { kind: 'refused', message: 'no' });
  const [comment] = await applied(cluster);
  expect(comment?.body).toContain('topic-sync apply: refused');
  expect(comment?.body).toContain('the brokers refuse it: no');
});

test('of a commit that no pull request was merged as there is no comment', async () => {
  expect(await applied(new FakeTopicCluster(), 'another')).toEqual([]);
});
