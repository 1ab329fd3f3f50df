import { describe, expect, test } from '@jest/globals';
import { COUNTS, topic } from '../../../test/builders/policy-documents.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { Result } from './core/result.ts';
import { run } from './run.ts';

async function sync(cluster: FakeTopicCluster, inputs: Partial<TopicSyncInputs>): Promise<Result> {
  const ports = fakeTopicPorts({ 'topics/x.yaml': topic(COUNTS) }, cluster);
  const done = await run(topicSyncInputs({ clusterId: cluster.id, ...inputs }), ports);
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

/** A cluster that lets this principal read, and nothing else. */
function readOnly(): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  cluster.answers.set('posts', { kind: 'unauthorised', needs: 'Create on Topic:posts' });
  return cluster;
}

const refused = (): FakeTopicCluster => {
  const cluster = new FakeTopicCluster();
  cluster.answers.set('posts', { kind: 'refused', message: 'POLICY_VIOLATION: no' });
  return cluster;
};

describe.each(['plan', 'drift'] as const)('a %s by a principal that may only read', (command) => {
  test('names the right that a check would take, where validate is auto', async () => {
    const result = await sync(readOnly(), { command, validation: 'auto' });
    expect(result).toMatchObject({
      status: 'changes-pending',
      plan: { changes: [{ blocked: null, notValidated: 'needs Create on Topic:posts' }] },
    });
  });

  test('fails where validate is required', async () => {
    const result = await sync(readOnly(), { command, validation: 'required' });
    expect(result).toMatchObject({
      status: 'refused',
      because: '1 change could not be validated',
      plan: {
        changes: [{ blocked: { fix: 'Allow it to this principal: Create on Topic:posts.' } }],
      },
    });
  });

  test('asks nothing where validate is off, and says so', async () => {
    const cluster = readOnly();
    const result = await sync(cluster, { command, validation: 'off' });
    expect(result).toMatchObject({
      status: 'changes-pending',
      plan: { changes: [{ blocked: null, notValidated: 'the brokers were not asked' }] },
    });
    expect(cluster.asked.filter((request) => request.startsWith('validate'))).toEqual([]);
  });
});

test('required is content with what the brokers could check', async () => {
  const result = await sync(new FakeTopicCluster(), { validation: 'required' });
  expect(result.status).toBe('changes-pending');
});

test.each(['auto', 'required', 'off'] as const)(
  'an apply validates all before its first change, where validate is %s',
  async (validation) => {
    for (const cluster of [readOnly(), refused()]) {
      expect(await sync(cluster, { command: 'apply', validation })).toMatchObject({ status: 'refused' });
      const asked = ['open', 'clusterId', 'observe', 'list', 'defaults', 'validate 1', 'close'];
      expect(cluster.asked).toEqual(asked);
    }
  },
);
