import { isDown } from './core/down.ts';
import { chooseObservers } from './core/polling-broker.ts';
import { ensembleOf } from './core/ensemble.ts';
import { brokerId } from './core/node.ts';
import { longestStep } from './core/pause-reason.ts';
import { known, type Seen } from './core/observation.ts';
import { awayIds } from './core/track.ts';
import type { Instance } from './core/node.ts';
import type { Progress } from './core/progress.ts';
import type { Context, Session } from './context.ts';
import type { Ports } from './ports.ts';
import { sessionEnd } from './session-end.ts';

/** One look, as old as its beginning: at EC2, at every broker that should be up, and at the ensemble where there is one. */
export async function look({ progress }: Session, { ports, setting }: Context): Promise<Seen> {
  const at = ports.clock.now();
  const down = awayIds(setting.nodes, progress.flights);
  const up = setting.nodes.filter((node) => !isDown(node, down));
  const onZooKeeper = setting.nodes.some(({ zookeeper }) => zookeeper);
  const [instances, credentialsEnd, sight, servers] = await Promise.all([
    describeAll(progress, ports.instances),
    sessionEnd(ports, longestStep(progress, setting.settings)),
    ports.kafka.look(
      chooseObservers(up, progress.pollingBroker),
      up.filter(({ broker }) => broker).map(({ id }) => brokerId(id)),
    ),
    onZooKeeper ? ports.zookeeper.look() : [],
  ]);
  // Brokers on ZooKeeper know nothing of the quorum: the ensemble tells it itself.
  const quorum = onZooKeeper ? known(ensembleOf(servers, setting.nodes, instances)) : sight.quorum;
  return { at, instances, credentialsEnd, ...sight, quorum };
}

/** Our own nodes are brought back though somebody removes the tag that the filters ask for. */
async function describeAll(
  { flights }: Progress,
  instances: Pick<Ports['instances'], 'describe'>,
): Promise<readonly Instance[]> {
  const shown = await instances.describe();
  const ids = new Set(shown.map(({ id }) => id));
  const unseen = flights.map(({ node }) => node.instance).filter((id) => !ids.has(id));
  return unseen.length === 0 ? shown : [...shown, ...(await instances.describe(unseen))];
}
