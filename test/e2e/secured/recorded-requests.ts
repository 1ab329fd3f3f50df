import type { BrokerLink } from '../../../lib/adapters/kafka/broker-link.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';

/** A set, or whatever else takes names. */
interface Names {
  add(name: string): unknown;
}

/** Adds the name of each request that goes over the connection, by Kafka's name of it. */
export function recordRequests(connection: KafkaConnection, names: Names): KafkaConnection {
  const withLink = connection.withLink.bind(connection);
  connection.withLink = (to, work) => withLink(to, (link) => work(recording(link, names)));
  return connection;
}

/** What is done with a broker of kafkajs. */
type Work = (broker: object) => unknown;

/** What kafkajs does itself is the reading and writing of records. */
const OF_KAFKAJS: Readonly<Record<string, string>> = { fetch: 'Fetch', produce: 'Produce' };

const watched =
  (work: Work, names: Names): Work =>
  (broker) =>
    work(
      new Proxy(broker, {
        get(target, key) {
          const name = OF_KAFKAJS[String(key)];
          if (name !== undefined) names.add(name);
          const member: unknown = Reflect.get(target, key, target);
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      }),
    );

/** The link itself does all; its methods are its own, since its parts are private. */
const recording = (link: BrokerLink, names: Names): BrokerLink =>
  new Proxy(link, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        if (key === 'exchange') names.add((given[0] as { readonly name: string }).name);
        const passed = key === 'use' ? [watched(given[0] as Work, names), ...given.slice(1)] : given;
        return Reflect.apply(member, target, passed) as unknown;
      };
    },
  });
