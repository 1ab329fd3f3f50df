import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TopicSyncInputs } from '../../../actions/topic-sync/src/core/inputs.ts';
import { CONSENTS } from '../../../actions/topic-sync/src/core/operation.ts';
import type { Acl } from '../../../actions/topic-sync/src/core/permissions/acls.ts';
import type { Permissions } from '../../../actions/topic-sync/src/core/permissions/permissions.ts';
import { type Right, RIGHTS } from '../../../actions/topic-sync/src/core/permissions/rights.ts';
import type { Result } from '../../../actions/topic-sync/src/core/result.ts';
import { kafkaTopicCluster } from '../../../actions/topic-sync/src/kafka-topic-cluster.ts';
import type { Ports } from '../../../actions/topic-sync/src/ports.ts';
import { run } from '../../../actions/topic-sync/src/run.ts';
import { grantAcls, revokeAcls, takeBackAcls } from '../../../lab/grant-acls.ts';
import type { Lab } from '../../../lab/lab.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { readKafkaInputs } from '../../../lib/core/kafka-inputs.ts';
import { orThrow } from '../../../lib/core/problem.ts';
import { topicSyncInputs } from '../../builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../fakes/fake-topic-ports.ts';
import { eventually } from '../../lab/eventually.ts';
import { withKafka } from '../lab-kafka.ts';
import { securedBench } from './bench.ts';
import { grantOf, partFor } from './acl-parts.ts';
import { BASE, documents, makeTopics, VERIFY_TOPIC } from './rights-topics.ts';
import { recordRequests } from './recorded-requests.ts';

const MINUTES = 60_000;

let lab: Lab;
let files: Readonly<Record<string, string>>;
let clusterId: string;
const recorded = new Set<string>();

const inputs = (changes: Partial<TopicSyncInputs>): TopicSyncInputs =>
  topicSyncInputs({
    environment: 'lab',
    consents: new Set(CONSENTS),
    deletion: { baseRef: 'base', unusedForMs: 0 },
    verifyTopic: VERIFY_TOPIC,
    clusterId,
    ...changes,
  });

/** Everything is real but the files; the waits between two looks are short. */
function ports(): Ports {
  const settings = { clientId: 'rights', ...orThrow(readKafkaInputs(lab.secured?.limited ?? {})) };
  return {
    ...fakeTopicPorts(files, new FakeTopicCluster(), { base: { 'topics/base.yaml': BASE } }),
    clock: { now: () => Date.now(), sleep: (milliseconds) => sleep(Math.min(milliseconds, 200)) },
    openCluster: async () =>
      kafkaTopicCluster(recordRequests(await KafkaConnection.open(settings), recorded)),
  };
}

async function synced(command: 'plan' | 'apply' | 'drift'): Promise<Result> {
  const done = await run(inputs({ command }), ports());
  if (done.kind !== 'synced') throw new Error('nothing was planned');
  return done.result;
}

/** What a plan says but for the numbers: free space and offsets are others each time. */
const saying = ({ plan }: Result): string =>
  JSON.stringify([plan.changes, plan.unknown, plan.warnings], null, 1).replace(/\d+(\.\d+)?/g, 'N');

const planned = async (): Promise<string> => saying(await synced('plan'));

/** What a look whether records come through says; its numbers are others each time. */
const verified = (): Promise<string> =>
  run(inputs({ command: 'verify' }), ports()).then(
    (done) => done.kind,
    (failure: unknown) => String(failure),
  );

async function permissions(include: readonly string[] = ['*']): Promise<Permissions> {
  const done = await run(inputs({ command: 'permissions', kafka: null, include }), ports());
  if (done.kind !== 'permitted') throw new Error('no permissions were printed');
  return done.permissions;
}

/** Kafka takes these for granted where the others are granted; IAM does not. */
const IMPLIED_BY = new Map<string, readonly string[]>([
  ['Describe', ['Read', 'Write', 'Alter', 'Delete']],
  ['DescribeConfigs', ['AlterConfigs']],
]);

/** Takes each right of a role away alone, and gives it back. */
async function expectNeeded(role: Right['role'], acls: readonly Acl[]): Promise<void> {
  let taken = 0;
  for (const right of RIGHTS.filter((each) => each.role === role)) {
    const part = partFor(right, acls);
    const others = IMPLIED_BY.get(right.operation) ?? [];
    const isImplied = acls.some(
      (acl) =>
        part.some(({ resource, name }) => resource === acl.resource && name === acl.name) &&
        acl.operations.some((operation) => others.includes(operation)),
    );
    if (isImplied) continue;
    taken += 1;
    const seen = right.on === 'verify-topic' ? verified : planned;
    const full = await seen();
    const named = `${right.operation} on ${right.on}`;
    await takeBackAcls(lab, part);
    await eventually(`without ${named} less is said`, async () => (await seen()) !== full);
    await grantAcls(lab, part);
    await eventually(`with ${named} as before`, async () => (await seen()) === full);
  }
  expect(taken).toBeGreaterThan(5);
}

/** What `command: permissions` prints is enough, and none of it is too much. */
describe('the rights of topic-sync', () => {
  beforeAll(async () => {
    ({ lab } = securedBench());
    await revokeAcls(lab);
    await makeTopics(lab);
    await withKafka(lab, async (kafka) => {
      const found = await kafka.send(metadata, { topics: ['rights-gone'] }, 'any');
      clusterId = found.clusterId ?? '';
      files = { 'topics/rights.yaml': documents(found.topics[0]?.topicId ?? '') };
    });
  }, 2 * MINUTES);
  afterAll(() => revokeAcls(lab));

  test(
    'those of the plan role show everything, and let nothing be changed',
    async () => {
      const { plan } = await permissions();
      await grantAcls(lab, plan.acls.map(grantOf));
      await eventually('the ACLs are known', async () => (await synced('plan')).plan.unknown.length === 0);
      const { plan: seen } = await synced('plan');
      const kinds = seen.changes.map(({ operation: { kind } }) => kind).sort();
      expect(kinds).toEqual([
        'add-partitions',
        'change-replication-factor',
        'create-topic',
        'delete-topic',
        'set-config',
      ]);
      expect(seen.changes.map(({ notValidated }) => notValidated !== null)).toEqual(kinds.map(() => true));
      expect(await synced('apply')).toMatchObject({ status: 'refused' });
    },
    2 * MINUTES,
  );

  test(
    'a topic that the plan role may not describe is found by drift, and by nothing else',
    async () => {
      const foreign = { topic: 'rights-foreign', kind: 'unmanaged' };
      const found = (await synced('drift')).plan.others;
      expect(found).toContainEqual(expect.objectContaining(foreign));
      expect(found.map(({ topic }) => topic)).not.toContain('rights-moved');
      expect((await synced('plan')).plan.others).not.toContainEqual(expect.objectContaining(foreign));
    },
    2 * MINUTES,
  );

  test(
    'of those of the plan role none is too much: without any one of them a plan says less',
    async () => {
      await expectNeeded('plan', (await permissions()).plan.acls);
    },
    5 * MINUTES,
  );

  test(
    'of those of the apply role none is too much',
    async () => {
      const { apply } = await permissions();
      await grantAcls(lab, apply.acls.map(grantOf));
      await eventually('the ACLs are known', async () => !(await planned()).includes('"notValidated": "'));
      expect(await planned()).not.toMatch(/"blocked": \{/);
      expect(await verified()).toBe('verified');
      await expectNeeded('apply', apply.acls);
    },
    5 * MINUTES,
  );

  test(
    'those of the apply role make the whole plan, and the table has what was asked on the way',
    async () => {
      expect(await synced('apply')).toMatchObject({ status: 'applied' });
      const known = new Set(RIGHTS.flatMap(({ requests }) => requests));
      expect([...recorded].filter((name) => !known.has(name))).toEqual([]);
      const unused = RIGHTS.filter(({ requests }) => !requests.some((name) => recorded.has(name)));
      expect(unused).toEqual([]);
    },
    5 * MINUTES,
  );

  test(
    'those of a prefix show all topics that begin with it, and no other one',
    async () => {
      await revokeAcls(lab);
      const { plan } = await permissions(['rights-*']);
      const prefixed = plan.acls.filter(({ pattern }) => pattern === 'prefixed');
      expect(prefixed.map(({ resource, name }) => [resource, name])).toEqual([['topic', 'rights-']]);
      await grantAcls(lab, plan.acls.map(grantOf));
      await eventually('the ACLs are known', async () => (await synced('plan')).plan.unknown.length === 0);
      const { others, changes } = (await synced('plan')).plan;
      expect(changes).toEqual([]);
      expect(others.map(({ topic }) => topic)).toEqual(expect.arrayContaining(['rights-foreign']));
      expect(others.map(({ topic }) => topic)).not.toContain('elsewhere');
      const drifted = (await synced('drift')).plan.others;
      expect(drifted).toContainEqual(expect.objectContaining({ topic: 'elsewhere', kind: 'unmanaged' }));
      await takeBackAcls(lab, prefixed.map(grantOf));
      await eventually('nothing of them is seen', async () => (await synced('plan')).plan.unknown.length > 0);
    },
    5 * MINUTES,
  );
});
