import { calmKafka } from '../../../lab/calm-kafka.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { listGroups } from '../../../lib/adapters/kafka/list-groups.ts';
import { consumerGroupHeartbeat } from './consumer-group-heartbeat.ts';
import { CLASSIC_GROUP, CONSUMER_GROUP } from './exchanges.ts';

export interface ActiveGroups extends AsyncDisposable {
  /** The broker that coordinates both. */
  readonly coordinator: number;
}

/** A group of each protocol with a member that reads `orders`, and a committed offset of the classic one. */
export async function activeGroups(
  brokers: readonly string[],
  connection: KafkaConnection,
): Promise<ActiveGroups> {
  const kafka = calmKafka(brokers, 'groups');
  const admin = kafka.admin();
  await admin.connect();
  const partitions = [{ partition: 0, offset: '7' }];
  await admin.setOffsets({ groupId: CLASSIC_GROUP, topic: 'orders', partitions });
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: CLASSIC_GROUP });
  await consumer.connect();
  await consumer.subscribe({ topic: 'orders' });
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      resolve();
    });
  });
  await consumer.run({ eachBatch: () => Promise.resolve() });
  await joined;
  const coordinator = await coordinatorOf(CLASSIC_GROUP, connection);
  await joinConsumerGroup(connection, coordinator);
  return { coordinator, [Symbol.asyncDispose]: () => consumer.disconnect() };
}

async function coordinatorOf(group: string, connection: KafkaConnection): Promise<number> {
  for (const { id } of await connection.brokers()) {
    const { groups } = await connection.send(listGroups, {}, id);
    if (groups.some((each) => each.group === group)) return id;
  }
  throw new Error(`no broker lists the group ${group}`);
}

/** Kafka 3.9 has the new protocol switched off. */
async function joinConsumerGroup(connection: KafkaConnection, coordinator: number): Promise<void> {
  const request = { group: CONSUMER_GROUP, topic: 'orders' };
  const { errorCode } = await connection.send(consumerGroupHeartbeat, request, coordinator);
  const error = errorName(errorCode);
  if (error !== 'NONE' && error !== 'UNSUPPORTED_VERSION') throw new Error(`cannot join: ${error}`);
}
