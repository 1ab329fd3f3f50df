import type { Setting, Settings } from '../../actions/rolling-reboot/src/core/decision.ts';
import type { KafkaNode } from '../../actions/rolling-reboot/src/core/node.ts';
import { type Flight, NO_PROGRESS, type Progress } from '../../actions/rolling-reboot/src/core/progress.ts';
import { aNode, NIGHT } from './fleet.ts';
import { anOrder } from './reboot-order.ts';

export const SETTINGS: Settings = anOrder().settings;

export const aSetting = (nodes: readonly KafkaNode[], change: Partial<Setting> = {}): Setting => ({
  nodes,
  findings: [],
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
  times: { stopRequested: NIGHT - 60_000 },
  underReplicatedPeak: 0,
  ...change,
});

/** In an open cycle, with enough good readings for a stop. */
export const inCycle = (change: Partial<Progress> = {}): Progress => ({
  ...NO_PROGRESS,
  cycle: { id: 'cycle-1', openedAt: NIGHT, resumed: false },
  goodReadings: SETTINGS.stabilityChecks,
  ...change,
});
