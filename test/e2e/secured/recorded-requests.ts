import type { BrokerLink } from '../../../lib/adapters/kafka/broker-link.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';

/** Adds the name of each request that goes over the connection, by Kafka's name of it. */
export function recordRequests(connection: KafkaConnection, names: Set<string>): KafkaConnection {
  const withLink = connection.withLink.bind(connection);
  connection.withLink = (to, work) => withLink(to, (link) => work(recording(link, names)));
  return connection;
}

/** The link itself does all; its methods are its own, since its parts are private. */
const recording = (link: BrokerLink, names: Set<string>): BrokerLink =>
  new Proxy(link, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        if (key === 'exchange') names.add((given[0] as { readonly name: string }).name);
        // What kafkajs does itself is the reading of records.
        if (key === 'use') names.add('Fetch');
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
