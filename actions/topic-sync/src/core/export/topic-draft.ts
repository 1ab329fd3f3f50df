import type { Labels, Placement, TopicName } from '../topic.ts';

/** A Topic document before it is written. */
export interface TopicDraft {
  readonly name: TopicName;
  readonly owner: string | null;
  readonly description: string | null;
  readonly labels: Labels;
  readonly partitions: string;
  readonly replicationFactor: string;
  /** Unmanaged where it is absent. */
  readonly placement?: Placement | undefined;
  /** Comments before the document. */
  readonly notes?: readonly string[] | undefined;
  /** By config name: the value as Kafka has it, or null for "no override" over what the defaults say. */
  readonly config: ReadonlyMap<string, string | null>;
  /** An override could not be written: the topic is `additive`, so that nothing unsets it. */
  readonly isPart: boolean;
}

/** A topic, or one config of it, that is not in the documents. */
export interface LeftOut {
  readonly topic: string;
  /** null: the whole topic. */
  readonly config: string | null;
  readonly because: string;
}
