/**
 * What EC2 would do to an instance, or refuse, when it is stopped and started or rebooted: found before any stop. A
 * reboot keeps disks, addresses and spot requests, and stop protection does not forbid it.
 */
import type { Problem } from '../../../../lib/core/problem.ts';
import type { RestartBy } from './decision.ts';
import { type BrokerId, brokerId, type InstanceId, type KafkaNode } from './node.ts';

export interface InstanceFacts {
  readonly instance: InstanceId;
  readonly stopProtection: boolean;
  /** Why there are volumes on it that a stop empties, such as `its type i4i.large has local disks`. */
  readonly instanceStore: string | undefined;
  /** A spot instance whose request is not persistent: EC2 can only terminate it. */
  readonly oneTimeSpot: boolean;
  readonly autoScalingGroup: string | undefined;
  /** Public addresses, and their DNS names, that are given up at a stop. */
  readonly changingAddresses: readonly string[];
  /** Calls that a dry run says EC2 would refuse, with its words. */
  readonly refusals: readonly string[];
  /** What could not be asked, with EC2's words. */
  readonly unread: readonly string[];
}

export interface PreflightContext {
  readonly nodes: readonly KafkaNode[];
  /** The hosts that the brokers tell clients to connect to; brokers that nobody knows now are missing. */
  readonly advertised: ReadonlyMap<BrokerId, string>;
  /** Findings of these kinds are the operator's to answer for. */
  readonly accept: readonly FindingKind[];
  readonly by: RestartBy;
}

export const FINDING_KINDS = [
  'stop-protection',
  'instance-store',
  'one-time-spot',
  'auto-scaling',
  'public-ip',
  'refused-call',
  'unread',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** A stop loses the data of the one, and makes the other replace the node: nobody can answer for that. */
const NEVER_ACCEPTED: Readonly<Record<RestartBy, readonly FindingKind[]>> = {
  'stop-start': ['instance-store', 'auto-scaling'],
  reboot: [],
};

/** A reboot meets no instance store, so that there is nothing to accept in any mode. */
export const ACCEPTABLE_KINDS = FINDING_KINDS.filter((kind) => kind !== 'instance-store');

/** What only a stop would meet. */
const STOP_ONLY: readonly FindingKind[] = [
  'stop-protection',
  'instance-store',
  'one-time-spot',
  'public-ip',
  'unread',
];

export interface Finding extends Problem {
  readonly kind: FindingKind;
}

/** All findings of all nodes that are not accepted. They forbid every stop, but no start. */
export function preflight(facts: readonly InstanceFacts[], context: PreflightContext): Finding[] {
  const never = NEVER_ACCEPTED[context.by];
  const ignored = [
    ...context.accept.filter((kind) => !never.includes(kind)),
    ...(context.by === 'reboot' ? STOP_ONLY : []),
  ];
  const orAccept = (kind: FindingKind): string =>
    never.includes(kind) ? '' : ` Or name ${kind} in the input accept.`;
  return facts
    .flatMap((each) => findingsOf(each, context))
    .filter(({ kind }) => !ignored.includes(kind))
    .map((finding) => ({ ...finding, fix: `${finding.fix}${orAccept(finding.kind)}` }));
}

function findingsOf(facts: InstanceFacts, { nodes, advertised }: PreflightContext): Finding[] {
  const node = nodes.find(({ instance }) => instance === facts.instance);
  const where =
    node === undefined ? `instance ${facts.instance}` : `${node.name} (instance ${facts.instance})`;
  const found = [...stopFindings(facts), ...addressFindings(facts, node, advertised), ...callFindings(facts)];
  return found.map((finding) => ({ where, ...finding }));
}

type Found = Omit<Finding, 'where'>;

function stopFindings(facts: InstanceFacts): Found[] {
  const { stopProtection, instanceStore, oneTimeSpot, autoScalingGroup } = facts;
  const found: Found[] = [];
  if (stopProtection) {
    const what = 'its stop protection is on (disableApiStop)';
    found.push({ kind: 'stop-protection', what, fix: 'Switch it off for the time of the cycle.' });
  }
  if (instanceStore !== undefined) {
    const what = `${instanceStore}, and a stop empties them`;
    found.push({
      kind: 'instance-store',
      what,
      fix: 'Use mode reboot, which keeps them, or leave it out of the filters.',
    });
  }
  if (oneTimeSpot) {
    const what = 'it is a one-time spot instance, which EC2 cannot stop';
    found.push({ kind: 'one-time-spot', what, fix: 'Run it on demand, or on a persistent spot request.' });
  }
  if (autoScalingGroup !== undefined) {
    const what = `it is a member of the Auto Scaling group ${autoScalingGroup}, which replaces an instance that is stopped or fails its health check`;
    found.push({ kind: 'auto-scaling', what, fix: 'Detach it from the group.' });
  }
  return found;
}

/** Clients and brokers would look for the broker at an address that another customer may have by then. */
function addressFindings(
  { changingAddresses }: InstanceFacts,
  node: KafkaNode | undefined,
  advertised: PreflightContext['advertised'],
): Found[] {
  if (node?.broker !== true || changingAddresses.length === 0) return [];
  const fix = 'Give it an Elastic IP, or let it advertise a name that follows it.';
  const host = advertised.get(brokerId(node.id));
  if (host === undefined) {
    const address = changingAddresses[0] ?? '';
    const what = `a stop takes its public address ${address} away, and it is not known whether it advertises it`;
    return [{ kind: 'public-ip', what, fix }];
  }
  if (!changingAddresses.includes(host.toLowerCase())) return [];
  const what = `it advertises ${host}, a public address that a stop takes away`;
  return [{ kind: 'public-ip', what, fix }];
}

function callFindings({ refusals, unread }: InstanceFacts): Found[] {
  const refused = refusals.map((refusal): Found => ({
    kind: 'refused-call',
    what: `EC2 would refuse ${refusal}`,
    fix: 'Give the role this call on this instance.',
  }));
  const unknown = unread.map((reason): Found => ({
    kind: 'unread',
    what: `what a stop does to it is not known: ${reason}`,
    fix: 'Give the role this call.',
  }));
  return [...refused, ...unknown];
}
