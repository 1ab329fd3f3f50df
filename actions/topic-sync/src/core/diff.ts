import { diffConfig } from './diff-config.ts';
import { diffCounts } from './diff-counts.ts';
import type { Change, Consent, CreateTopic, Operation } from './operation.ts';
import type { Difference, TopicDifference } from './plan.ts';
import type { DesiredTopic, Observation, ObservedTopic, TopicName } from './topic.ts';

/**
 * What has to be done so that the cluster is as the files say. A topic that no file names is never in it, and a topic
 * that cannot be seen is only named.
 */
export function diff(
  desired: readonly DesiredTopic[],
  observed: ReadonlyMap<TopicName, Observation>,
  consents: ReadonlySet<Consent>,
): Difference {
  const sorted = desired.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const parts = sorted.map((topic) => diffTopic(topic, observed.get(topic.name), consents));
  return {
    declared: desired.length,
    changes: inOrder(parts.flatMap(({ changes }) => changes)),
    kept: parts.flatMap(({ kept = [] }) => kept),
    unknown: parts.flatMap(({ unknown = [] }) => unknown),
    warnings: parts.flatMap(({ warnings = [] }) => warnings),
    others: [],
  };
}

/** In the order in which they are made: by turn, then by name. */
export const inOrder = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => turn(a.operation) - turn(b.operation) || byName(a, b));

function byName(a: Change, b: Change): number {
  if (a.operation.topic === b.operation.topic) return 0;
  return a.operation.topic < b.operation.topic ? -1 : 1;
}

const TURNS: Readonly<Record<Operation['kind'], number>> = {
  'create-topic': 0,
  'set-config': 1,
  'unset-config': 1,
  // New partitions get as many replicas as those that are there by then.
  'change-replication-factor': 2,
  'spread-replicas': 2,
  'add-partitions': 3,
  'remove-partitions': 4,
  'delete-topic': 5,
};

const turn = (operation: Operation): number => TURNS[operation.kind];

function diffTopic(
  desired: DesiredTopic,
  observation: Observation = { kind: 'unknown', because: 'the cluster did not answer for it' },
  consents: ReadonlySet<Consent>,
): TopicDifference {
  switch (observation.kind) {
    case 'absent':
      return { changes: [creation(desired)] };
    case 'present':
      return diffPresent(desired, observation.topic, consents);
    case 'unknown':
      return {
        changes: [],
        unknown: [{ topic: desired.name, because: observation.because, place: desired.place }],
      };
  }
}

function diffPresent(
  desired: DesiredTopic,
  observed: ObservedTopic,
  consents: ReadonlySet<Consent>,
): TopicDifference {
  const config = diffConfig(desired, observed, consents);
  return { ...config, changes: [...config.changes, ...diffCounts(desired, observed, consents)] };
}

function creation(desired: DesiredTopic): Change<CreateTopic> {
  const config = [...desired.config]
    .map(([name, { value }]) => ({ name, value }))
    .filter((entry): entry is { name: string; value: string } => entry.value !== null)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    operation: {
      kind: 'create-topic',
      topic: desired.name,
      partitions: desired.partitions.value,
      replicationFactor: desired.replicationFactor.value,
      config,
    },
    because: 'the cluster has no topic of this name',
    risk: 'safe',
    riskBecause: null,
    blocked: null,
    notValidated: null,
    standing: null,
    place: desired.place,
  };
}
