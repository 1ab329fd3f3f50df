import { calmKafka } from '../../../lab/calm-kafka.ts';
import type { LabDescription } from '../../../lab/lab-description.ts';

/** Where a rolling reboot records what it does. */
export const STATE_TOPIC = '_rolling-reboot';
/** Where a record is written to and read back from. */
export const VERIFY_TOPIC = 'through';

const topic = (name: string, spec: string): string =>
  `apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: ${name} }\nspec: ${spec}\n`;

/** What is wanted: one topic to create, one to change, one to move, and one to delete. */
export const documents = (goneId: string): string =>
  [
    topic('rights-new', '{ partitions: 1, replicationFactor: 2, ordering: none }'),
    topic(
      'rights-changed',
      '{ partitions: 2, replicationFactor: 3, ordering: none, config: { retention.ms: 1d } }',
    ),
    topic('rights-moved', '{ partitions: 1, replicationFactor: 3 }'),
    `apiVersion: kafka-fleet/v1\nkind: Tombstone\nmetadata: { name: rights-gone }\nspec: { reason: test, topicIds: { lab: ${goneId} } }\n`,
  ].join('---\n');

/** What was there before: the topic that is to go may be deleted. */
export const BASE = topic(
  'rights-gone',
  '{ partitions: 1, replicationFactor: 2, lifecycle: { deletion: allow } }',
);

/** What the plan is about, and one that no file declares: topics, a group that has read one of them, a state topic that is not empty. */
export async function makeTopics(lab: LabDescription): Promise<void> {
  const kafka = calmKafka(lab.bootstrapBrokers, 'test');
  const admin = kafka.admin();
  await admin.connect();
  const numPartitions = 1;
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      { topic: 'rights-changed', numPartitions, replicationFactor: 3 },
      { topic: 'rights-moved', numPartitions, replicationFactor: 2 },
      { topic: 'rights-gone', numPartitions, replicationFactor: 2 },
      { topic: 'rights-foreign', numPartitions, replicationFactor: 1 },
      { topic: VERIFY_TOPIC, numPartitions, replicationFactor: 3 },
      { topic: 'elsewhere', numPartitions, replicationFactor: 1 },
      ...((await admin.listTopics()).includes(STATE_TOPIC)
        ? []
        : [{ topic: STATE_TOPIC, numPartitions, replicationFactor: 3 }]),
    ],
  });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: STATE_TOPIC, messages: [{ value: '{}' }] });
  await producer.disconnect();
  await admin.setOffsets({
    groupId: 'reader',
    topic: 'rights-changed',
    partitions: [{ partition: 0, offset: '0' }],
  });
  await admin.disconnect();
}
