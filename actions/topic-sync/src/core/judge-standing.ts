import type { Base, UnknownBase } from './base.ts';
import { sameValue } from './config-value.ts';
import { describeValue } from './describe.ts';
import { gate } from './gate.ts';
import {
  type AddPartitions,
  type Change,
  type ConfigChange,
  type Consent,
  type Impossible,
  isConflict,
  type ReplicaChange,
  type Standing,
} from './operation.ts';
import type { DesiredTopic, Observation, ObservedTopic, TopicName } from './topic.ts';

interface Given {
  readonly base: Base;
  readonly observed: ReadonlyMap<TopicName, Observation>;
  readonly consents: ReadonlySet<Consent>;
  /** A plan only shows what it would overwrite. */
  readonly isApply: boolean;
}

/**
 * Tells of each change whether the files or the cluster moved away from the base. Where both did, differently, somebody
 * must choose: the change is blocked, so that nobody's repair is reverted unseen.
 */
export function withStandings(changes: readonly Change[], given: Given): Change[] {
  const { base, observed, consents } = given;
  if (base.kind === 'unknown') return changes.map((change) => unseen(change, base, given));
  return changes.map((change) => {
    const { topic } = change.operation;
    const observation = observed.get(topic);
    const live = observation?.kind === 'present' ? observation.topic : undefined;
    const judged = { ...change, standing: standingOf(change, base.topics.get(topic), live) };
    if (!isConflict(judged) || consents.has('overwrite')) return judged;
    return { ...judged, blocked: change.blocked ?? choice(judged, consents) };
  });
}

/** Where there is a base that cannot be used, an apply might revert a repair unseen. */
function unseen(change: Change, { why, because }: UnknownBase, { consents, isApply }: Given): Change {
  const { kind } = change.operation;
  const isSafe = !isApply || why === 'none' || consents.has('overwrite');
  if (isSafe || kind === 'create-topic' || kind === 'delete-topic') return change;
  const what = `whether somebody in the cluster changed it is not known: ${because}`;
  return { ...change, blocked: change.blocked ?? { because: what, fix: LET_IT_BE_READ } };
}

const LET_IT_BE_READ =
  'Fetch that commit (fetch-depth: 0) and let the job read it (deployments: read), or give allow: overwrite.';

function choice({ standing }: Pick<Change, 'standing'>, consents: ReadonlySet<Consent>): Change['blocked'] {
  const missing = gate('overwrite', consents);
  if (missing === null) return null;
  const fix = 'Put the value of the cluster into the file, or give allow: overwrite to replace it.';
  return { because: `it needs a choice: ${standing?.because ?? ''}`, fix };
}

const INTENT: Standing = { kind: 'intent', because: 'the files changed it' };
const ADOPTION: Standing = { kind: 'intent', because: 'the base does not declare the topic' };
const MISPLACED: Standing = {
  kind: 'drift',
  because: 'the base wants the same placement, so replicas or brokers changed in the cluster',
};
const GONE: Standing = {
  kind: 'drift',
  because: 'the base declares it, so somebody else deleted it',
};

function standingOf(
  { operation }: Change,
  base: DesiredTopic | undefined,
  live: ObservedTopic | undefined,
): Standing {
  if (operation.kind === 'delete-topic') return INTENT;
  if (base === undefined) return ADOPTION;
  switch (operation.kind) {
    case 'create-topic':
      return GONE;
    case 'set-config':
    case 'unset-config':
      return configStanding(operation, base, live);
    case 'add-partitions':
    case 'remove-partitions':
      return countStanding(operation, base.partitions.value);
    case 'change-replication-factor':
      return factorStanding(operation, base.replicationFactor.value, live);
    case 'spread-replicas':
      return operation.placement === base.placement ? MISPLACED : INTENT;
  }
}

function configStanding(
  { name, before, after, sensitive }: ConfigChange,
  base: DesiredTopic,
  live: ObservedTopic | undefined,
): Standing {
  const said = base.config.get(name)?.value ?? null;
  const type = live?.config.get(name)?.type ?? 'UNKNOWN';
  const same = (one: string | null, other: string | null): boolean =>
    one === null || other === null ? one === other : sameValue(type, one, other);
  // What the brokers hide cannot be compared: only whether the files changed is known.
  if (sensitive) return same(said, after) ? drifted('another value') : INTENT;
  const shown = (value: string | null): string =>
    value === null ? 'no override' : describeValue(name, value);
  const values = { base: shown(said), files: shown(after), cluster: shown(before) };
  return threeWay({ ofCluster: same(said, before), ofFiles: same(said, after) }, values);
}

function countStanding({ before, after }: AddPartitions | Impossible, said: number): Standing {
  const values = { base: String(said), files: String(after), cluster: String(before) };
  return threeWay({ ofCluster: said === before, ofFiles: said === after }, values);
}

/** Partitions of the old and of the new factor are those of an apply that was cut off. */
function factorStanding(
  { before, after }: ReplicaChange,
  said: number,
  live: ObservedTopic | undefined,
): Standing {
  const cluster = before === null ? 'mixed' : String(before);
  const isBetween = live?.replicas.every((factor) => factor === said || factor === after) ?? false;
  const values = { base: String(said), files: String(after), cluster };
  return threeWay({ ofCluster: isBetween && said !== after, ofFiles: said === after }, values);
}

interface Values {
  readonly base: string;
  readonly files: string;
  readonly cluster: string;
}

/** `ofCluster`, `ofFiles`: the base is as the cluster, as the files. */
function threeWay(
  { ofCluster, ofFiles }: { readonly ofCluster: boolean; readonly ofFiles: boolean },
  { base, files, cluster }: Values,
): Standing {
  if (ofCluster) return INTENT;
  if (ofFiles) return drifted(base);
  return {
    kind: 'conflict',
    because: `the files and somebody in the cluster changed it: base ${base}, files ${files}, cluster ${cluster}`,
  };
}

const drifted = (base: string): Standing => ({
  kind: 'drift',
  because: `somebody changed it in the cluster: the base says ${base}`,
});
