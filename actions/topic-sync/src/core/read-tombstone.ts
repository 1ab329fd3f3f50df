import type { Place } from '../../../../lib/core/problem.ts';
import { placeAt, type SourceValue, valueAt } from '../../../../lib/core/source-value.ts';
import type { Findings } from './findings.ts';
import { readName, textAt } from './read-topic.ts';
import type { Placed, TopicName } from './topic.ts';

/** The wish that a topic be deleted in some environments. */
export interface Tombstone {
  readonly name: TopicName;
  readonly place: Place;
  /** By environment: the id of the topic that is meant, so that a topic made anew under the name is never deleted. */
  readonly topicIds: ReadonlyMap<string, Placed<string>>;
  readonly reason: string;
}

export function readTombstone(source: SourceValue, findings: Findings): Tombstone | undefined {
  const name = readName(source, findings);
  if (name === undefined) return undefined;
  const given = valueAt(source, ['spec', 'topicIds']);
  const topicIds = (given?.kind === 'map' ? given.entries : []).flatMap(
    ({ key, value }): [string, Placed<string>][] =>
      value.kind === 'scalar' ? [[key, { value: value.text, place: value.place }]] : [],
  );
  return {
    name,
    place: placeAt(source, ['metadata', 'name']),
    topicIds: new Map(topicIds),
    reason: textAt(source, ['spec', 'reason']) ?? '',
  };
}
