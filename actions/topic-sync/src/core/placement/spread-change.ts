import type { Change, SpreadReplicas } from '../operation.ts';
import type { DesiredTopic } from '../topic.ts';

type Spread = Pick<SpreadReplicas, 'moves' | 'assignment' | 'topicId'> & Pick<Change, 'because' | 'blocked'>;

/** The change that brings the replicas of a topic where its placement wants them. */
export const spreadChange = (
  { name, placement, ...topic }: DesiredTopic,
  { because, blocked, ...operation }: Spread,
): Change<SpreadReplicas> => ({
  operation: { kind: 'spread-replicas', topic: name, placement, ...operation },
  because,
  risk: 'slow',
  riskBecause: null,
  blocked,
  notValidated: null,
  standing: null,
  place: placeOfPlacement(topic),
});

/** Where a file says how the replicas are placed. */
export const placeOfPlacement = ({
  origins,
  place,
}: Pick<DesiredTopic, 'origins' | 'place'>): DesiredTopic['place'] =>
  origins.get('placement')?.at(-1)?.place ?? place;
