import type { Base } from './base.ts';
import type { Grave } from './grave.ts';
import type { Change } from './operation.ts';
import { ownerOf } from './reserved-topic.ts';
import type { DesiredTopic } from './topic.ts';
import { collisionKey } from './topic-name.ts';

/** A topic that the cluster has. */
export interface ListedTopic {
  readonly name: string;
  /** Kafka keeps its own state in it. */
  readonly internal: boolean;
  /** We may not describe it: its name is all that is known. */
  readonly isHidden?: boolean;
}

/** The names of the topics that we may not describe; `because` says why they are not known. */
export type HiddenTopics =
  | { readonly kind: 'known'; readonly names: readonly string[] }
  | { readonly kind: 'unknown'; readonly because: string };

/**
 * A topic of the cluster that the files do not declare. `unmanaged`: nobody ever did, as far as the base tells.
 * `orphaned`: the base declares it, its file is gone. `tombstoned`: it is to go. `reserved`: another program keeps its
 * state in it.
 */
export interface OtherTopic {
  readonly topic: string;
  readonly kind: 'orphaned' | 'tombstoned' | 'unmanaged' | 'reserved';
  readonly because: string;
}

/** Somebody should declare it, or delete it; the topics of other programs come and go with them. */
export const isStray = ({ kind }: OtherTopic): boolean => kind !== 'reserved';

const KINDS: readonly OtherTopic['kind'][] = ['orphaned', 'tombstoned', 'unmanaged', 'reserved'];

/** Those that were declared once before the others. */
export const orphansFirst = (others: readonly OtherTopic[]): OtherTopic[] =>
  others.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));

interface Declared {
  readonly topics: readonly Pick<DesiredTopic, 'name'>[];
  readonly graves: readonly Grave[];
  readonly base: Base;
}

/** The topics that are left alone or are to go, by name; those that are Kafka's own are not told. */
export function otherTopics(
  listed: readonly ListedTopic[],
  { topics, graves, base }: Declared,
): OtherTopic[] {
  const declared = new Set<string>(topics.map(({ name }) => name));
  const reasons = new Map<string, string>(graves.map(({ name, reason }) => [name, reason]));
  const before = new Set<string>(base.kind === 'known' ? base.topics.keys() : []);
  return listed
    .filter(({ name, internal }) => !internal && !name.startsWith('__') && !declared.has(name))
    .map((each) => ({ ...otherTopic(each.name, reasons.get(each.name), before.has(each.name)), each }))
    .map(({ each, ...other }) => (each.isHidden === true ? hidden(other) : other))
    .toSorted((a, b) => (a.topic < b.topic ? -1 : 1));
}

const hidden = (other: OtherTopic): OtherTopic => ({
  ...other,
  because: `${other.because}; to see more of it needs Describe on Topic:${other.topic}`,
});

function otherTopic(topic: string, tombstone: string | undefined, onBase: boolean): OtherTopic {
  if (tombstone !== undefined) {
    return { topic, kind: 'tombstoned', because: `a Tombstone says: ${tombstone}` };
  }
  if (onBase) {
    const because = 'its file is gone; it is kept, only a Tombstone deletes a topic';
    return { topic, kind: 'orphaned', because };
  }
  const owner = ownerOf(topic);
  if (owner !== undefined) return { topic, kind: 'reserved', because: `it belongs to ${owner}` };
  return { topic, kind: 'unmanaged', because: 'no file declares it' };
}

/** Blocks a new topic whose name differs from that of another one only in "." and "_", as the brokers would. */
export function withCollisions(changes: readonly Change[], listed: readonly ListedTopic[]): Change[] {
  const byKey = new Map(listed.map(({ name }) => [collisionKey(name), name]));
  return changes.map((change) => {
    const { kind, topic } = change.operation;
    const other = byKey.get(collisionKey(topic));
    if (kind !== 'create-topic' || other === undefined || other === topic) return change;
    const because = `the cluster has the topic ${other}, which has the same name in Kafka's metrics`;
    return { ...change, blocked: { because, fix: 'Name it otherwise.' } };
  });
}
