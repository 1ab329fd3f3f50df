import {
  type AddPartitions,
  type Change,
  type ConfigChange,
  type CreateTopic,
  type DeleteTopic,
  type Executable,
  isConfigChange,
  isExecutable,
  isReassignment,
  isReplicaChange,
  type Reassignment,
} from './operation.ts';
import type { TopicName } from './topic.ts';

/** What is asked of the cluster in one go: all config changes of a topic are one step, made together or not at all. */
export type Step = CreateTopic | ConfigStep | AddPartitions | DeleteTopic;

export interface ConfigStep {
  readonly kind: 'alter-config';
  readonly topic: TopicName;
  readonly topicId: string;
  readonly changes: readonly ConfigChange[];
}

/** What is made by one request; replicas are moved by a story of their own. */
type Stepped = Exclude<Executable, Reassignment>;

/** A step and the changes of the plan that it makes. */
export interface PlannedStep {
  readonly step: Step;
  readonly changes: readonly Change<Stepped>[];
  /** It is made when the replicas that the plan adds are there, which it may need; so are deletions. */
  readonly late: boolean;
}

/** The steps of a plan in the order in which they are made. */
export function stepsOf(changes: readonly Change[]): PlannedStep[] {
  const growing = new Set(changes.filter(isReplicaChange).filter(grows).map(topicOf));
  // A higher min.insync.replicas stops producers until there are so many replicas: it parts from the other configs.
  // A lower one comes first: the old one stops producers as soon as there are fewer replicas.
  const isLate = ({ operation }: Change<Stepped>): boolean =>
    operation.kind === 'add-partitions' ||
    operation.kind === 'delete-topic' ||
    (isHigherMinimum(operation) && growing.has(operation.topic));
  const stepKey = (change: Change<Stepped>): string => {
    const { operation } = change;
    const kind = isConfigChange(operation) ? 'alter-config' : operation.kind;
    return `${kind} ${operation.topic} ${String(isLate(change))}`;
  };
  const byStep = Map.groupBy(changes.filter(isStepped), stepKey);
  return [...byStep.values()].flatMap((together) => plannedStep(together, together.some(isLate)) ?? []);
}

const isStepped = (change: Change): change is Change<Stepped> =>
  isExecutable(change) && !isReassignment(change);

const topicOf = ({ operation }: Change): TopicName => operation.topic;

/** A partition has more replicas afterwards; another one may have fewer. */
const grows = ({ operation: { moves } }: Change<Reassignment>): boolean =>
  moves.some(({ before, after }) => after.length > before.length);

/** A partition has fewer replicas afterwards; another one may have more. */
export const shrinks = ({ operation: { moves } }: Change<Reassignment>): boolean =>
  moves.some(({ before, after }) => after.length < before.length);

/** By the values in force; where one of them cannot be seen it may be higher. */
function isHigherMinimum(operation: Stepped): boolean {
  if (!isConfigChange(operation) || operation.name !== 'min.insync.replicas') return false;
  const { before, after, inherited = null } = operation;
  const inForce = (override: string | null): number => Number(override ?? inherited ?? Number.NaN);
  return !(inForce(after) <= inForce(before));
}

function plannedStep(changes: readonly Change<Stepped>[], late: boolean): PlannedStep | undefined {
  const operation = changes[0]?.operation;
  if (operation === undefined) return undefined;
  if (!isConfigChange(operation)) return { step: operation, changes, late };
  const { topic, topicId } = operation;
  const configs = changes.map((change) => change.operation).filter(isConfigChange);
  return { step: { kind: 'alter-config', topic, topicId, changes: configs }, changes, late };
}
