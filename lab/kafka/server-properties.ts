/** Where one node of a cluster lives. */
export interface NodePlace {
  readonly nodeId: number;
  readonly rack: string;
  readonly brokerPort: number;
  readonly controllerPort: number;
  readonly folder: string;
}

/** `tuned` finds a dead broker in 3 s; `default` keeps Kafka's own 9 s, as in production. */
export type Timeouts = 'tuned' | 'default';

const TUNED = {
  'broker.session.timeout.ms': 3000,
  'broker.heartbeat.interval.ms': 500,
  'controller.quorum.election.timeout.ms': 500,
  'controller.quorum.fetch.timeout.ms': 1500,
};

/** The text of a node's server.properties: combined broker and controller, loopback only, small. */
export function serverProperties(node: NodePlace, all: readonly NodePlace[], timeouts: Timeouts): string {
  const properties = {
    ...identity(node, all),
    ...replication(all.length),
    ...SMALL,
    ...(timeouts === 'tuned' ? TUNED : {}),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}

function identity(node: NodePlace, all: readonly NodePlace[]): Record<string, string | number> {
  const voter = (one: NodePlace) => `${String(one.nodeId)}@127.0.0.1:${String(one.controllerPort)}`;
  const brokerListener = `PLAINTEXT://127.0.0.1:${String(node.brokerPort)}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': node.nodeId,
    'broker.rack': node.rack,
    'controller.quorum.voters': all.map(voter).join(','),
    listeners: `${brokerListener},CONTROLLER://127.0.0.1:${String(node.controllerPort)}`,
    'advertised.listeners': brokerListener,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': `${node.folder}/data`,
  };
}

function replication(brokers: number): Record<string, number> {
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
