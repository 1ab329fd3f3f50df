import type { DesiredTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';

const place = { file: 'topics/made.yaml', line: 1, column: 1 };

interface Wanted extends Partial<
  Pick<DesiredTopic, 'ordering' | 'configs' | 'deletion' | 'placement' | 'owner' | 'labels'>
> {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config?: Readonly<Record<string, string | null>>;
}

const PLAIN = {
  partitions: 3,
  replicationFactor: 3,
  ordering: 'unknown',
  configs: 'managed',
  deletion: 'protect',
  placement: 'unmanaged',
  owner: null,
  labels: new Map(),
  config: {},
} satisfies Wanted;

/** A declared topic with three partitions and three replicas, and no config. */
export function desiredTopic(name: string, wanted: Wanted = {}): DesiredTopic {
  const { partitions, replicationFactor, config, ...rest }: Required<Wanted> = { ...PLAIN, ...wanted };
  return {
    name: name as TopicName,
    place,
    partitions: { value: partitions, place },
    replicationFactor: { value: replicationFactor, place },
    ...rest,
    origins: new Map(),
    reasons: new Map(),
    config: new Map(Object.entries(config).map(([key, value]) => [key, { value, place }])),
  };
}
