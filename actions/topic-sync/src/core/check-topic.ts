import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { placeOfPlacement } from './placement/spread-change.ts';
import { needsOnePartition } from './reserved-topic.ts';
import type { DesiredTopic } from './topic.ts';

export interface TopicFindings {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What the values of one topic say together, after all documents were merged. */
export function checkTopic(topic: DesiredTopic): TopicFindings {
  const inSync = inSyncReplicas(topic);
  const spread = spreadState(topic);
  // Whose state it is goes by the name: other programs have topics that are named as those of Connect, too.
  const isCertain = topic.name === '_schemas';
  return {
    problems: [...inSync.problems, ...(isCertain ? spread : [])],
    warnings: [
      ...singleReplica(topic),
      ...inSync.warnings,
      ...idlePlacement(topic),
      ...(isCertain ? [] : spread),
    ],
  };
}

function spreadState({ name, partitions: { value, place } }: DesiredTopic): Problem[] {
  const owner = needsOnePartition(name);
  if (owner === undefined || !(value > 1)) return [];
  return [
    problemAt(place, `${name} has ${String(value)} partitions`, `${owner} starts with one only: put 1.`),
  ];
}

function singleReplica({ replicationFactor: { value, place } }: DesiredTopic): Problem[] {
  if (value !== 1) return [];
  const fix =
    'No broker that holds a partition of it can restart without an outage, which blocks rolling reboots: give 3.';
  return [problemAt(place, 'the replication factor is 1', fix)];
}

function inSyncReplicas({ replicationFactor, config }: DesiredTopic): TopicFindings {
  const minimum = config.get('min.insync.replicas');
  const [value, replicas] = [Number(minimum?.value ?? Number.NaN), replicationFactor.value];
  if (minimum === undefined || replicas === 0) return NOTHING;
  if (value > replicas) {
    const what = `min.insync.replicas ${String(value)} is more than the replication factor ${String(replicas)}`;
    const fix = 'No acks=all producer could ever write: lower it.';
    return { problems: [problemAt(minimum.place, what, fix)], warnings: [] };
  }
  if (value !== replicas || value === 1) return NOTHING;
  const what = `min.insync.replicas ${String(value)} is the whole replication factor`;
  const fix =
    'No broker can restart without stopping acks=all producers, which blocks rolling reboots: give one less.';
  return { problems: [], warnings: [problemAt(minimum.place, what, fix)] };
}

const NOTHING: TopicFindings = { problems: [], warnings: [] };

function idlePlacement(topic: DesiredTopic): Problem[] {
  if (topic.placement !== 'rack-aware' || topic.replicationFactor.value !== 1) return [];
  const what = 'placement: rack-aware says nothing about a single replica';
  return [problemAt(placeOfPlacement(topic), what, 'Give more replicas, or placement: balanced.')];
}
