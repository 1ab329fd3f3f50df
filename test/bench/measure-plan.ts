import { type Bound, lowerBounds } from '../../actions/rolling-reboot/src/core/lower-bound.ts';
import type { KafkaNode } from '../../actions/rolling-reboot/src/core/node.ts';
import type { Plan } from '../../actions/rolling-reboot/src/core/plan.ts';
import type { StepDurations } from '../../actions/rolling-reboot/src/core/simulate.ts';
import { seededRandom } from '../../lib/core/seeded-random.ts';
import { plan } from '../builders/at-once.ts';
import type { BigCluster } from '../builders/big-cluster.ts';
import { aSetting, SETTINGS } from '../builders/progress.ts';
import { type Durations, total } from './strategies.ts';

const TYPICAL: StepDurations = { stop: 80_000, start: 110_000, catchUp: 60_000 };
const POLL = 5_000;
const HOUR = 3_600_000;

export const alike: Durations = () => TYPICAL;

/** One node in twenty takes twice as long. */
export function straggling({ nodes }: BigCluster): Durations {
  const random = seededRandom(7);
  const slow = new Set(nodes.filter(() => random() < 0.05));
  const { stop, start, catchUp } = TYPICAL;
  const twice = { stop: stop * 2, start: start * 2, catchUp: catchUp * 2 };
  return (node) => (slow.has(node) ? twice : TYPICAL);
}

/** The least that is possible, in milliseconds. */
export interface Least {
  /** What binds, with the readings that prove a node back, and with restarts that cannot be cut in parts. */
  readonly bound: Bound;
  /** Without both: the longest of sum / width, the slowest partition's chain and the voters one by one. */
  readonly plain: number;
}

export function leastFor({ nodes, seen }: BigCluster, durations: Durations, width: number): Least {
  const lasts = (node: KafkaNode): number => total(durations(node));
  const setting = settingFor(nodes, width);
  const [bound] = lowerBounds(seen, setting, lasts);
  if (bound === undefined) throw new Error('nothing binds');
  const unproved = { ...setting, settings: { ...setting.settings, stabilityChecks: 1 } };
  const plain = lowerBounds(seen, unproved, lasts).map((each) =>
    each.kind === 'width' ? each.work : each.lasts,
  );
  return { bound, plain: Math.max(...plain) };
}

/** The plan that the action makes once a cycle has measured these durations; each step lasts until the node is proved back. */
export function planned({ nodes, seen }: BigCluster, durations: Durations, width: number): Plan {
  const steps = nodes.map(durations);
  const byNode = new Map(nodes.map((node) => [node.name, total(durations(node))]));
  const measured = { kind: 'measured', cycle: 'cycle-0', typical: TYPICAL, steps, byNode } as const;
  return plan(seen, settingFor(nodes, width), { durations, finished: [], measured });
}

function settingFor(nodes: readonly KafkaNode[], width: number): ReturnType<typeof aSetting> {
  const limits = { stopTimeout: HOUR, startTimeout: HOUR, syncTimeout: HOUR };
  const settings = { ...SETTINGS, ...limits, pollInterval: POLL, maxUnavailable: { nodes: width } };
  return aSetting(nodes, { settings });
}
