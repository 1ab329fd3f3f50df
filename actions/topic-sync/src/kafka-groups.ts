import { isAuthorized } from '../../../lib/adapters/kafka/authorized-operations.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeCluster } from '../../../lib/adapters/kafka/describe-cluster.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { listGroups, type ListedGroup } from '../../../lib/adapters/kafka/list-groups.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { GroupsView } from './core/topic-use.ts';
import { describeUse } from './kafka-group-use.ts';

const NOTHING: GroupsView = { groups: [], unreadable: [] };
const OFFSETS_TOPIC = '__consumer_offsets';

/**
 * All groups, each asked at the broker that coordinates it, which is the one that lists it. Whatever could hide a group
 * (a broker that is silent, a partition of the groups' topic without a leader, a right that we lack) is told.
 */
export async function readGroups(connection: KafkaConnection): Promise<GroupsView> {
  const { operations } = await connection.send(describeCluster, { withOperations: true }, 'any');
  const { brokers, topics } = await connection.send(metadata, { topics: [OFFSETS_TOPIC] }, 'any');
  const [kept] = topics;
  const state = kept === undefined ? 'no broker answered' : errorName(kept.errorCode);
  // Groups are made with their topic: without it there is none.
  if (state === 'UNKNOWN_TOPIC_OR_PARTITION') return NOTHING;
  const leaderless = (kept?.partitions ?? []).filter(({ leader }) => leader < 0);
  const views = await Promise.all(brokers.map(({ id }) => readBroker(connection, id)));
  return {
    groups: views.flatMap(({ groups }) => groups),
    unreadable: [
      // Without it a broker lists some of its groups, and does not say that there are more.
      ...(isAuthorized(operations, 'Describe') ? [] : ['needs Describe on Cluster:kafka-cluster']),
      ...(state === 'NONE' ? [] : [`${OFFSETS_TOPIC}: ${state}`]),
      ...leaderless.map(
        ({ partition }) => `partition ${String(partition)} of ${OFFSETS_TOPIC} has no leader`,
      ),
      ...views.flatMap(({ unreadable }) => unreadable),
    ],
  };
}

async function readBroker(connection: KafkaConnection, broker: number): Promise<GroupsView> {
  try {
    const { errorCode, groups } = await connection.send(listGroups, {}, broker);
    if (errorCode !== 0) return unreadable(`broker ${String(broker)}: ${errorName(errorCode)}`);
    return await describeUse(connection, broker, groups.filter(isThere));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return unreadable(failure.message);
  }
}

const unreadable = (because: string): GroupsView => ({ groups: [], unreadable: [because] });

const isThere = ({ state }: ListedGroup): boolean => state !== 'Dead';
