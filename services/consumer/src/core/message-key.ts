/** Where a message stands in Kafka, and the id that its own sender gave it, if any. */
export interface MessagePlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Where the partition ended when the message was read. */
  readonly end: bigint;
  /** From the header that the settings name. */
  readonly id?: string;
}

declare const keyBrand: unique symbol;

/** What makes two messages the same action: `id:` and the message's own id, or `at:` and its place. */
export type MessageKey = string & { readonly [keyBrand]: true };

/** The prefix keeps an id that looks like a place from being taken for one. */
export const keyOf = ({ topic, partition, offset, id }: Omit<MessagePlace, 'end'>): MessageKey =>
  (id === undefined ? `at:${topic}-${String(partition)}-${String(offset)}` : `id:${id}`) as MessageKey;

export const hasOwnId = (key: MessageKey): boolean => key.startsWith('id:');

/** What the receiver of an action is given, without the prefix. */
export const shownKey = (key: MessageKey): string => key.slice('id:'.length);
