import { REGION } from './aws/account.ts';
import type { InstanceTimes } from './aws/instance.ts';
import type { Timeouts } from './kafka/server-properties.ts';

/** The versions of Apache Kafka that the lab is known to run. */
export const KAFKA_VERSIONS = { '4.3': '4.3.1', '3.9': '3.9.2' } as const;

/** How a lab is to be; all of it can be left out. */
export interface LabOptions extends Partial<InstanceTimes> {
  /** A release of Apache Kafka; 4.3.1 when it is left out. */
  readonly kafkaVersion?: string;
  /** 1 to 9; 3 when it is left out. */
  readonly brokers?: number;
  /** 1 to 3 availability zones of the region, which the brokers are spread over; 3 when it is left out. */
  readonly racks?: number;
  /** `tuned` (the default) finds a dead broker in 3 s, `default` in Kafka's own 9 s. */
  readonly timeouts?: Timeouts;
  /** The value of the instances' tag `kafka-cluster`; `lab` when it is left out. */
  readonly clusterName?: string;
  /** Where all state is kept; a temporary folder when it is left out. It is removed at the end either way. */
  readonly dir?: string;
  /** Assumed sessions end after so many seconds, however long they were asked for. */
  readonly sessionSeconds?: number;
  /** 128 does for some hundred partitions, 256 for more than a thousand. */
  readonly heapMegabytes?: number;
}

/** A lab's options with nothing left out. */
export interface LabPlan {
  readonly kafkaVersion: string;
  readonly clusterName: string;
  readonly timeouts: Timeouts;
  readonly heapMegabytes: number;
  readonly sessionSeconds: number | undefined;
  readonly times: InstanceTimes;
  /** The rack of each broker, named like the availability zone of its instance. */
  readonly racks: readonly string[];
  readonly dir: string;
}

const DEFAULTS = {
  kafkaVersion: KAFKA_VERSIONS['4.3'],
  brokers: 3,
  racks: 3,
  timeouts: 'tuned',
  clusterName: 'lab',
  sessionSeconds: undefined,
  heapMegabytes: 128,
  stoppingMs: 500,
  pendingMs: 500,
  graceMs: 60_000,
} as const;

export function planLab(options: LabOptions, dir: string): LabPlan {
  const given = { ...DEFAULTS, ...options };
  requireWithin('brokers', given.brokers, 9);
  requireWithin('racks', given.racks, 3);
  const zone = (index: number) => REGION + 'abc'.charAt(index % given.racks);
  return {
    kafkaVersion: given.kafkaVersion,
    clusterName: given.clusterName,
    timeouts: given.timeouts,
    heapMegabytes: given.heapMegabytes,
    sessionSeconds: given.sessionSeconds,
    times: { stoppingMs: given.stoppingMs, pendingMs: given.pendingMs, graceMs: given.graceMs },
    racks: Array.from({ length: given.brokers }, (_, index) => zone(index)),
    dir,
  };
}

function requireWithin(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new RangeError(
    `${name}: ${String(value)} is not possible. Give a whole number from 1 to ${String(most)}.`,
  );
}
