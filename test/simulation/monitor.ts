import { assertNever } from '../../lib/core/assert-never.ts';
import type { EndMoment, Moment, PartitionLeft, StopMoment } from './moment.ts';

/** What the operator asked for, as the monitor has to judge by it. */
export interface MonitorRules {
  /** How many nodes may be in flight at once. */
  readonly width: number;
  readonly extraReplicas: number;
  /** Topics that may be restarted although they can spare no replica. */
  readonly accepted: 'all' | ReadonlySet<string>;
  /** A quorum of fewer than three voters may lose its majority. */
  readonly smallQuorum: boolean;
  /** The node that may be stopped although it ails. */
  readonly repair: string | undefined;
  /** Names of the nodes that may be stopped at all. */
  readonly selected: 'all' | ReadonlySet<string>;
  /** A reboot leaves no trace on EC2: when the run that made it dies before it saw it, the next one has to repeat it. */
  readonly repeatedReboots: boolean;
}

export const STRICT: MonitorRules = {
  width: Infinity,
  extraReplicas: 0,
  accepted: new Set(),
  smallQuorum: false,
  repair: undefined,
  selected: 'all',
  repeatedReboots: false,
};

/**
 * What must be so whatever the action saw, decided or believed: it reads the truth of a simulated world, and shares no
 * code with the action. Empty when everything was as it must be.
 *
 * - a stop leaves every partition its minimum of replicas that are up and in sync, and the quorum its majority;
 * - at most one voter is in flight, and never more nodes than allowed; no node is stopped twice in a cycle;
 * - nothing is stopped that was not asked for, and nothing at all while a node ails that the action did not stop;
 * - nobody is down because of the action without an announcement in the ledger or on the instance;
 * - a parked node is never started;
 * - every run ends in one of four ways, with nobody left down, or named if EC2 did not start it.
 */
export function violationsOf(history: readonly Moment[], rules: MonitorRules = STRICT): string[] {
  const stopped = new Map<string, number>();
  return history.flatMap((moment) => {
    switch (moment.kind) {
      case 'stop':
        return [...stopViolations(moment, rules), ...again(moment, stopped, rules)];
      case 'start':
        return moment.isParked ? [`${moment.node} is parked and was started`] : [];
      case 'still':
        return moment.down
          .filter((name) => !moment.announced.includes(name))
          .map((name) => `${name} is down without an intent in the ledger or a tag`);
      case 'end':
        return endViolations(moment);
      default:
        return assertNever(moment);
    }
  });
}

function again(
  { cycle, node, run }: StopMoment,
  stopped: Map<string, number>,
  { repeatedReboots }: MonitorRules,
): string[] {
  const key = `${cycle} ${node}`;
  const by = stopped.get(key);
  stopped.set(key, run);
  const isFine = by === undefined || (repeatedReboots && by !== run);
  return isFine ? [] : [`${node} was stopped twice in cycle ${cycle}`];
}

function stopViolations(stop: StopMoment, rules: MonitorRules): string[] {
  const stopping = `stopping ${stop.node}`;
  const short = stop.partitions.filter((partition) => partition.left < needed(partition, rules));
  const ailing = stop.ailing.filter((name) => name !== rules.repair);
  const isAskedFor = rules.selected === 'all' || rules.selected.has(stop.node);
  return [
    ...(isAskedFor ? [] : [`${stopping} was not asked for`]),
    ...short.map(
      ({ name, left, minimum }) =>
        `${stopping} left ${name} with ${String(left)} (minimum ${String(minimum)})`,
    ),
    ...quorumViolations(stop, rules).map((what) => `${stopping} ${what}`),
    ...(stop.inFlight.length < rules.width
      ? []
      : [`${stopping} was one too many beside ${stop.inFlight.join(', ')}`]),
    ...(ailing.length === 0 ? [] : [`${stopping} while ${ailing.join(', ')} ails`]),
  ];
}

function quorumViolations({ voters, votersInFlight }: StopMoment, { smallQuorum }: MonitorRules): string[] {
  if (voters === null) return [];
  const { left, of } = voters;
  const isExcused = smallQuorum && of < 3;
  return [
    ...(left * 2 > of || isExcused ? [] : [`left ${String(left)} of ${String(of)} voters`]),
    ...(votersInFlight === 0 ? [] : ['was a second voter in flight']),
  ];
}

/** An accepted topic gives up one replica where it has none to spare: the one that restarts, and no second one. */
function needed({ topic, replicas, parked, minimum }: PartitionLeft, rules: MonitorRules): number {
  const promised = Math.max(minimum, 1) + rules.extraReplicas;
  const isAccepted = rules.accepted === 'all' || rules.accepted.has(topic);
  return isAccepted ? Math.min(promised, replicas - parked - 1) : promised;
}

const ENDINGS = ['completed', 'paused', 'halted', 'nothing-to-do'];

function endViolations({ run, status, left, problems }: EndMoment): string[] {
  const ended = `run ${String(run)} ended ${status}`;
  const named = new Set(problems.split(/[^\w-]+/));
  const unnamed = left.filter((instance) => !named.has(instance));
  const silently = status === 'halted' ? unnamed : left;
  return [
    ...(ENDINGS.includes(status) ? [] : [`${ended}, which is no end`]),
    ...silently.map((instance) => `${ended} and left ${instance} stopped`),
  ];
}
