import type { Problem } from '../../../../lib/core/problem.ts';
import type { Blocker } from './blocker.ts';
import type { Decision } from './decision.ts';
import { describeBlocker } from './describe-blocker.ts';
import { faultRemedy } from './ensemble-fault.ts';

export const halt = (problems: readonly Problem[], because: string): Decision => ({
  kind: 'halt',
  problems,
  because,
});

/** A blocker that nothing here will lift, as what a person has to mend. */
export const asProblem = (blocker: Blocker): Problem => ({
  where: 'the cluster',
  what: describeBlocker(blocker),
  fix: blocker.kind === 'ensemble' ? faultRemedy(blocker.fault) : (REMEDIES[blocker.kind] ?? DESCRIBE_TOPICS),
});

const DESCRIBE_TOPICS =
  'Mend it, then run again: kafka-topics.sh --describe --unavailable-partitions, and --under-replicated-partitions.';
const LOOK_AT_BROKER =
  'Look at the log of its Kafka process and at the network between the runner and its listener.';
const TAG_INSTANCE = 'Tag its instance so that the node filters find it, or unregister it.';
const LOOK_AT_INSTANCE = 'Look at the instance in the EC2 console: nothing here can bring it back.';
const GIVE_RIGHTS =
  'Give the principal Describe and DescribeConfigs on all topics, and Describe on the cluster.';

const REMEDIES: Readonly<Partial<Record<Blocker['kind'], string>>> = {
  'unknown-broker': TAG_INSTANCE,
  'unknown-voter': TAG_INSTANCE,
  'not-registered': LOOK_AT_BROKER,
  'silent-broker': LOOK_AT_BROKER,
  'nobody-answers': LOOK_AT_BROKER,
  reassigning: 'Wait for the reassignment, or cancel it: kafka-reassign-partitions.sh --list.',
  'no-partitions': GIVE_RIGHTS,
  'unreadable-topic': GIVE_RIGHTS,
  unknown: GIVE_RIGHTS,
  'not-a-voter': 'Add the controller to the quorum, or correct the role tag of its instance.',
  'instance-state': LOOK_AT_INSTANCE,
  'instance-missing': LOOK_AT_INSTANCE,
};
