import {
  type AddPartitions,
  type Change,
  type ConfigChange,
  type CreateTopic,
  type Executable,
  isExecutable,
} from './operation.ts';
import type { TopicName } from './topic.ts';

/** What is asked of the cluster in one go: all config changes of a topic are one step, made together or not at all. */
export type Step = CreateTopic | ConfigStep | AddPartitions;

export interface ConfigStep {
  readonly kind: 'alter-config';
  readonly topic: TopicName;
  readonly topicId: string;
  readonly changes: readonly ConfigChange[];
}

/** A step and the changes of the plan that it makes. */
export interface PlannedStep {
  readonly step: Step;
  readonly changes: readonly Change<Executable>[];
}

/** The steps of a plan in the order in which they are made. */
export function stepsOf(changes: readonly Change[]): PlannedStep[] {
  const byStep = Map.groupBy(changes.filter(isExecutable), ({ operation }) => stepKey(operation));
  return [...byStep.values()].flatMap((together) => plannedStep(together) ?? []);
}

const stepKey = (operation: Executable): string =>
  `${isConfigChange(operation) ? 'alter-config' : operation.kind} ${operation.topic}`;

function plannedStep(changes: readonly Change<Executable>[]): PlannedStep | undefined {
  const operation = changes[0]?.operation;
  if (operation === undefined) return undefined;
  if (!isConfigChange(operation)) return { step: operation, changes };
  const { topic, topicId } = operation;
  const configs = changes.map((change) => change.operation).filter(isConfigChange);
  return { step: { kind: 'alter-config', topic, topicId, changes: configs }, changes };
}

const isConfigChange = (operation: Executable): operation is ConfigChange =>
  operation.kind === 'set-config' || operation.kind === 'unset-config';
