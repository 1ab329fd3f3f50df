import type { Ec2, Ec2Instance, InstanceFilter, StateChange } from '../../../lib/adapters/ec2.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { RestartBy } from './core/decision.ts';
import { type Instance, instanceId, type InstanceId, type InstanceState } from './core/node.ts';
import type { InstanceFacts } from './core/preflight.ts';
import type { Instances } from './ports.ts';

/** What a client of EC2 can be asked for. */
type Calls = Pick<Ec2, keyof Ec2>;

/** The instances that the filters match, on EC2. */
export function ec2Instances(ec2: Calls, filters: readonly InstanceFilter[]): Instances {
  return {
    describe: async (ids) => {
      const asked = ids === undefined ? [filters] : byIds(ids);
      const pages = await Promise.all(asked.map((each) => ec2.instances(each)));
      return pages.flat().map(asInstance);
    },
    stop: (id, within) => ec2.stop(id, within),
    reboot: (id, within) => ec2.reboot(id, within),
    start: (id) => ec2.start(id),
    tag: (id, key, value) => ec2.tag(id, key, value),
    untag: (id, key) => ec2.untag(id, key),
    scheduledEvents: async (ids) =>
      (await ec2.scheduledEvents(ids)).map((event) => ({ ...event, instance: instanceId(event.instance) })),
    facts: (ids, by) => factsOf(ec2, ids, by),
  };
}

/** EC2 takes so many values in one filter. */
const MOST_VALUES = 200;

/** By a filter, since a list of ids is refused as a whole when one of them does not exist any more. */
const byIds = (ids: readonly InstanceId[]): InstanceFilter[][] =>
  Array.from({ length: Math.ceil(ids.length / MOST_VALUES) }, (_, index) => [
    { name: 'instance-id', values: ids.slice(index * MOST_VALUES, (index + 1) * MOST_VALUES) },
  ]);

/** A rebooted node that does not come up by itself may have to be started, too. */
const CALLS: Readonly<Record<RestartBy, readonly StateChange[]>> = {
  'stop-start': ['StopInstances', 'StartInstances'],
  reboot: ['RebootInstances', 'StartInstances'],
};

async function factsOf(ec2: Calls, ids: readonly InstanceId[], by: RestartBy): Promise<InstanceFacts[]> {
  const hazards = await ec2.stopHazards(ids);
  return Promise.all(
    hazards.map(async ({ id, ...hazard }) => ({
      ...hazard,
      instance: instanceId(id),
      refusals: await refusalsOf(ec2, id, by),
    })),
  );
}

async function refusalsOf(ec2: Calls, id: string, by: RestartBy): Promise<string[]> {
  const refusals = await Promise.all(
    CALLS[by].map(async (call) => ({ call, refusal: await ec2.refusalOf(call, id) })),
  );
  return refusals.flatMap(({ call, refusal }) => (refusal === undefined ? [] : `${call}: ${refusal}`));
}

const STATES: readonly string[] = [
  'pending',
  'running',
  'stopping',
  'stopped',
  'shutting-down',
  'terminated',
] satisfies InstanceState[];

function asInstance(instance: Ec2Instance): Instance {
  if (!isState(instance.state)) {
    throw new WorldFailure(
      `EC2 says that ${instance.id} is "${instance.state}", a state that is not known. Look at it in the console.`,
    );
  }
  return { ...instance, id: instanceId(instance.id), state: instance.state };
}

const isState = (state: string): state is InstanceState => STATES.includes(state);
