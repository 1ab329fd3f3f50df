import { type BrokerId, brokerId, type KafkaNode } from './node.ts';

/** Above this many brokers the gate asks the polling broker and some witnesses, not everyone. */
const ASK_EVERYONE_UP_TO = 12;
const WITNESSES = 5;

/**
 * The broker that is named in messages and reports. It is never the node to be stopped: when it is next, the role is
 * handed over. Undefined when no broker can take the role.
 */
export function nominatePollingBroker(
  current: BrokerId | undefined,
  brokers: readonly KafkaNode[],
  unavailable: ReadonlySet<number>,
): BrokerId | undefined {
  const candidates = brokers.filter(({ broker, id }) => broker && !unavailable.has(id)).map(idOf);
  if (current !== undefined && candidates.includes(current)) return current;
  return candidates.sort((a, b) => a - b).at(0);
}

const idOf = ({ id }: KafkaNode): BrokerId => brokerId(id);

/** Who is asked: everyone who should be up, or in a big cluster the polling broker and witnesses of other zones. */
export function chooseObservers(nodes: readonly KafkaNode[], polling: BrokerId | undefined): BrokerId[] {
  const brokers = nodes.filter(({ broker }) => broker);
  if (brokers.length <= ASK_EVERYONE_UP_TO) return brokers.map(idOf);
  const home = brokers.find(({ id }) => id === polling) ?? brokers[0];
  const others = brokers.filter(({ id }) => id !== home?.id);
  const elsewhere = others.filter(({ zone }) => zone !== home?.zone);
  const witnesses = [...elsewhere, ...others.filter(({ zone }) => zone === home?.zone)].slice(0, WITNESSES);
  return [home, ...witnesses].flatMap((node) => (node === undefined ? [] : [idOf(node)]));
}
