import type { Change, ConfigChange, Operation } from './operation.ts';
import { reasonToKeep } from './reason-to-keep.ts';
import type { Observation, TopicName } from './topic.ts';
import { groupsOn, type GroupsView, type Moment, type Offsets } from './topic-use.ts';
import { type Cut, unreadLoss, unreadRecords } from './unread-records.ts';

type Answers = ReadonlyMap<TopicName, Offsets>;

/** Who uses the topics of risky changes, and what is in them. */
export interface Use {
  readonly groups: GroupsView;
  /** Of the topics that are to be deleted. */
  readonly newest: Answers;
  /** Of them too: how old records are at the least when Kafka deletes them, in milliseconds; null where it cannot be told. */
  readonly forgets: ReadonlyMap<TopicName, number | null>;
  /** Of the topics that keep less. */
  readonly earliest: Answers;
  /** Of both. */
  readonly end: Answers;
  readonly stays: Answers;
  readonly now: number;
}

/** A change that deletes records which topics keep now. */
const isCut = (change: Change): change is Change<ConfigChange> =>
  change.risk === 'data-loss' &&
  'name' in change.operation &&
  /(^|\.)retention\.|^cleanup\.policy$/.test(change.operation.name);

/** The topics about whose use something is to be told; nothing is asked about the others. */
export const isRisky = (change: Change): boolean => {
  const { kind } = change.operation;
  return kind === 'delete-topic' || kind === 'add-partitions' || isCut(change);
};

/** From when on records stay for certain, for each topic that keeps less; `end` where no time tells it. */
export function cutsOf(
  changes: readonly Change[],
  observed: ReadonlyMap<TopicName, Observation>,
  now: number,
): Map<TopicName, Moment> {
  const cuts = new Map<TopicName, Moment>();
  for (const { operation } of changes.filter(isCut)) {
    const found = momentOf(operation, observed.get(operation.topic), now);
    const known = cuts.get(operation.topic);
    const worse = typeof known === 'number' && typeof found === 'number' ? Math.max(known, found) : 'end';
    cuts.set(operation.topic, known === undefined ? found : worse);
  }
  return cuts;
}

function momentOf(operation: ConfigChange, observation: Observation | undefined, now: number): Moment {
  const { name, after } = operation;
  if (name !== 'retention.ms' || observation?.kind !== 'present') return 'end';
  const inForce = after ?? observation.topic.config.get(name)?.inherited ?? '';
  return /^\d+$/.test(inForce) ? Math.max(0, now - Number(inForce)) : 'end';
}

/** Puts on each risky change what its topic's users would notice; a deletion of a topic in use is blocked. */
export function judgeUse(change: Change, use: Use): Change {
  const { operation } = change;
  const { topic } = operation;
  if (operation.kind === 'delete-topic') return judgeDeletion(change, operation, use);
  if (operation.kind === 'add-partitions') return withEvidence(change, usersOf(topic, use.groups));
  if (!isCut(change)) return change;
  return withEvidence(change, unreadRecords(topic, use.groups, cutOf(topic, use)));
}

/** Why a consumer group may lose unread records by an operation of the plan. */
export function unreadLosses(changes: readonly Change[], use: Use): Map<Operation, string> {
  return new Map(
    changes.filter(isCut).flatMap(({ operation }) => {
      const { topic } = operation;
      const loss = unreadLoss(topic, use.groups, cutOf(topic, use));
      return loss === null ? [] : [[operation, loss] as const];
    }),
  );
}

const cutOf = (topic: TopicName, { earliest, end, stays }: Use): Cut => ({
  ...{ earliest: earliest.get(topic), end: end.get(topic), stays: stays.get(topic) },
});

function judgeDeletion(
  change: Change,
  operation: Extract<Operation, { kind: 'delete-topic' }>,
  { groups, newest, end, forgets, now }: Use,
): Change {
  const { topic } = operation;
  const because = reasonToKeep(operation, {
    ...{ groups, now, newest: newest.get(topic), end: end.get(topic) },
    forgetsAfter: forgets.get(topic) ?? null,
  });
  if (because === null) return withEvidence(change, 'no group uses it');
  const fix = 'Stop what uses the topic, delete the offsets of its groups, and wait for delete-guard.';
  return { ...change, blocked: { because, fix } };
}

function usersOf(topic: TopicName, groups: GroupsView): string {
  const names = groupsOn(groups, topic).map(({ group }) => group);
  const [unreadable] = groups.unreadable;
  const told = names.length === 0 ? [] : [`its consumer groups: ${names.join(', ')}`];
  if (unreadable !== undefined) return [...told, `not all groups can be seen: ${unreadable}`].join('; ');
  return told[0] ?? 'no consumer group uses it';
}

const withEvidence = (change: Change, evidence: string): Change => ({
  ...change,
  riskBecause: change.riskBecause === null ? evidence : `${change.riskBecause}; ${evidence}`,
});
