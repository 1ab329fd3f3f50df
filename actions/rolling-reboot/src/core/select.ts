import { formatDuration } from '../../../../lib/core/duration.ts';
import { type Problem, type Parsed, parsed, refused } from '../../../../lib/core/problem.ts';
import type { RestartBy } from './decision.ts';
import type { Instance, KafkaNode, NodeName } from './node.ts';
import { eventsOf, type ScheduledEvent } from './scheduled-event.ts';

/** Which nodes a cycle restarts. */
export interface Selection {
  /** Names as they are written in the outputs; empty for all. */
  readonly nodes: readonly string[];
  readonly only:
    | { readonly kind: 'all' }
    /** Launched longer ago than so many milliseconds. */
    | { readonly kind: 'stale'; readonly olderThan: number }
    /** AWS is going to do something to their instances. */
    | { readonly kind: 'scheduled-events' };
}

export interface Candidates {
  readonly nodes: readonly KafkaNode[];
  readonly instances: readonly Instance[];
  readonly events: readonly ScheduledEvent[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The selected nodes; names that no node has are problems. */
export function select(
  { nodes: names, only }: Selection,
  candidates: Candidates,
): Parsed<ReadonlySet<NodeName>> {
  const known = candidates.nodes.map(({ name }) => name);
  const strangers = names.filter((name) => !known.some((each) => each === name));
  if (strangers.length > 0) return refused(strangers.map((name) => unknownNode(name, known)));
  const named = candidates.nodes.filter(({ name }) => names.length === 0 || names.includes(name));
  return parsed(new Set(named.filter((node) => matches(node, only, candidates)).map(({ name }) => name)));
}

const unknownNode = (name: string, known: readonly string[]): Problem => ({
  where: 'input nodes',
  what: `the cluster has no node ${name}`,
  fix: `Give names among ${known.join(', ')}.`,
});

function matches(node: KafkaNode, only: Selection['only'], candidates: Candidates): boolean {
  switch (only.kind) {
    case 'all':
      return true;
    case 'stale': {
      const { instances, now } = candidates;
      const launched = instances.find(({ id }) => id === node.instance)?.launchTime ?? now;
      return now - launched > only.olderThan;
    }
    case 'scheduled-events':
      return eventsOf(node, candidates.events).length > 0;
  }
}

/** What is restarted and how, in words: a cycle is continued only by a run that wants the same. */
export const describeRestart = (selection: Selection, by: RestartBy): string =>
  `${describeSelection(selection)}${by === 'reboot' ? ', by a reboot' : ''}`;

function describeSelection({ nodes, only }: Selection): string {
  const which = nodes.length === 0 ? 'all nodes' : nodes.toSorted().join(', ');
  switch (only.kind) {
    case 'all':
      return which;
    case 'stale':
      return `${which}, launched more than ${formatDuration(only.olderThan)} ago`;
    case 'scheduled-events':
      return `${which}, with scheduled events`;
  }
}
