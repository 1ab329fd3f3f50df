import { listItems } from './config-value.ts';
import { gate, gateAll } from './gate.ts';
import { minimumTooHigh } from './in-sync-minimum.ts';
import type { Blocked, Change, Consent, Impossible, Risk } from './operation.ts';
import { needsOnePartition, ownerOf } from './reserved-topic.ts';
import { type DesiredTopic, effective, type ObservedTopic } from './topic.ts';

/** The differences in the number of partitions and of replicas. */
export function diffCounts(
  desired: DesiredTopic,
  observed: ObservedTopic,
  consents: ReadonlySet<Consent>,
): Change[] {
  const changes = [partitionChange(desired, observed, consents), replicaChange(desired, observed, consents)];
  return changes.filter((change) => change !== undefined);
}

function partitionChange(
  desired: DesiredTopic,
  observed: ObservedTopic,
  consents: ReadonlySet<Consent>,
): Change | undefined {
  const [before, after] = [observed.replicas.length, desired.partitions.value];
  if (before === after) return undefined;
  const subject = { topic: desired.name, topicId: observed.id, before, after };
  const because = `the file says ${String(after)} partitions, the topic has ${String(before)}`;
  if (after < before) return partitionRemoval(desired, { kind: 'remove-partitions', ...subject }, because);
  const { risk, riskBecause } = orderingRisk(desired, observed);
  return {
    operation: { kind: 'add-partitions', ...subject },
    because,
    risk,
    riskBecause,
    blocked: secondPartition(desired, before) ?? gate(risk === 'safe' ? null : 'repartition-keyed', consents),
    notValidated: null,
    standing: null,
    place: desired.partitions.place,
  };
}

/** No consent helps: the program would not start any more, and Kafka cannot remove the partition. */
function secondPartition({ name }: DesiredTopic, before: number): Blocked | null {
  const owner = before === 1 ? needsOnePartition(name) : undefined;
  if (owner === undefined) return null;
  return { because: `${owner} does not start when this topic has more than one partition`, fix: 'Put 1.' };
}

function orderingRisk(
  desired: DesiredTopic,
  observed: ObservedTopic,
): { readonly risk: Risk; readonly riskBecause: string | null } {
  if (isCompacted(desired, observed)) {
    const riskBecause =
      'the topic is compacted: keys move, and their old values stay in the old partition for ever';
    return { risk: 'ordering-breaking', riskBecause };
  }
  const owner = ownerOf(desired.name);
  if (owner !== undefined) {
    const riskBecause = `it belongs to ${owner}, which counts on the number of its partitions`;
    return { risk: 'ordering-breaking', riskBecause };
  }
  if (desired.ordering === 'none') return { risk: 'safe', riskBecause: null };
  const riskBecause = `keys move to other partitions, so the order of their records breaks (ordering: ${desired.ordering})`;
  return { risk: 'ordering-breaking', riskBecause };
}

/** Compacted now or afterwards; a policy that cannot be seen counts as compacted. */
function isCompacted(desired: DesiredTopic, observed: ObservedTopic): boolean {
  const [config, wanted] = [observed.config.get('cleanup.policy'), desired.config.get('cleanup.policy')];
  const before = effective(config);
  const after = wanted === undefined ? before : (wanted.value ?? config?.inherited ?? null);
  return [before, after].some((policy) => policy === null || listItems(policy).includes('compact'));
}

function partitionRemoval(desired: DesiredTopic, operation: Impossible, because: string): Change {
  const blocked = {
    because: 'Kafka cannot remove partitions',
    fix: `Put ${String(operation.before)}, or create a new topic.`,
  };
  return impossible(operation, because, { risk: 'data-loss', blocked, place: desired.partitions.place });
}

function replicaChange(
  desired: DesiredTopic,
  observed: ObservedTopic,
  consents: ReadonlySet<Consent>,
): Change | undefined {
  const { value: after, place } = desired.replicationFactor;
  const factors = [...new Set(observed.replicas)].sort((a, b) => a - b);
  if (factors.every((factor) => factor === after)) return undefined;
  const before = factors.length === 1 ? (factors[0] ?? null) : null;
  const found = before === null ? `partitions with ${factors.join(' and ')} replicas` : String(before);
  const subject = { topic: desired.name, topicId: observed.id, before, after };
  const needed = [
    ...(factors.some((factor) => factor < after) ? (['reassign'] as const) : []),
    ...(factors.some((factor) => factor > after) ? (['replication-decrease'] as const) : []),
  ];
  return {
    operation: { kind: 'change-replication-factor', ...subject, moves: [], assignment: [] },
    because: `the file says replication factor ${String(after)}, the topic has ${found}`,
    risk: 'slow',
    riskBecause: null,
    blocked: minimumTooHigh(desired, observed, consents) ?? gateAll(needed, consents),
    notValidated: null,
    standing: null,
    place,
  };
}

function impossible(
  operation: Impossible,
  because: string,
  rest: Pick<Change, 'risk' | 'place'> & { readonly blocked: Blocked },
): Change {
  return { operation, because, riskBecause: null, notValidated: null, standing: null, ...rest };
}
