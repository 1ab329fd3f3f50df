import type { Problem } from '../../../../lib/core/problem.ts';
import type { Blocker } from './blocker.ts';
import type { Decision } from './decision.ts';
import { describeBlocker } from './describe-blocker.ts';
import { faultRemedy } from './ensemble-fault.ts';
import { partitionName } from './observation.ts';

export const halt = (problems: readonly Problem[], because: string): Decision => ({
  kind: 'halt',
  problems,
  because,
});

/** A blocker that nothing here will lift, as what a person has to mend: where it is, and the next command to type. */
export const asProblem = (blocker: Blocker): Problem => ({
  where: placeOf(blocker),
  what: describeBlocker(blocker),
  fix: remedyOf(blocker),
});

type Kind = Blocker['kind'];
type Of<K extends Kind> = Extract<Blocker, { kind: K }>;
type Remedies = { readonly [K in Kind]?: string | ((blocker: Of<K>) => string) };

function placeOf(blocker: Blocker): string {
  if ('example' in blocker) return `partition ${partitionName(blocker.example)}`;
  if ('partition' in blocker) return `partition ${partitionName(blocker)}`;
  if ('topic' in blocker) return `topic ${blocker.topic}`;
  if ('broker' in blocker) return `broker ${String(blocker.broker)}`;
  return 'node' in blocker ? blocker.node : 'the cluster';
}

function remedyOf(blocker: Blocker): string {
  if (blocker.kind === 'ensemble') return faultRemedy(blocker.fault);
  const remedy = REMEDIES[blocker.kind] as string | ((each: Blocker) => string) | undefined;
  return typeof remedy === 'function' ? remedy(blocker) : (remedy ?? DESCRIBE_TOPICS);
}

const DESCRIBE_TOPICS =
  'Mend it, then run again: kafka-topics.sh --describe --unavailable-partitions, and --under-replicated-partitions.';
const lookAtBroker = ({ broker }: { readonly broker: number }): string =>
  `Look at the log of broker ${String(broker)} and at the network between the runner and its listener: kafka-broker-api-versions.sh shows whether it answers.`;
const lookAtReplicas = ({
  example: { topic, missing },
}: Of<'under-replicated' | 'offline-partitions'>): string => {
  const brokers = missing.length > 0 ? `Bring broker ${missing.join(', ')} back into sync` : 'Mend it';
  return `${brokers}, then run again: kafka-topics.sh --describe --topic ${topic} shows its replicas.`;
};
const describeTopic = ({ topic }: { readonly topic: string }): string =>
  `Look at its replicas, then run again: kafka-topics.sh --describe --topic ${topic}`;
const TAG_INSTANCE = 'Tag its instance so that the node filters find it, or unregister it.';
const LOOK_AT_INSTANCE = 'Look at the instance in the EC2 console: nothing here can bring it back.';
const GIVE_RIGHTS = 'Give the principal Describe and DescribeConfigs on all topics and on the cluster.';
const LOOK_AT_QUORUM =
  'Look at the logs of the controllers: kafka-metadata-quorum.sh describe --status, and describe --replication.';

const REMEDIES: Remedies = {
  'unknown-broker': TAG_INSTANCE,
  'unknown-voter': TAG_INSTANCE,
  'not-registered': lookAtBroker,
  'silent-broker': lookAtBroker,
  'still-registered': lookAtBroker,
  'nobody-answers':
    'Look at the logs of the brokers, and at the network between the runner and their listeners: kafka-broker-api-versions.sh',
  'offline-partitions': lookAtReplicas,
  'under-replicated': lookAtReplicas,
  'min-isr': describeTopic,
  'not-in-sync': describeTopic,
  reassigning: 'Wait for the reassignment, or cancel it: kafka-reassign-partitions.sh --list.',
  'no-partitions': GIVE_RIGHTS,
  'unreadable-topic': GIVE_RIGHTS,
  unknown: GIVE_RIGHTS,
  'no-leader-of-quorum': LOOK_AT_QUORUM,
  'voter-behind': LOOK_AT_QUORUM,
  majority: LOOK_AT_QUORUM,
  'not-a-voter': 'Add the controller to the quorum, or correct the role tag of its instance.',
  'instance-state': LOOK_AT_INSTANCE,
  'instance-missing': LOOK_AT_INSTANCE,
};
