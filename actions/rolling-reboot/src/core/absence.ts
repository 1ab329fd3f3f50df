/** How often in a row the cluster missed each node: what proves a reboot. What nobody knows is no absence. Pure. */
import { clusterState } from './cluster-state.ts';
import type { KafkaNode, NodeName } from './node.ts';
import type { Seen } from './observation.ts';
import { isCaughtUp } from './quorum-gate.ts';
import { stillTakesPart } from './quorum-part.ts';

export interface Absence extends Sign {
  /** The first look that showed it, in milliseconds since the epoch. */
  readonly since: number;
  /** Looks in a row with the same sign. */
  readonly looks: number;
}

export type Absences = ReadonlyMap<NodeName, Absence>;

interface Sign {
  /** By whose word it is away: another's word begins another absence. */
  readonly by: string;
  /** How many looks in a row have to show it. */
  readonly wanted: number;
}

export function noteAbsences(before: Absences, seen: Seen, nodes: readonly KafkaNode[]): Absences {
  const now = nodes.flatMap((node) => {
    const sign = node.controller && !node.broker ? signOfVoter(node, seen) : signOfMember(node, seen);
    return sign === undefined ? [] : [[node.name, prolonged(before.get(node.name), sign, seen.at)] as const];
  });
  return new Map(now);
}

function prolonged(before: Absence | undefined, sign: Sign, at: number): Absence {
  return before?.by === sign.by ? { ...before, looks: before.looks + 1 } : { ...sign, since: at, looks: 1 };
}

/** Seen often enough. */
export const isProved = ({ looks, wanted }: Absence): boolean => looks >= wanted;

/** No view of any observer shows the broker; the ZooKeeper server gives no answer. */
function signOfMember(node: KafkaNode, seen: Seen): Sign | undefined {
  if (node.zookeeper) return stillTakesPart(node, seen) ? undefined : { by: 'ensemble', wanted: 1 };
  const isShown = clusterState(seen).registeredSomewhere.has(node.id);
  return seen.views.length === 0 || isShown ? undefined : { by: 'brokers', wanted: 1 };
}

/** One lag is no absence, and a leader that was just elected knows nothing yet of voters that are well. */
function signOfVoter({ id }: KafkaNode, { quorum }: Seen): Sign | undefined {
  if (!quorum.known || quorum.value.kind !== 'kraft' || quorum.value.leader < 0) return undefined;
  const { leader, voters } = quorum.value;
  const voter = voters.find((each) => each.id === id);
  if (voter === undefined || isCaughtUp(voter.behind)) return undefined;
  return voter.behind === undefined
    ? { by: `leader ${String(leader)}, which has not heard of it`, wanted: 3 }
    : { by: `leader ${String(leader)}`, wanted: 2 };
}
