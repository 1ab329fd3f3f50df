import type {
  ServerAnswer,
  ServerFacts,
  ServerSight,
} from '../../actions/rolling-reboot/src/core/server-sight.ts';
import { instanceId, type KafkaNode, nodeName } from '../../actions/rolling-reboot/src/core/node.ts';
import type { Ensemble, ServerState } from '../../actions/rolling-reboot/src/core/observation.ts';
import { aNode } from './fleet.ts';

/** zookeeper-1 on its own instance, which has an id of its own beside that of broker-1. */
export const aZooKeeper = (id: number, change: Partial<KafkaNode> = {}): KafkaNode =>
  aNode(id, {
    broker: false,
    zookeeper: true,
    name: nodeName(`zookeeper-${String(id)}`),
    instance: instanceId(`i-zookeeper-${String(id)}`),
    ...change,
  });

/** The servers 1, 2, ... in these states; their leader counts every follower in sync. */
export function anEnsemble(states: readonly ServerState[], change: Partial<Ensemble> = {}): Ensemble {
  const followers = states.filter((state) => state === 'follower').length;
  const voters = states.filter((state) => state !== 'observer').length;
  return {
    kind: 'zookeeper',
    servers: states.map((state, index) => ({
      id: index + 1,
      state,
      reason: state === 'idle' || state === 'silent' ? 'connect ECONNREFUSED' : '',
    })),
    counts: states.includes('leader') ? { voters, syncedFollowers: followers } : undefined,
    faults: [],
    ...change,
  };
}

export const serves = (mode: ServerFacts['mode'], facts: Partial<ServerFacts> = {}): ServerAnswer => ({
  kind: 'serves',
  server: { mode, voters: 3, ...facts },
});

/** Server `id` at `10.0.1.<id>:2181`, saying its own id. */
export const aSight = (id: number, answer: ServerAnswer, change: Partial<ServerSight> = {}): ServerSight => ({
  address: `10.0.1.${String(id)}:2181`,
  hosts: [`10.0.1.${String(id)}`],
  id,
  answer,
  ...change,
});

/** A leader and two followers of three, each saying its id. */
export const SIGHTS: readonly ServerSight[] = [
  aSight(1, serves('follower')),
  aSight(2, serves('follower')),
  aSight(3, serves('leader', { syncedFollowers: 2 })),
];
