import { NO_ALLOWANCES } from './allowances.ts';
import type { RebootOrder } from '../../actions/rolling-reboot/src/context.ts';

/** An order for the fake fleet, for real and with short waits. */
export const anOrder = (change: Partial<RebootOrder> = {}): RebootOrder => ({
  dryRun: false,
  tags: { role: 'kafka-role', nodeId: 'kafka-node-id' },
  timeBudget: 18_000_000,
  zookeeper: [],
  cycleMaxAge: 86_400_000,
  mostSimulations: 1,
  selection: { nodes: [], only: { kind: 'all' } },
  settings: {
    mode: 'stop-start',
    recover: 'all',
    allowances: NO_ALLOWANCES,
    maxUnavailable: { nodes: 1 },
    load: undefined,
    canary: false,
    window: undefined,
    stabilityChecks: 3,
    pollInterval: 1_000,
    stopTimeout: 120_000,
    startTimeout: 120_000,
    syncTimeout: 600_000,
    clusterId: undefined,
  },
  electPreferredLeaders: true,
  accept: [],
  run: 'run-1',
  slack: { cluster: 'events', runUrl: '' },
  ...change,
});
