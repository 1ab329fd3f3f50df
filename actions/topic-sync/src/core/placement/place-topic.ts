import type { Placement } from '../topic.ts';
import { evenLeaders } from './even-leaders.ts';
import { evenReplicas } from './even-replicas.ts';
import { placeNew } from './place-new.ts';
import { type RackedBroker, Racks } from './racks.ts';
import { type Assignment, spreadOverRacks } from './spread-racks.ts';

/** What a declared placement makes of a topic. */
export interface TopicPlaces {
  /** Of the partitions that are there. */
  readonly existing: Assignment;
  /** Of those that are to be made. */
  readonly added: Assignment;
}

export interface PlaceRequest {
  readonly topic: string;
  readonly placement: Placement;
  readonly brokers: readonly RackedBroker[];
  /** Where the replicas are. */
  readonly before: Assignment;
  /** Where they would be anyway, when another replication factor is made; `before` otherwise. */
  readonly wanted: Assignment;
  readonly added: number;
  /** Of the partitions that are added. */
  readonly factor: number;
}

/**
 * Where replicas go. `rack-aware`: those of each partition in as many racks as there can be. `balanced`: besides, in
 * each rack brokers hold as many as each other, and lead as many where that can be. Nothing but the topic and the brokers
 * that are up counts, so other topics never change a plan; a placement that is kept already is left as it is.
 */
export function placeTopic(request: PlaceRequest): TopicPlaces {
  const { topic, placement, brokers, before, wanted, factor } = request;
  const racks = new Racks(brokers, topic);
  const spread = spreadOverRacks(wanted, racks);
  const isBalanced = placement === 'balanced';
  const existing = isBalanced ? evenReplicas(spread, before, racks) : spread;
  const added = placeNew(existing, { count: request.added, factor }, racks);
  if (!isBalanced && existing.length > 0) return { existing, added };
  const all = evenLeaders([...existing, ...added], racks);
  return { existing: all.slice(0, existing.length), added: all.slice(existing.length) };
}
