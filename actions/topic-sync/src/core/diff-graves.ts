import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import type { Base } from './base.ts';
import { gate } from './gate.ts';
import type { Burial, Grave } from './grave.ts';
import type { Blocked, Change, Consent } from './operation.ts';
import type { Difference, TopicDifference } from './plan.ts';
import { ownerOf } from './reserved-topic.ts';
import type { Observation, TopicName } from './topic.ts';

/** Adds the deletions that are still to be made, as the last changes; who uses the topics is not asked yet. */
export function withGraves(
  difference: Difference,
  burial: Burial,
  given: { readonly observed: ReadonlyMap<TopicName, Observation>; readonly consents: ReadonlySet<Consent> },
): Difference {
  const parts = burial.graves.map((grave) => diffGrave(grave, burial, given));
  return {
    ...difference,
    changes: [...difference.changes, ...parts.flatMap(({ changes }) => changes)],
    unknown: [...difference.unknown, ...parts.flatMap(({ unknown = [] }) => unknown)],
    warnings: [...difference.warnings, ...parts.flatMap(({ warnings = [] }) => warnings)],
  };
}

const NOT_SEEN: Observation = { kind: 'unknown', because: 'the cluster did not answer for it' };

function diffGrave(
  grave: Grave,
  burial: Burial,
  { observed, consents }: Parameters<typeof withGraves>[2],
): TopicDifference {
  const { name, topicId } = grave;
  const observation = observed.get(name) ?? NOT_SEEN;
  switch (observation.kind) {
    case 'absent':
      return { changes: [] };
    case 'unknown':
      return { changes: [], unknown: [{ topic: name, because: observation.because, place: topicId.place }] };
    case 'present': {
      const { id } = observation.topic;
      if (id !== topicId.value) return { changes: [], warnings: [anotherTopic(grave, id)] };
      return { changes: [deletion(grave, burial, consents)] };
    }
  }
}

const anotherTopic = ({ name, topicId }: Grave, id: string): Problem =>
  problemAt(
    topicId.place,
    `${name} has the id ${id}, so it is not the topic of the Tombstone and is kept`,
    'Correct the id, or remove the Tombstone if the topic that it meant is gone.',
  );

function deletion(grave: Grave, { base, unusedForMs }: Burial, consents: ReadonlySet<Consent>): Change {
  const { name, topicId, reason } = grave;
  return {
    operation: { kind: 'delete-topic', topic: name, topicId: topicId.value, unusedForMs },
    because: `a Tombstone says: ${reason}`,
    risk: 'irreversible',
    riskBecause: 'the topic and all its records are gone for good',
    blocked: ofOthers(name) ?? protection(name, base) ?? gate('delete', consents),
    notValidated: null,
    standing: null,
    place: topicId.place,
  };
}

function ofOthers(name: TopicName): Blocked | null {
  const owner = ownerOf(name);
  if (owner === undefined) return null;
  return {
    because: `it belongs to ${owner}, and such topics are never deleted`,
    fix: 'Remove the Tombstone.',
  };
}

/** Protection counts as it was before the change: else the change that deletes a topic could lift it. */
function protection(name: TopicName, base: Base): Blocked | null {
  if (base.kind === 'unknown') {
    const because = `whether the base allows it is not known: ${base.because}`;
    return { because, fix: 'Give base-ref, and fetch that commit (fetch-depth: 0).' };
  }
  const deletionOnBase = base.topics.get(name)?.deletion;
  if (deletionOnBase === 'allow') return null;
  const because =
    deletionOnBase === undefined
      ? 'the base does not declare the topic'
      : 'the topic is protected on the base';
  const fix =
    'First merge `lifecycle: { deletion: allow }` on the Topic, and keep the Topic until it is deleted.';
  return { because, fix };
}
