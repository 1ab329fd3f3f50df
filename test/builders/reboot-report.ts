import type { Report, ReportedNode } from '../../actions/rolling-reboot/src/core/report.ts';
import { aNode, NIGHT } from './fleet.ts';

const MINUTE = 60_000;

/** Restarted by this run, in ten minutes from `NIGHT` on. */
export function aReportedNode(id: number, change: Partial<ReportedNode> = {}): ReportedNode {
  const { name, zone, instance } = aNode(id);
  const times = {
    stopRequested: NIGHT,
    stopped: NIGHT + MINUTE,
    left: NIGHT + MINUTE,
    startRequested: NIGHT + MINUTE,
    running: NIGHT + 3 * MINUTE,
    back: NIGHT + 9 * MINUTE,
    restarted: NIGHT + 10 * MINUTE,
  };
  const who = { node: name, role: 'broker', zone, instance } as const;
  return { ...who, by: 'this-run', did: 'restarted', times, underReplicatedPeak: 7, ...change };
}

export const aReport = (change: Partial<Report> = {}): Report => ({
  status: 'completed',
  cycle: 'cycle-1',
  resumed: false,
  goesOn: false,
  startedAt: NIGHT,
  endedAt: NIGHT + 30 * MINUTE,
  nodes: [1, 2, 3].map((id) => aReportedNode(id)),
  remaining: [],
  plan: null,
  forecast: null,
  actual: null,
  comparison: null,
  certificates: [],
  problems: [],
  warnings: [],
  waits: [],
  pollingBrokers: [],
  events: [],
  ...change,
});
