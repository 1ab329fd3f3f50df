import type { RolePolicies } from '../scripts/policies/core/policy-document.ts';
import type { InstanceTimes } from './aws/instance.ts';
import { type ClusterMode, type NodeShape, type ShapeOptions, shapeCluster } from './cluster-shape.ts';
import type { Compiler } from './kafka/java-command.ts';
import type { Timeouts } from './kafka/server-properties.ts';

/** The versions of Apache Kafka that the lab is known to run. */
export const KAFKA_VERSIONS = { '4.3': '4.3.1', '3.9': '3.9.2' } as const;

/** How a lab is to be; all of it can be left out. */
export interface LabOptions extends Partial<InstanceTimes> {
  /** A release of Apache Kafka; 4.3.1 when it is left out, or 3.9.2 where there is ZooKeeper. */
  readonly kafkaVersion?: string;
  /** `kraft` when it is left out. */
  readonly mode?: ClusterMode;
  /** 1 to 9; 3 when it is left out. */
  readonly brokers?: number;
  /** 1 to 9 controllers of mode `kraft-separate`; 3 when it is left out. */
  readonly controllers?: number;
  /** 1 to 9 servers of mode `zookeeper` that vote; 3 when it is left out. One alone is `standalone`. */
  readonly zookeepers?: number;
  /** Up to 9 servers of mode `zookeeper` that do not vote; none when it is left out. */
  readonly observers?: number;
  /** 1 to 3 availability zones of the region, which each kind of node is spread over; 3 when it is left out. */
  readonly racks?: number;
  /** Listeners with TLS and SASL beside the plaintext one, and ACLs for whoever uses them; none with ZooKeeper. */
  readonly secured?: boolean;
  /** `tuned` (the default) finds a dead broker in 3 s, `default` in Kafka's own 9 s. */
  readonly timeouts?: Timeouts;
  /** The value of the instances' tag `kafka-cluster`; `lab` when it is left out. */
  readonly clusterName?: string;
  /** Where all state is kept; a temporary folder when it is left out. It is removed at the end either way. */
  readonly dir?: string;
  /** The roles that there are, with their policies, which every call is held against; by default one may do everything. */
  readonly roles?: readonly RolePolicies[];
  /** Assumed sessions end after so many seconds, however long they were asked for. */
  readonly sessionSeconds?: number;
  /** 128 does for some hundred partitions, 256 for more than a thousand. */
  readonly heapMegabytes?: number;
  /** `quick` when it is left out. */
  readonly compiler?: Compiler;
}

/** A lab's options with nothing left out. */
export interface LabPlan {
  readonly kafkaVersion: string;
  readonly clusterName: string;
  readonly secured: boolean;
  readonly timeouts: Timeouts;
  readonly heapMegabytes: number;
  readonly compiler: Compiler;
  readonly sessionSeconds: number | undefined;
  readonly roles: readonly RolePolicies[] | undefined;
  readonly times: InstanceTimes;
  /** Brokers first. */
  readonly nodes: readonly NodeShape[];
  readonly dir: string;
}

const DEFAULTS = {
  mode: 'kraft',
  brokers: 3,
  controllers: 3,
  zookeepers: 3,
  observers: 0,
  racks: 3,
  secured: false,
  timeouts: 'tuned',
  clusterName: 'lab',
  sessionSeconds: undefined,
  roles: undefined,
  heapMegabytes: 128,
  compiler: 'quick',
  stoppingMs: 500,
  pendingMs: 500,
  graceMs: 60_000,
} as const;

/** The options that only one mode has a use for. */
const ONLY_IN = { controllers: 'kraft-separate', zookeepers: 'zookeeper', observers: 'zookeeper' } as const;

export function planLab(options: LabOptions, dir: string): LabPlan {
  const mode = options.mode ?? DEFAULTS.mode;
  const kafkaVersion = KAFKA_VERSIONS[mode === 'zookeeper' ? '3.9' : '4.3'];
  const given = { ...DEFAULTS, kafkaVersion, ...options };
  refuseImpossible(given);
  refuseUseless(options, mode);
  if (given.secured && mode === 'zookeeper') {
    throw new RangeError('secured: mode zookeeper has the plaintext listener alone. Leave it out.');
  }
  return {
    kafkaVersion: given.kafkaVersion,
    clusterName: given.clusterName,
    secured: given.secured,
    timeouts: given.timeouts,
    heapMegabytes: given.heapMegabytes,
    compiler: given.compiler,
    sessionSeconds: given.sessionSeconds,
    roles: given.roles,
    times: { stoppingMs: given.stoppingMs, pendingMs: given.pendingMs, graceMs: given.graceMs },
    nodes: shapeCluster(given),
    dir,
  };
}

function refuseImpossible(given: ShapeOptions & { readonly kafkaVersion: string }): void {
  requireWithin('brokers', given.brokers, [1, 9]);
  requireWithin('controllers', given.controllers, [1, 9]);
  requireWithin('zookeepers', given.zookeepers, [1, 9]);
  requireWithin('observers', given.observers, [0, 9]);
  requireWithin('racks', given.racks, [1, 3]);
  if (given.mode !== 'zookeeper' || given.kafkaVersion.startsWith('3.')) return;
  throw new RangeError(`mode zookeeper: Kafka ${given.kafkaVersion} has no such mode. Give 3.9.2.`);
}

function refuseUseless(options: LabOptions, mode: ClusterMode): void {
  for (const [name, only] of Object.entries(ONLY_IN)) {
    if (mode === only || options[name as keyof typeof ONLY_IN] === undefined) continue;
    throw new RangeError(`${name}: mode ${mode} has none. Leave it out, or give mode ${only}.`);
  }
}

function requireWithin(name: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = `from ${String(least)} to ${String(most)}`;
  throw new RangeError(`${name}: ${String(value)} is not possible. Give a whole number ${range}.`);
}
