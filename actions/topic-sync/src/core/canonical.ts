import type { Operation } from './operation.ts';

/**
 * The text of an operation that its digest is made of: the same operation on the same cluster, topic and before-values
 * gives the same text, and nothing else (files, places, times, other topics) is in it.
 */
export const canonicalOperation = (clusterId: string, operation: Operation): string =>
  canonicalJson({ clusterId, operation: lasting(operation) });

/** What a reassignment that was cut off has moved already is no other plan: where all replicas end is what counts. */
function lasting(operation: Operation): object {
  if (operation.kind !== 'change-replication-factor') return operation;
  const { kind, topic, topicId, after, assignment } = operation;
  return { kind, topic, topicId, after, assignment };
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
