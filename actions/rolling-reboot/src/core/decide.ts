/**
 * The whole cycle as one pure function, asked again after every look at the world. In this order:
 * 1. whoever is in flight is brought back first, whatever else is wrong;
 * 2. stopped nodes are started (findings forbid stops, never starts), those in transition are waited for;
 * 3. the whole cluster must be well, and nothing may make the cycle impossible;
 * 4. the cycle is opened, or an open one is continued;
 * 5. the next node in the order is stopped, when N readings in a row were good and the safety predicate proves it;
 * 6. when none is left, all is done.
 * A dry run asks the same function about a simulated cluster: there is no second algorithm.
 */
import type { Problem } from '../../../../lib/core/problem.ts';
import type { Blocker } from './blocker.ts';
import { describeBlocker } from './describe-blocker.ts';
import { decideFlights } from './decide-flights.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { startable } from './discover.ts';
import { gate } from './gate.ts';
import { impossible } from './impossible.ts';
import type { Instance, KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { restartOrder } from './order.ts';
import { isFinished, type Progress } from './progress.ts';
import { maySafelyStop } from './safety.ts';
import { INTENT_TAG } from './tags.ts';
import { downIds } from './track.ts';

export function decide(seen: Seen, progress: Progress, setting: Setting): Decision {
  return (
    decideFlights(seen, progress, setting) ??
    decideRecovery(seen, progress, setting) ??
    decideHealth(seen, progress, setting) ??
    decideNext(seen, progress, setting)
  );
}

function decideRecovery(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const instances = new Map(seen.instances.map((instance) => [instance.id, instance]));
  const candidates = startable(setting.nodes);
  const stopped = candidates.filter(({ instance }) => instances.get(instance)?.state === 'stopped');
  if (stopped.length > 0) {
    return { kind: 'start', nodes: stopped, because: 'whatever is stopped is started before anything else' };
  }
  const blockers = candidates.flatMap((node) => transition(node, instances.get(node.instance)));
  if (blockers.length === 0) return undefined;
  const { startTimeout, stopTimeout } = setting.settings;
  const waited = seen.at - (progress.unwellSince ?? seen.at);
  return waited <= Math.max(startTimeout, stopTimeout)
    ? { kind: 'wait', blockers, because: 'an instance is changing its state' }
    : halt(blockers.map(asProblem), 'an instance does not come to rest');
}

function transition(node: KafkaNode, instance: Instance | undefined): Blocker[] {
  if (instance === undefined) return [{ kind: 'instance-missing', node: node.name }];
  if (instance.state === 'running') return [];
  const wanted = instance.state === 'stopping' ? 'stopped' : 'running';
  return [{ kind: 'instance-state', node: node.name, state: instance.state, wanted }];
}

function decideHealth(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const stranger = otherCluster(seen, setting.settings.clusterId);
  if (stranger !== undefined) return halt([stranger], 'this is not the cluster that is meant');
  const blockers = gate(seen, setting.nodes, downIds(setting.nodes, []));
  const { findings } = setting;
  if (blockers.length === 0) {
    const problems = [...findings, ...impossible(seen, downIds(setting.nodes, []))];
    return problems.length > 0 ? halt(problems, 'something forbids every stop') : undefined;
  }
  if (seen.at - (progress.unwellSince ?? seen.at) < patience(seen, setting.settings)) {
    return { kind: 'wait', blockers, because: 'the cluster is not well' };
  }
  return halt(
    [...findings, ...blockers.map(asProblem)],
    'the cluster is not well, and nothing that we do will mend it',
  );
}

/** Brokers of another environment: nothing of theirs is touched, and waiting will not change it. */
function otherCluster(seen: Seen, wanted: string | undefined): Problem | undefined {
  const found = seen.views.find(({ clusterId }) => clusterId !== wanted)?.clusterId;
  if (wanted === undefined || found === undefined) return undefined;
  return {
    where: 'the Kafka cluster id',
    what: `it is ${found}, and ${wanted} is expected`,
    fix: 'Correct cluster-id, or the bootstrap brokers.',
  };
}

/** A cluster that nobody is bringing back gets this long to settle, in milliseconds. */
const SETTLES_WITHIN = 30_000;

/** How long an unwell cluster is waited for, in milliseconds: a node that boots or catches up gets its time. */
function patience(seen: Seen, { syncTimeout }: Settings): number {
  const catchingUp = seen.instances.some(
    ({ tags, launchTime }) => INTENT_TAG in tags || seen.at - launchTime < syncTimeout,
  );
  return catchingUp ? syncTimeout : SETTLES_WITHIN;
}

function decideNext(seen: Seen, progress: Progress, setting: Setting): Decision {
  if (progress.cycle === undefined)
    return { kind: 'open', because: 'every node is up and the cluster is well' };
  const remaining = setting.nodes.filter((node) => !node.parked && !isFinished(progress, node.name));
  const [next] = restartOrder(remaining, seen);
  if (next === undefined) return { kind: 'done', because: 'every node was restarted in this cycle' };
  const wanted = setting.settings.stabilityChecks;
  if (progress.goodReadings < wanted) {
    const blocker: Blocker = { kind: 'not-stable', readings: progress.goodReadings, wanted };
    return { kind: 'wait', blockers: [blocker], because: describeBlocker(blocker) };
  }
  return decideStop(next, seen, setting);
}

function decideStop(next: KafkaNode, seen: Seen, { nodes }: Setting): Decision {
  const verdict = maySafelyStop(next, seen, downIds(nodes, []));
  if (!verdict.safe) return halt(verdict.blockers.map(asProblem), `${next.name} cannot be stopped safely`);
  const { tightest } = verdict.certificate;
  const because =
    tightest === null
      ? 'it holds no partition'
      : `its tightest partition ${tightest.topic}-${String(tightest.partition)} keeps ` +
        `${String(tightest.left.length)} in-sync replicas (minimum ${String(tightest.minimum)})`;
  return { kind: 'stop', node: next, certificate: verdict.certificate, because };
}

const halt = (problems: readonly Problem[], because: string): Decision => ({
  kind: 'halt',
  problems,
  because,
});

const asProblem = (blocker: Blocker): Problem => ({
  where: 'the cluster',
  what: describeBlocker(blocker),
  fix: REMEDIES[blocker.kind] ?? DESCRIBE_TOPICS,
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
