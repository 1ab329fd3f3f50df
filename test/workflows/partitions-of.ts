import type { Lab } from '../../lab/lab.ts';
import { metadata } from '../../lib/adapters/kafka/metadata.ts';
import { withKafka } from '../e2e/lab-kafka.ts';

/** The topics of the cluster with how many partitions each has. */
export const partitionsOf = (lab: Lab): Promise<Record<string, number>> =>
  withKafka(lab, async (kafka) => {
    const { topics } = await kafka.send(metadata, { topics: null }, 'any');
    return Object.fromEntries(topics.map(({ name, partitions }) => [name, partitions.length]));
  });
