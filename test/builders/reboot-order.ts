import type { RebootOrder } from '../../actions/rolling-reboot/src/context.ts';

/** An order for the fake fleet, for real and with short waits. */
export const anOrder = (change: Partial<RebootOrder> = {}): RebootOrder => ({
  dryRun: false,
  tags: { role: 'kafka-role', nodeId: 'kafka-node-id' },
  settings: {
    stabilityChecks: 3,
    pollInterval: 1_000,
    stopTimeout: 120_000,
    startTimeout: 120_000,
    syncTimeout: 600_000,
    stateTopic: '_rolling-reboot',
    clusterId: undefined,
  },
  electPreferredLeaders: true,
  accept: [],
  run: 'run-1',
  slack: { cluster: 'events', runUrl: '' },
  ...change,
});
