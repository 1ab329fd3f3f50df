import type { Blocker } from './blocker.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { startable } from './discover.ts';
import type { Instance, KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import type { Progress } from './progress.ts';
import { asProblem, halt } from './remedy.ts';
import { INTENT_TAG } from './tags.ts';

/** Starts what is stopped, and waits for instances that are changing their state. Asked only while nobody is in flight. */
export function decideRecovery(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const instances = new Map(seen.instances.map((instance) => [instance.id, instance]));
  const candidates = startable(setting.nodes).filter((node) =>
    isWanted(node, instances.get(node.instance), { progress, settings: setting.settings }),
  );
  const stopped = candidates.filter(({ instance }) => instances.get(instance)?.state === 'stopped');
  if (stopped.length > 0) {
    return { kind: 'start', nodes: stopped, because: 'whatever is stopped is started before anything else' };
  }
  const blockers = candidates.flatMap((node) => transition(node, instances.get(node.instance)));
  if (blockers.length === 0) return undefined;
  const { startTimeout, stopTimeout } = setting.settings;
  const waited = seen.at - (progress.unwellSince ?? seen.at);
  return waited <= Math.max(startTimeout, stopTimeout)
    ? { kind: 'wait', blockers, because: 'an instance is changing its state' }
    : halt(blockers.map(asProblem), 'an instance does not come to rest');
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
