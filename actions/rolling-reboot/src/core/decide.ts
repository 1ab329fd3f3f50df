/**
 * The whole cycle as one pure function, asked again after every look at the world. In this order:
 * 1. whoever is in flight is brought back first, whatever else is wrong;
 * 2. stopped nodes are started (findings forbid stops, never starts), those in transition are waited for;
 * 3. the whole cluster must be well but for those in flight, and nothing may make the cycle impossible;
 * 4. the cycle is opened, or an open one is continued;
 * 5. nodes are stopped in the order, at most `maxUnavailable` at a time, when N readings in a row were good and the
 *    safety predicate proves each stop together with all that are in flight;
 * 6. when time runs out no further node is stopped, and the cycle pauses once nobody is in flight;
 * 7. when none is left, all is done.
 * A dry run asks the same function about a simulated cluster: there is no second algorithm.
 */
import type { Allowances } from './allowances.ts';
import { decideFlights, waitForFlights } from './decide-flights.ts';
import { decideHealth } from './decide-health.ts';
import { decideRecovery, endRecovery } from './decide-recovery.ts';
import { decideStop } from './decide-stop.ts';
import type { Decision, Setting } from './decision.ts';
import type { Seen } from './observation.ts';
import type { Progress } from './progress.ts';
import { INTENT_TAG } from './tags.ts';
import { allowedWidth } from './width.ts';

export function decide(seen: Seen, progress: Progress, setting: Setting): Decision {
  const inFlight = progress.flights.length > 0;
  return (
    decideFlights(seen, progress, setting) ??
    (inFlight ? widen(seen, progress, setting) : decideAtRest(seen, progress, setting))
  );
}

const QUORUM_WAS_LOST =
  'the quorum had lost its majority when this run began, so it only started what was down: find out why, then run again';

const OVER_BEFORE = 'time-budget is over before any stop';

function decideAtRest(seen: Seen, progress: Progress, setting: Setting): Decision {
  const recovery = decideRecovery(seen, progress, setting);
  if (recovery !== undefined) return recovery;
  if (setting.settings.mode === 'recover') return endRecovery(seen, setting);
  const unwell = decideHealth(seen, progress, setting);
  if (unwell !== undefined) return unwell;
  const { cycle } = progress;
  if (cycle === undefined) return decideOpening(seen, progress, setting);
  return decideStop(seen, { ...progress, cycle }, setting);
}

function decideOpening(seen: Seen, progress: Progress, { selected, settings }: Setting): Decision {
  if (selected.size === 0) return decideLeftovers(seen, progress);
  if (progress.quorumWasLost === true) return { kind: 'pause', because: QUORUM_WAS_LOST, goesOn: false };
  if (seen.at >= settings.endsAt) return { kind: 'pause', because: OVER_BEFORE, goesOn: false };
  return { kind: 'open', because: wellness(settings.allowances) };
}

const wellness = ({ repair }: Allowances): string =>
  repair === undefined
    ? 'every node is up and the cluster is well'
    : `every node is up and the cluster is well, but for ${repair}, which is to be repaired`;

/** A cycle or an announcement that an earlier run left open is closed, even where nothing is selected any more. */
function decideLeftovers({ instances }: Seen, { leftovers }: Progress): Decision {
  const isTagged = leftovers === 'none' && instances.some(({ tags }) => INTENT_TAG in tags);
  return isTagged || leftovers === 'possible'
    ? { kind: 'open', because: 'no node is selected, but an earlier run left something open' }
    : { kind: 'done', because: 'no node is selected' };
}

/** A further stop while others are in flight, where the window is not full; everything else waits for them. */
function widen(seen: Seen, progress: Progress, setting: Setting): Decision {
  const { flights, cycle } = progress;
  const isFull = flights.length >= allowedWidth(setting.settings, setting.nodes);
  const isRestarting = flights.every(({ purpose }) => purpose === 'restart');
  const next =
    cycle === undefined || isFull || !isRestarting
      ? undefined
      : decideStop(seen, { ...progress, cycle }, setting);
  return next?.kind === 'stop' ? next : waitForFlights(seen, progress, setting);
}
