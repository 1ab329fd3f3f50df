import type { ApprovedPlan } from './approved-plan.ts';
import { describeOperation, unsaidIn } from './describe.ts';
import type { Operation } from './operation.ts';
import { isFulfilled } from './is-fulfilled.ts';
import type { Plan } from './plan.ts';
import type { PlanIdentity } from './plan-identity.ts';
import type { ReplicaView } from './replica-view.ts';
import type { Observation, TopicName } from './topic.ts';

/** What a plan that was made before is compared with. */
export interface Now {
  readonly plan: Plan;
  readonly identity: PlanIdentity;
  /** The topics of the approved operations that the plan does not have any more. */
  readonly observed: ReadonlyMap<TopicName, Observation>;
  /** Where the replicas of those are whose placement was approved; null where there is none. */
  readonly replicas: ReplicaView | null;
}

/**
 * What is not as it was when the plan was approved, in words; nothing when each operation of the plan was approved and
 * the other approved ones are fulfilled. So a plan that was made in part may go on.
 */
export function whatMoved(approved: ApprovedPlan, { plan, identity, observed, replicas }: Now): string[] {
  const approvedDigests = new Set(approved.operations.map(({ digest }) => digest));
  const reviewed = new Map(
    approved.operations.map(({ operation }) => [subjectOf(operation), operation] as const),
  );
  const unapproved = plan.changes
    .map(({ operation }) => operation)
    .filter((_, index) => !approvedDigests.has(identity.operations[index] ?? ''));
  const told = new Set(unapproved.map(subjectOf));
  const lost = missingOperations(approved, identity)
    .filter((operation) => !told.has(subjectOf(operation)))
    .filter((operation) => !isFulfilled(operation, observed.get(operation.topic), replicas));
  return [
    ...movedScope(approved, identity),
    ...unapproved.map((operation) => tellUnapproved(operation, reviewed.get(subjectOf(operation)))),
    ...lost.map((operation) => `${describeOperation(operation)}: it is not planned any more, and not made`),
  ];
}

/** The approved operations that a plan made now does not have. */
export function missingOperations({ operations }: ApprovedPlan, now: PlanIdentity): Operation[] {
  const planned = new Set(now.operations);
  return operations.filter(({ digest }) => !planned.has(digest)).map(({ operation }) => operation);
}

function movedScope(approved: ApprovedPlan, now: PlanIdentity): string[] {
  const other = (what: string, then: string, is: string): string[] =>
    then === is ? [] : [`the ${what} was ${JSON.stringify(then)} and is ${JSON.stringify(is)}`];
  return [
    ...other('environment', approved.environment, now.environment),
    ...other('cluster', approved.clusterId, now.clusterId),
    ...(approved.policies === now.policies ? [] : ['the policies are not the reviewed ones']),
  ];
}

function tellUnapproved(operation: Operation, reviewed: Operation | undefined): string {
  const now = describeOperation(operation);
  if (reviewed === undefined) return `${now}: it was not reviewed`;
  const then = describeOperation(reviewed);
  return then === now
    ? `${now}: ${unsaidIn(operation)} is not the reviewed one`
    : `${now}: reviewed was ${then}`;
}

/** Two operations on the same thing: one of a topic's configs, its partitions, its replicas, or that it is there. */
export function subjectOf(operation: Operation): string {
  switch (operation.kind) {
    case 'set-config':
    case 'unset-config':
      return `config ${operation.topic} ${operation.name}`;
    case 'add-partitions':
    case 'remove-partitions':
      return `partitions ${operation.topic}`;
    case 'change-replication-factor':
    case 'spread-replicas':
      return `replicas ${operation.topic}`;
    case 'create-topic':
    case 'delete-topic':
      return `topic ${operation.topic}`;
  }
}
