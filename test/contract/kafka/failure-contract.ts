import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { BrokerLinkFailed, BrokerUnreachable } from '../../../lib/adapters/kafka/connection-failures.ts';
import { alterPartitionReassignments } from '../../../lib/adapters/kafka/alter-partition-reassignments.ts';
import { createTopics } from '../../../lib/adapters/kafka/create-topics.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { describeQuorum } from '../../../lib/adapters/kafka/describe-quorum.ts';
import { electLeaders } from '../../../lib/adapters/kafka/elect-leaders.ts';
import { listPartitionReassignments } from '../../../lib/adapters/kafka/list-partition-reassignments.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { readAll } from '../../../lib/adapters/kafka/topic-log.ts';
import { eventually, found } from '../../lab/eventually.ts';
import { appendRecord } from './append-record.ts';
import { type ClusterUnderTest, leaderOf, settingsFor } from './cluster-under-test.ts';

/** https://kafka.apache.org/protocol#protocol_error_codes */
const NO_REASSIGNMENT_IN_PROGRESS = 85;

/** A broker forwards to a controller that hangs for 30 s, and then to the next one. */
const FORWARDED_MS = 60_000;

/** The broker that hangs, and later dies, and the others. */
interface Roles {
  readonly victim: number;
  readonly others: readonly number[];
}

export function failureContract(cluster: () => ClusterUnderTest): void {
  let roles: Roles | undefined;
  const given = async (): Promise<ClusterUnderTest & Roles> =>
    Object.assign(cluster(), (roles ??= await chooseRoles(cluster())));
  test(
    'a broker that hangs: it is told in time, the others answer, and later it does again',
    async () => outlivesAHang(await given()),
    240_000,
  );
  test(
    'a broker that is killed: nothing throws for the partition that it leaves without a leader',
    async () => outlivesADeath(await given()),
    60_000,
  );
  test(
    'with that broker dead: a new connection opens, and reads and writes go on',
    async () => goesOnWithoutIt(await given()),
    60_000,
  );
}

/** Not the active controller: the others go on forwarding to one that hangs, for 30 s. */
async function chooseRoles({ lab, connection }: ClusterUnderTest): Promise<Roles> {
  const { leaderId } = await connection.send(describeQuorum, {}, 'any');
  const ids = lab.nodes.map(({ nodeId }) => nodeId);
  const victim = ids.findLast((id) => id !== leaderId) ?? 0;
  return { victim, others: ids.filter((id) => id !== victim) };
}

async function outlivesAHang(cluster: ClusterUnderTest & Roles): Promise<void> {
  const { lab, connection, victim, others } = cluster;
  const topic = await cluster.topic({ assignments: [{ partition: 0, replicas: others }] });
  await connection.send(metadata, { topics: [] }, victim);
  await lab.signalNode(victim, 'SIGSTOP');
  try {
    const start = performance.now();
    await expect(connection.send(metadata, { topics: [] }, victim)).rejects.toThrow(BrokerUnreachable);
    expect(performance.now() - start).toBeLessThan(7_000);
    expect((await connection.send(metadata, { topics: null }, 'any')).topics).not.toEqual([]);
    await expectRunningReassignment(cluster, topic);
  } finally {
    await lab.signalNode(victim, 'SIGCONT');
  }
  await cluster.until('any', topic, ({ brokers }) => brokers.some(({ id }) => id === victim));
  const seen = await connection.send(metadata, { topics: [] }, victim);
  expect(seen.clusterId).not.toBeNull();
}

async function outlivesADeath(cluster: ClusterUnderTest & Roles): Promise<void> {
  const { lab, connection, victim, others } = cluster;
  const alone = await cluster.topic({ assignments: [{ partition: 0, replicas: [victim] }] });
  const log = await cluster.topic({
    assignments: [{ partition: 0, replicas: [victim, ...others] }],
    configs: [{ name: 'min.insync.replicas', value: '2' }],
  });
  await appendRecord(connection, { topic: log, key: 'k', value: 'before' });
  await lab.signalNode(victim, 'SIGKILL');
  await appendRecord(connection, { topic: log, key: 'k', value: 'after' });
  expect([...new Set((await readAll(connection, log)).map(({ value }) => value))]).toEqual([
    'before',
    'after',
  ]);
  const seen = await cluster.until('any', alone, (answer) => leaderOf(answer) === -1);
  expect(seen.topics).toMatchObject([{ name: alone, partitions: [{ leader: -1, replicas: [victim] }] }]);
  const all = await connection.send(metadata, { topics: null }, 'any');
  expect(all.topics.find(({ name }) => name === alone)?.partitions[0]?.errorCode).toBe(5);
  await expect(connection.send(metadata, { topics: [] }, victim)).rejects.toThrow(BrokerUnreachable);
}

async function goesOnWithoutIt(cluster: ClusterUnderTest & Roles): Promise<void> {
  const { lab, others } = cluster;
  await using connection = await KafkaConnection.open(settingsFor([...lab.bootstrapBrokers].reverse()));
  const ids = (await connection.brokers()).map(({ id }) => id);
  expect(ids.sort()).toEqual(others);
  const topic = {
    name: 'while-down',
    partitions: 1,
    replicationFactor: -1,
    assignments: [{ partition: 0, replicas: others }],
    configs: [],
  };
  const request = { topics: [topic], validateOnly: false, timeoutMs: 10_000 };
  const created = await connection.send(createTopics, request, 'controller');
  expect(created.results).toMatchObject([{ name: 'while-down', errorCode: 0 }]);
  await appendRecord(connection, { topic: 'while-down', key: 'k', value: 'v' });
  expect(await readAll(connection, 'while-down')).toMatchObject([{ key: 'k', value: 'v' }]);
  const resources = [{ type: 'topic', name: 'while-down', keys: ['retention.ms'] }] as const;
  const { results } = await connection.send(describeConfigs, { resources }, 'any');
  expect(results).toMatchObject([{ errorCode: 0, configs: [{ name: 'retention.ms', type: 'LONG' }] }]);
  const elected = await connection.send(electLeaders, { topics: null, timeoutMs: 5_000 }, 'controller');
  expect(elected.errorCode).toBe(0);
}

/**
 * On a busy machine the quorum may elect the victim between the choice of it and its hang. The others forward to it for
 * 30 s then, so that a request that may be repeated is, until the next leader answers.
 */
async function onceAnswered<T>(send: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await send();
    } catch (failure) {
      if (!(failure instanceof BrokerLinkFailed) || Date.now() > deadline) throw failure;
      await sleep(50);
    }
  }
}

/** A replica that is added on a broker that hangs never catches up. */
async function expectRunningReassignment(
  { connection, victim, others }: ClusterUnderTest & Roles,
  topic: string,
): Promise<void> {
  const done = { errorCode: 0, errorMessage: null };
  const accepted = { ...done, results: [{ topic, partition: 0, ...done }] };
  const send = (replicas: readonly number[] | null) => {
    const request = { partitions: [{ topic, partition: 0, replicas }], timeoutMs: 10_000 };
    return connection.send(alterPartitionReassignments, request, 'controller');
  };
  expect(await onceAnswered(() => send([...others, victim]))).toEqual(accepted);
  const list = () => onceAnswered(() => connection.send(listPartitionReassignments, {}, 'controller'));
  const running = { topic, partition: 0, replicas: [...others, victim], adding: [victim], removing: [] };
  // Whenever the quorum elects a leader, the new one may not list it at once: what was listed is what is looked at.
  const listed = await found('a reassignment is listed', async () => {
    const answer = await list();
    return answer.reassignments.length > 0 ? answer : undefined;
  });
  expect(listed).toEqual({ errorCode: 0, errorMessage: null, reassignments: [running] });
  const gone = async () => {
    // Asked once more, it may have been done by the answer that did not come. And a broker may hand on the request to add
    // that nobody waits for any more, only after it was cancelled.
    const cancelled = await onceAnswered(() => send(null));
    expect([0, NO_REASSIGNMENT_IN_PROGRESS]).toContain(cancelled.results[0]?.errorCode);
    return (await list()).reassignments.length === 0;
  };
  await eventually('no reassignment is listed', gone, FORWARDED_MS);
}
