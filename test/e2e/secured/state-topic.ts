import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { kafkaObserver } from '../../../actions/rolling-reboot/src/kafka-observer.ts';
import type { LedgerRecord } from '../../../actions/rolling-reboot/src/core/ledger.ts';
import type { Ledger } from '../../../actions/rolling-reboot/src/ports.ts';
import { stateTopic } from '../../../actions/rolling-reboot/src/state-topic.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { createTopics } from '../../../lib/adapters/kafka/create-topics.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { orThrow } from '../../../lib/core/problem.ts';
import { readKafkaInputs } from '../../../lib/core/kafka-inputs.ts';
import { grantAcls, revokeAcls } from '../../../lab/grant-acls.ts';
import type { Lab } from '../../../lab/lab.ts';
import type { SecuredAccess } from '../../../lab/secured-access.ts';
import { eventually } from '../../lab/eventually.ts';
import { securedBench } from './bench.ts';

const RECORD: LedgerRecord = {
  state: 'cycle-opened',
  cycle: 'cycle-1',
  at: 1,
  run: 'run-1',
  nodes: [],
  selection: 'all nodes',
};

let lab: Lab;
let connection: KafkaConnection;

const open = (way: keyof SecuredAccess): Promise<KafkaConnection> =>
  KafkaConnection.open({ clientId: 'test', ...orThrow(readKafkaInputs(lab.secured?.[way] ?? {})) });

const ledger = (topic: string): Ledger =>
  stateTopic(() => Promise.resolve(connection), topic, { warning: () => undefined });

let topics = 0;
let topic = '';

async function create(name: string, configs: Readonly<Record<string, string>>): Promise<void> {
  const given = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  const wanted = { name, partitions: 1, replicationFactor: 3, assignments: [], configs: given };
  const request = { topics: [wanted], validateOnly: false, timeoutMs: 10_000 };
  const { results } = await connection.send(createTopics, request, 'controller');
  expect(results).toMatchObject([{ errorCode: 0 }]);
  await eventually(`topic ${name}`, async () => {
    const { topics: seen } = await connection.send(metadata, { topics: [name] }, 'any');
    return seen[0]?.errorCode === 0 && (seen[0].partitions[0]?.leader ?? -1) >= 0;
  });
}

/** The topic that a cycle is recorded in, on brokers with ACLs. */
describe('the state topic', () => {
  beforeAll(async () => {
    lab = securedBench().lab;
    connection = await open('scram');
  });

  afterAll(() => connection[Symbol.asyncDispose]());

  beforeEach(() => {
    topics += 1;
    topic = `state-${String(topics)}`;
  });

  test('is created with what it needs to be kept for ever', async () => {
    const own = ledger(topic);
    await own.fence();
    expect(await own.read()).toEqual([]);
    await own.prepare();
    await own.append(RECORD);
    expect(await own.read()).toEqual([RECORD]);
    const request = { resources: [{ type: 'topic' as const, name: topic, keys: null }] };
    const { results } = await connection.send(describeConfigs, request, 'any');
    const settings = Object.fromEntries((results[0]?.configs ?? []).map(({ name, value }) => [name, value]));
    expect(settings).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'min.insync.replicas': '2',
    });
  }, 60_000);

  test('a fence does not create it, and makes the run before it fail for good', async () => {
    const older = ledger(topic);
    await older.prepare();
    await older.append(RECORD);
    const newer = ledger(topic);
    await newer.fence();
    await expect(older.append(RECORD)).rejects.toThrow('another run has taken over');
    await newer.prepare();
    await newer.append({ ...RECORD, run: 'run-2' });
    expect((await newer.read()).map(({ run }) => run)).toEqual(['run-1', 'run-2']);
    const absent = `${topic}-absent`;
    await ledger(absent).fence();
    const { topics: seen } = await connection.send(metadata, { topics: [absent] }, 'any');
    expect(seen[0]?.partitions).toEqual([]);
  }, 60_000);

  test.each([
    [{ 'cleanup.policy': 'compact' }, 'cleanup.policy=compact'],
    [{ 'retention.ms': '604800000' }, 'retention.ms=604800000'],
  ])(
    'one that would lose records is refused, with the command that mends it: %j',
    async (configs, named) => {
      await create(topic, {
        'cleanup.policy': 'delete',
        'retention.ms': '-1',
        'retention.bytes': '-1',
        ...configs,
      });
      const preparing = ledger(topic).prepare();
      await expect(preparing).rejects.toThrow(named);
      await expect(preparing).rejects.toThrow(
        `kafka-configs.sh --alter --entity-type topics --entity-name ${topic}`,
      );
    },
    60_000,
  );

  test('topics of the last cycle: hidden where the principal may not see them, not when they were deleted', async () => {
    await create(topic, {});
    await using limited = await open('limited');
    const observer = kafkaObserver(() => Promise.resolve(limited));
    expect(await observer.hiddenTopics([topic, 'gone'])).toEqual(expect.arrayContaining([topic, 'gone']));
    await grantAcls(lab, [{ resource: 'topic', name: '*', operations: ['DESCRIBE'] }]);
    await eventually('the grant', async () => (await observer.hiddenTopics([topic])).length === 0);
    expect(await observer.hiddenTopics([topic, 'gone'])).toEqual([]);
    await revokeAcls(lab);
  }, 60_000);
});
