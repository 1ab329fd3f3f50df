import { isDown } from './core/down.ts';
import { chooseObservers } from './core/polling-broker.ts';
import type { Seen } from './core/observation.ts';
import { awayIds } from './core/track.ts';
import type { Context, Session } from './context.ts';

/** One look at EC2 and at every broker that should be up. */
export async function look({ progress }: Session, { ports, setting }: Context): Promise<Seen> {
  const down = awayIds(setting.nodes, progress.flights);
  const up = setting.nodes.filter((node) => !isDown(node, down));
  const [instances, credentialsEnd, sight] = await Promise.all([
    ports.instances.describe(),
    ports.credentialsEnd(),
    ports.kafka.look(chooseObservers(up, progress.pollingBroker)),
  ]);
  return { at: ports.clock.now(), instances, credentialsEnd, ...sight };
}
