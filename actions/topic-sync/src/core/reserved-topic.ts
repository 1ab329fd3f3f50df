/** Topics that other programs keep their own state in, by the names that these programs give. */
const OWNERS: readonly (readonly [RegExp, string])[] = [
  [/^__/, 'Kafka itself'],
  [/^_schemas/, 'the schema registry'],
  [/^(.*[._-])?connect([._-].*)?[._-](configs?|offsets?|status(es)?)$/i, 'Kafka Connect'],
  [/-(changelog|repartition)$/, 'Kafka Streams'],
];

/** The program that a topic belongs to; undefined for all others. Such a topic is never deleted. */
export const ownerOf = (topic: string): string | undefined =>
  OWNERS.find(([pattern]) => pattern.test(topic))?.[1];

const OF_ONE_PARTITION: readonly (readonly [RegExp, string])[] = [
  [/^_schemas$/, 'The schema registry'],
  [/^(.*[._-])?connect([._-].*)?[._-]configs?$/i, 'Kafka Connect'],
];

/** The program that does not start when the topic, where it keeps its state, has more than one partition. */
export const needsOnePartition = (topic: string): string | undefined =>
  OF_ONE_PARTITION.find(([pattern]) => pattern.test(topic))?.[1];
