import type { Blocker } from './blocker.ts';
import { type Decision, restartBy, type Setting } from './decision.ts';
import { gate } from './gate.ts';
import { instancesAway } from './instances-away.ts';
import type { KafkaNode } from './node.ts';
import { partitionName, type Seen } from './observation.ts';
import { restartOrder, waitsForOthers } from './order.ts';
import { pauseReason } from './pause-reason.ts';
import type { Cycle, Progress } from './progress.ts';
import { isVoter } from './quorum-part.ts';
import { asProblem, halt } from './remedy.ts';
import { type Certificate, isHopeless, maySafelyStop, type StopRules, type Verdict } from './safety.ts';
import { describeEvent, dueAt, eventsOf } from './scheduled-event.ts';
import { excusedIds, parkedIds } from './track.ts';
import { allowedWidth } from './width.ts';

/** The next node to stop, together with all that are in flight; or why none may be stopped now. */
export function decideStop(seen: Seen, progress: InCycle, setting: Setting): Decision {
  const remaining = remainingNodes(progress, setting);
  if (remaining.length === 0) return { kind: 'done', because: 'every node of this cycle was restarted' };
  const given = haltDropped(progress);
  if (given !== undefined) return given;
  const pause = pauseReason(seen, progress, setting.settings);
  if (pause !== undefined) return { kind: 'pause', ...pause };
  const { stabilityChecks } = setting.settings;
  if (progress.goodReadings < stabilityChecks) {
    const blocker: Blocker = { kind: 'not-stable', readings: progress.goodReadings, wanted: stabilityChecks };
    return {
      kind: 'wait',
      blockers: [blocker],
      because: 'for readings of a well cluster before the next stop',
    };
  }
  return firstSafe(candidates(remaining, seen, { progress, setting }), seen, { progress, setting });
}

/** What kept a stop from being made so often does not pass, and each time the ledger gets two more records. */
const MOST_DROPS = 3;

function haltDropped({ drops }: Progress): Decision | undefined {
  const [found] = [...drops].filter(([, { times }]) => times >= MOST_DROPS);
  if (found === undefined) return undefined;
  const [node, { reason }] = found;
  const problem = {
    where: node,
    what: `its stop was announced ${String(MOST_DROPS)} times and never made: ${reason}`,
    fix: 'Mend that, then run again. Where looks take too long, run nearer to the brokers, and see which of them answers late.',
  };
  return halt([problem], `${node} cannot be stopped`);
}

type InCycle = Progress & { readonly cycle: Cycle };

function remainingNodes({ cycle, flights, finished }: InCycle, { nodes }: Setting): KafkaNode[] {
  const begun = new Set([...flights.map(({ node }) => node.name), ...finished.map(({ node }) => node)]);
  return nodes.filter(({ name, parked }) => cycle.selected.has(name) && !parked && !begun.has(name));
}

/** In the order of restarts; at most one voter is in flight, and who leads its kind is stopped after the others of it. */
function candidates(
  remaining: readonly KafkaNode[],
  seen: Seen,
  { progress: { flights, finished, measured }, setting }: Surroundings,
): KafkaNode[] {
  const voterInFlight = flights.some(({ node }) => isVoter(node, seen));
  const hints = {
    due: dueAt(setting.events),
    lasts: ({ name }: KafkaNode) => measured?.byNode.get(name) ?? 0,
    width: allowedWidth(setting.settings, setting.nodes),
    restarted: finished.length,
  };
  return restartOrder(remaining, seen, hints).filter(
    (node) => !(voterInFlight && isVoter(node, seen)) && !waitsForOthers(node, remaining, seen),
  );
}

export interface Surroundings {
  readonly progress: Progress;
  readonly setting: Setting;
}

function firstSafe(nodes: readonly KafkaNode[], seen: Seen, { progress, setting }: Surroundings): Decision {
  const rules = rulesOf({ progress, setting });
  const isAlone = progress.flights.length === 0;
  let refused: Decision | undefined;
  for (const node of repairFirst(nodes, setting)) {
    if (!isAlone && isHopeless(node, seen, rules)) continue;
    const verdict = maySafelyStop(node, seen, rules);
    if (verdict.safe) return stop(node, verdict.certificate, setting);
    if (isAlone) refused ??= halt(verdict.blockers.map(asProblem), `${node.name} cannot be stopped safely`);
  }
  return refused ?? { kind: 'wait', blockers: [], because: 'for the nodes in flight' };
}

/** The whole proof once more on what is seen right before the stop: the cluster is well, and the node can be spared. */
export function reprove(node: KafkaNode, seen: Seen, surroundings: Surroundings): Verdict {
  const rules = rulesOf(surroundings);
  const { progress, setting } = surroundings;
  const [first, ...others] = [
    ...instancesAway(seen, setting.nodes, progress.flights),
    ...gate(seen, setting.nodes, rules.down),
  ];
  return first === undefined
    ? maySafelyStop(node, seen, rules)
    : { safe: false, blockers: [first, ...others] };
}

function rulesOf({ progress, setting: { nodes, settings } }: Surroundings): StopRules {
  const { allowances } = settings;
  return { down: excusedIds(nodes, progress, allowances), parked: parkedIds(nodes), allowances };
}

const repairFirst = (nodes: readonly KafkaNode[], { settings }: Setting): KafkaNode[] => {
  const { repair } = settings.allowances;
  return [...nodes.filter(({ name }) => name === repair), ...nodes.filter(({ name }) => name !== repair)];
};

function stop(node: KafkaNode, certificate: Certificate, { events, settings }: Setting): Decision {
  const { tightest } = certificate;
  const scheduled = eventsOf(node, events).map((event) => `${describeEvent(event)}; `);
  const spared =
    tightest === null
      ? withoutPartition(certificate)
      : `its tightest partition ${partitionName(tightest)} keeps ` +
        `${String(tightest.left.length)} in-sync replicas (minimum ${String(tightest.minimum)})`;
  return {
    kind: 'stop',
    node,
    by: restartBy(settings.mode),
    certificate,
    because: `${scheduled.join('')}${spared}`,
  };
}

const withoutPartition = ({ voters }: Certificate): string =>
  voters === null
    ? 'it holds no partition and has no vote'
    : `it holds no partition, and ${String(voters.left)} of ${String(voters.of)} voters stay in sync (a majority is ${String(voters.needed)})`;
