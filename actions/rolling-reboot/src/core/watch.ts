/**
 * What people have to hear of while a run goes on, each distinct problem once: a long wait, a node that is held down so
 * long that Cruise Control would move its replicas away, a node that is down and that this run did not stop. Pure.
 */
import { formatDuration } from '../../../../lib/core/duration.ts';
import { clusterState } from './cluster-state.ts';
import type { Decision, Setting } from './decision.ts';
import { describeBlocker } from './describe-blocker.ts';
import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import type { Flight, Progress } from './progress.ts';
import { asProblem } from './remedy.ts';

/** Told once for each `about`. */
export interface Alert {
  readonly about: string;
  readonly text: string;
}

/** What holds now; it becomes an alert when it has held for so many milliseconds. */
interface Fact extends Alert {
  readonly after: number;
  /** Since when, in milliseconds since the epoch, where that is known. */
  readonly since?: number | undefined;
  /** It still holds when it was not seen for less than so many milliseconds, as long as nothing is done. */
  readonly lingers?: number;
}

/** Since when a fact holds, and when it was seen last, in milliseconds since the epoch. */
interface Held {
  readonly since: number;
  readonly lastSeen: number;
  readonly lingers: number;
}

export type Watch = ReadonlyMap<string, Held>;

export interface Watched {
  readonly watch: Watch;
  readonly alerts: readonly Alert[];
}

export interface Situation {
  readonly decision: Decision;
  readonly progress: Progress;
  readonly setting: Setting;
}

export function watch(before: Watch, seen: Seen, situation: Situation): Watched {
  const facts = [...longWait(situation), ...heldDown(seen, situation), ...foreignDeaths(seen, situation)];
  const held = new Map(
    facts.map(({ about, since = before.get(about)?.since ?? seen.at, lingers = 0 }) => [
      about,
      { since, lastSeen: seen.at, lingers },
    ]),
  );
  const due = facts.filter(({ about, after }) => seen.at - (held.get(about)?.since ?? seen.at) >= after);
  const isWaiting = situation.decision.kind === 'wait';
  const lingering = [...before].filter(([, { lastSeen, lingers }]) => seen.at - lastSeen < lingers);
  return {
    watch: new Map([...(isWaiting ? lingering : []), ...held]),
    alerts: due.map(({ about, text }) => ({ about, text })),
  };
}

const LONG_WAIT = 10 * 60_000;

/** What is waited for may alternate from look to look, and be one long wait all the same; in milliseconds. */
const INTERRUPTION = 60_000;

function longWait({ decision }: Situation): Fact[] {
  if (decision.kind !== 'wait') return [];
  const [first] = decision.blockers;
  const fact = first === undefined ? '' : `: ${describeBlocker(first)}. ${asProblem(first).fix}`;
  return [
    {
      about: `wait ${decision.because} ${first?.kind ?? ''}`,
      after: LONG_WAIT,
      lingers: INTERRUPTION,
      text: `for ${formatDuration(LONG_WAIT)} waiting ${decision.because}${fact}`,
    },
  ];
}

/** Cruise Control takes a broker for failed after 15 minutes and moves its replicas after 30 (broker.failure.*.threshold.ms). */
const HELD_DOWN = [15 * 60_000, 25 * 60_000] as const;
const HEALS_AFTER = 30 * 60_000;

function heldDown(seen: Seen, { progress }: Situation): Fact[] {
  return progress.flights
    .filter((flight) => isAway(flight, seen))
    .flatMap(({ node, times, since }) =>
      HELD_DOWN.map((after) => ({
        about: `${node.name} down for ${formatDuration(after)}`,
        after,
        since: times.stopRequested ?? times.startRequested ?? since,
        text:
          `${node.name} has been down for ${formatDuration(after)}. Where Cruise Control heals this cluster it moves the node's replicas ` +
          `after ${formatDuration(HEALS_AFTER)}: pause it, or look at the node: aws ec2 get-console-output --latest --instance-id ${node.instance}`,
      })),
    );
}

const isAway = ({ node, phase }: Flight, seen: Seen): boolean =>
  phase !== 'returning' || (node.broker && !clusterState(seen).registered.has(node.id));

/** One look may be wrong about a broker, but not about an instance; in milliseconds. */
const SURE_AFTER = 10_000;

/** Nodes that are down in the middle of a cycle without being ours. */
function foreignDeaths(seen: Seen, { progress, setting }: Situation): Fact[] {
  if (progress.cycle === undefined) return [];
  const ours = new Set(progress.flights.map(({ node }) => node.name));
  return setting.nodes
    .filter((node) => !node.parked && !ours.has(node.name))
    .flatMap((node) => {
      if (!isRunning(node, seen)) return [death(node, 0)];
      return isMissed(node, seen) ? [death(node, SURE_AFTER)] : [];
    });
}

const death = ({ name, instance }: KafkaNode, after: number): Fact => ({
  about: `${name} died`,
  after,
  text: `${name} is down, and this run did not stop it. No further node is stopped until it is back: aws ec2 describe-instances --instance-ids ${instance}`,
});

const isRunning = ({ instance }: KafkaNode, { instances }: Seen): boolean =>
  instances.some(({ id, state }) => id === instance && state === 'running');

const isMissed = ({ broker, id }: KafkaNode, seen: Seen): boolean =>
  broker && seen.views.length > 0 && !clusterState(seen).registered.has(id);
