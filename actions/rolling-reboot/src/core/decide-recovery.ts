import type { Blocker } from './blocker.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { startable } from './discover.ts';
import type { Instance, KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { parkingOf } from './parked.ts';
import type { Progress } from './progress.ts';
import { asProblem, halt } from './remedy.ts';
import { INTENT_TAG } from './tags.ts';

/** Starts what is stopped, and waits for instances that are changing their state. Asked only while nobody is in flight. */
export function decideRecovery(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const stopped = stoppedNodes(seen, progress, setting);
  if (stopped.length > 0) {
    return { kind: 'start', nodes: stopped, because: 'whatever is stopped is started before anything else' };
  }
  const blockers = candidates(seen, progress, setting).flatMap(([node, instance]) =>
    transition(node, instance),
  );
  if (blockers.length === 0) return undefined;
  const { startTimeout, stopTimeout } = setting.settings;
  const waited = seen.at - (progress.unwellSince ?? seen.at);
  return waited <= Math.max(startTimeout, stopTimeout)
    ? { kind: 'wait', blockers, because: 'for an instance that is changing its state' }
    : halt(blockers.map(asProblem), 'an instance does not come to rest');
}

/** Nodes that are stopped without being in flight, as far as the input `recover` wants them started. */
export function stoppedNodes(seen: Seen, progress: Progress, setting: Setting): KafkaNode[] {
  const flying = new Set(progress.flights.map(({ node }) => node.name));
  return candidates(seen, progress, setting)
    .filter(([{ name }, instance]) => instance?.state === 'stopped' && !flying.has(name))
    .map(([node]) => node);
}

type Candidate = readonly [KafkaNode, Instance | undefined];

function candidates(seen: Seen, progress: Progress, { nodes, settings }: Setting): Candidate[] {
  const instances = new Map(seen.instances.map((instance) => [instance.id, instance]));
  return startable(nodes)
    .map((node): Candidate => [node, instances.get(node.instance)])
    .filter(([node, instance]) => isWanted(node, instance, { progress, settings }));
}

function transition(node: KafkaNode, instance: Instance | undefined): Blocker[] {
  if (instance === undefined) return [{ kind: 'instance-missing', node: node.name }];
  if (instance.state === 'running') return [];
  const wanted = instance.state === 'stopping' ? 'stopped' : 'running';
  return [{ kind: 'instance-state', node: node.name, state: instance.state, wanted }];
}

interface Conditions {
  readonly progress: Progress;
  readonly settings: Settings;
}

/** Whether the input `recover` wants this node started when it is down. Its tag or the ledger makes it one of ours. */
function isWanted(
  { name }: KafkaNode,
  instance: Instance | undefined,
  { progress, settings }: Conditions,
): boolean {
  switch (settings.recover) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'ours':
      return instance === undefined || INTENT_TAG in instance.tags || progress.announced.has(name);
  }
}

/** A run that only recovers has started what it may. What a finding keeps down somebody has to hear of. */
export function endRecovery({ instances }: Seen, { nodes, findings }: Setting): Decision {
  const wanted = new Set(startable(nodes).map(({ instance }) => instance));
  const isHeldDown = (instance: Instance): boolean =>
    ['stopped', 'stopping'].includes(instance.state) &&
    !wanted.has(instance.id) &&
    parkingOf(instance) !== 'parked';
  return findings.length > 0 && instances.some(isHeldDown)
    ? halt(findings, 'a node is down that may not be started')
    : { kind: 'done', because: 'every node that may be started runs' };
}
