import { type NodePlace, hasRole, zookeeperConnect } from './node-place.ts';
import { authorization, securedListeners, securedProperties } from './secured-listeners.ts';

/** `tuned` finds a dead node in about 3 s; `default` keeps Kafka's and ZooKeeper's own times, as in production. */
export type Timeouts = 'tuned' | 'default';

type Properties = Readonly<Record<string, string | number>>;

const TUNED_KRAFT = {
  'broker.session.timeout.ms': 3000,
  'broker.heartbeat.interval.ms': 500,
  'controller.quorum.election.timeout.ms': 500,
  'controller.quorum.fetch.timeout.ms': 1500,
};

/** Twice a second by default, a record that says nothing goes to every node: a third of what an idle one needs. */
const RESTING = { 'metadata.max.idle.interval.ms': 5000 };

const TUNED_ZOOKEEPER = { 'zookeeper.session.timeout.ms': 3000 };

const TUNED_BROKER = {
  // A follower whose leader has moved stands still for so long, and with it every write with acks=all: 1 s by default.
  'replica.fetch.backoff.ms': 100,
  // A throttle lets the bytes of all these seconds but one through before it holds anything back: 10 s by default.
  'replication.quota.window.num': 2,
};

export interface Tuning {
  readonly timeouts: Timeouts;
  /** Whether nobody writes while nothing happens. To do so has brokers before Kafka 4 hear 0.2 s sooner of a topic. */
  readonly rests: boolean;
}

/** The text of a Kafka node's server.properties: loopback only, small. */
export function serverProperties(
  node: NodePlace,
  all: readonly NodePlace[],
  { timeouts, rests }: Tuning,
): string {
  const zookeeper = all.some(hasRole('zookeeper'));
  const kraft = { ...TUNED_KRAFT, ...(rests ? RESTING : {}) };
  const tuned = zookeeper ? TUNED_ZOOKEEPER : kraft;
  return propertiesText({
    ...(zookeeper ? zookeeperIdentity(node, all) : kraftIdentity(node, all)),
    ...replication(all.filter(hasRole('broker')).length),
    ...SMALL,
    ...(timeouts === 'tuned' ? { ...tuned, ...TUNED_BROKER } : {}),
  });
}

export const propertiesText = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');

const brokerListener = ({ clientPort, secured }: NodePlace): string =>
  [`PLAINTEXT://127.0.0.1:${String(clientPort)}`, ...(secured ? securedListeners(secured) : [])].join(',');

function kraftIdentity(node: NodePlace, all: readonly NodePlace[]): Properties {
  const controllers = all.filter(hasRole('controller'));
  const voter = (one: NodePlace) => `${String(one.nodeId)}@127.0.0.1:${String(one.quorumPort)}`;
  const listeners = {
    broker: brokerListener(node),
    controller: `CONTROLLER://127.0.0.1:${String(node.quorumPort)}`,
    zookeeper: '',
  };
  return {
    'process.roles': node.roles.join(','),
    'node.id': node.nodeId,
    'controller.quorum.voters': controllers.map(voter).join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL',
    listeners: node.roles.map((role) => listeners[role]).join(','),
    'log.dirs': `${node.folder}/data`,
    // Kafka refuses these on a mere controller.
    ...(hasRole('broker')(node) ? brokerIdentity(node) : {}),
    ...(node.secured ? authorization() : {}),
  };
}

const zookeeperIdentity = (node: NodePlace, all: readonly NodePlace[]): Properties => ({
  'broker.id': node.nodeId,
  'zookeeper.connect': zookeeperConnect(all),
  // The ensemble starts beside the brokers.
  'zookeeper.connection.timeout.ms': 60_000,
  listeners: brokerListener(node),
  'log.dirs': `${node.folder}/data`,
  ...brokerIdentity(node),
});

const brokerIdentity = (node: NodePlace): Properties => ({
  'broker.rack': node.rack,
  'advertised.listeners': brokerListener(node),
  'inter.broker.listener.name': 'PLAINTEXT',
  ...(node.secured ? securedProperties(node.secured) : {}),
});

function replication(brokers: number): Properties {
  const replicas = Math.min(3, brokers);
  const minIsr = Math.min(2, brokers);
  return {
    'default.replication.factor': replicas,
    'min.insync.replicas': minIsr,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': minIsr,
  };
}

const SMALL = {
  'auto.create.topics.enable': 'false',
  'num.partitions': 1,
  'offsets.topic.num.partitions': 6,
  'transaction.state.log.num.partitions': 3,
  'group.initial.rebalance.delay.ms': 0,
  'num.network.threads': 2,
  'num.io.threads': 4,
  'num.replica.fetchers': 1,
  'num.recovery.threads.per.data.dir': 1,
  'background.threads': 2,
  // The defaults reserve more than the whole heap of a lab's broker.
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  'log.index.size.max.bytes': 1_048_576,
  'log.segment.bytes': 16_777_216,
};
