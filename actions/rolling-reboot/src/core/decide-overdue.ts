import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Problem } from '../../../../lib/core/problem.ts';
import type { Blocker } from './blocker.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { describeBlocker } from './describe-blocker.ts';
import { awaitedByFlights } from './flight-blockers.ts';
import type { Seen } from './observation.ts';
import { WAITS } from './phase-waits.ts';
import type { Flight, Progress } from './progress.ts';
import { asProblem } from './remedy.ts';
import { isBack } from './track.ts';

/** The input that bounds a phase, and its milliseconds. */
interface Limit {
  readonly name: string;
  readonly after: number;
}

function limitOf({ phase, uncleanBy }: Flight, settings: Settings): Limit {
  switch (phase) {
    case 'stopping':
    case 'leaving':
    case 'rebooting':
      return { name: 'stop-timeout', after: settings.stopTimeout };
    case 'starting':
      return { name: 'start-timeout', after: settings.startTimeout };
    case 'returning':
      return {
        name: 'sync-timeout',
        after: settings.syncTimeout * (uncleanBy.length > 0 ? RECOVERY_FACTOR : 1),
      };
  }
}

/** A broker that did not shut down cleanly reads its logs through before it catches up. */
const RECOVERY_FACTOR = 2;

/** A node in flight that has had its time: the cycle ends, and says what was waited for. */
export function haltOverdue(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const { settings } = setting;
  const overdue = progress.flights.find((flight) => seen.at - flight.since > limitOf(flight, settings).after);
  if (overdue === undefined) return undefined;
  const limit = limitOf(overdue, settings);
  const blockers = awaitedByFlights(seen, progress, setting);
  const facts = blockers.slice(0, 3).map(describeBlocker).join('; ');
  const problem = overdueProblem(overdue, limit, facts && `: ${facts}`);
  const cause = causeElsewhere(overdue, seen, blockers);
  return {
    kind: 'halt',
    problems: [
      cause === undefined ? problem : { ...problem, fix: `See to ${cause.where} first. ${cause.fix}` },
    ],
    because: `${overdue.node.name} took too long ${WAITS[overdue.phase]}`,
  };
}

/** What another node lacks: more time for this one would not mend it. */
function causeElsewhere(
  { phase, node }: Flight,
  seen: Seen,
  [first]: readonly Blocker[],
): Problem | undefined {
  if (phase !== 'returning' || first === undefined || first.kind === 'not-stable') return undefined;
  // A returning node's own instance runs.
  const isAway = first.kind === 'instance-state' || first.kind === 'instance-missing';
  return isAway || isBack(node, seen) ? asProblem(first) : undefined;
}

function overdueProblem({ node, phase }: Flight, { name, after }: Limit, facts: string): Problem {
  const where = `${node.name} (${node.instance})`;
  const limit = `${name} (${formatDuration(after)})`;
  if (phase === 'rebooting') {
    const what = `its reboot did not take place within ${limit}: the cluster never saw it leave${facts}`;
    return { where, what, fix: "Look at the instance's console; run again, or use mode stop-start." };
  }
  const what = `it took longer than ${limit} ${WAITS[phase]}${facts}`;
  const fix = `Look at the instance's console and at Kafka's log there; raise ${name} if this is its usual time.`;
  return { where, what, fix };
}
