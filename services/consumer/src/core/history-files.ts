/** A topic's partition. */
export interface Partition {
  readonly topic: string;
  readonly partition: number;
}

export const describePartition = ({ topic, partition }: Partition): string => `${topic}-${String(partition)}`;

/** Each owner writes a file of its own; who has the highest epoch is the owner. Kafka allows no `/` in a topic. */
export const historyFile = (of: Partition, epoch: number): string =>
  `${describePartition(of)}.epoch-${String(epoch)}.jsonl`;

/** The epochs of a partition among the names of a folder, the highest first. */
export function epochsIn(names: readonly string[], of: Partition): number[] {
  const prefix = `${describePartition(of)}.epoch-`;
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => /^(\d{1,15})\.jsonl$/.exec(name.slice(prefix.length))?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((left, right) => right - left);
}
