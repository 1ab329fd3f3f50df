import type { Setting, Settings } from '../../actions/rolling-reboot/src/core/decision.ts';
import { type KafkaNode, nodeName } from '../../actions/rolling-reboot/src/core/node.ts';
import {
  type Cycle,
  type Flight,
  NO_PROGRESS,
  type Progress,
} from '../../actions/rolling-reboot/src/core/progress.ts';
import { aNode, NIGHT } from './fleet.ts';
import { anOrder } from './reboot-order.ts';

export const SETTINGS: Settings = { ...anOrder().settings, beganAt: NIGHT, endsAt: Infinity };

export const aSetting = (nodes: readonly KafkaNode[], change: Partial<Setting> = {}): Setting => ({
  nodes,
  selected: new Set(nodes.map(({ name }) => name)),
  findings: [],
  events: [],
  settings: SETTINGS,
  ...change,
});

/** Stopped a minute before `NIGHT` by this run, and entering its phase right then. */
export const aFlight = (id: number, change: Partial<Flight> = {}): Flight => ({
  node: aNode(id, { controller: true }),
  purpose: 'restart',
  phase: 'stopping',
  since: NIGHT,
  seenStarting: false,
  uncleanBy: [],
  launchedBefore: undefined,
  goodReadings: 0,
  relapses: 0,
  times: { stopRequested: NIGHT - 60_000 },
  underReplicatedPeak: 0,
  ...change,
});

const NAMES = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((id) => [
  nodeName(`broker-${String(id)}`),
  nodeName(`controller-${String(id)}`),
]);

/** Of the nodes 1 to 9. */
export const aCycle = (change: Partial<Cycle> = {}): Cycle => ({
  id: 'cycle-1',
  openedAt: NIGHT,
  resumed: false,
  selected: new Set(NAMES),
  ...change,
});

/** In an open cycle, with enough good readings for a stop. */
export const inCycle = (change: Partial<Progress> = {}): Progress => ({
  ...NO_PROGRESS,
  cycle: aCycle(),
  goodReadings: SETTINGS.stabilityChecks,
  ...change,
});
