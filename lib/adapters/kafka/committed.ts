/** The parts of a decoded message that say whether its transaction was committed; 64-bit numbers are texts. */
export interface TransactedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly isControlRecord: boolean;
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
}

/** A transaction that was aborted, as Fetch lists it; the list is in no order. */
export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/**
 * Leaves out what belongs to aborted transactions, and the markers (control records) that end transactions. A producer
 * has one transaction at a time: it is aborted from its first offset to the next abort marker of the same producer.
 */
export function committed<Message extends TransactedMessage>(
  messages: readonly Message[],
  aborted: readonly AbortedTransaction[],
): Message[] {
  const waiting = aborted.toSorted((a, b) => Number(BigInt(a.firstOffset) - BigInt(b.firstOffset)));
  const aborting = new Set<string>();
  return messages.filter((message) => {
    for (let next = waiting[0]; next !== undefined && begins(next, message); next = waiting[0]) {
      aborting.add(next.producerId);
      waiting.shift();
    }
    const { producerId, inTransaction } = message.batchContext ?? OLD_FORMAT;
    if (isAbortMarker(message)) aborting.delete(producerId);
    if (message.isControlRecord) return false;
    return !inTransaction || !aborting.has(producerId);
  });
}

const begins = ({ firstOffset }: AbortedTransaction, { offset }: TransactedMessage): boolean =>
  BigInt(firstOffset) <= BigInt(offset);

/** Messages from before Kafka 0.11 know no producers. */
const OLD_FORMAT = { producerId: '-1', inTransaction: false };
/** The key of a marker: its version INT16, then its type INT16, 0 for abort and 1 for commit. */
const TYPE_AT = 2;
const isAbortMarker = ({ isControlRecord, key }: TransactedMessage): boolean =>
  isControlRecord && key?.readInt16BE(TYPE_AT) === 0;
