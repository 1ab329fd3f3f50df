import type { Setting } from './decision.ts';
import type { Instance, KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { PARKED_TAG } from './tags.ts';

/** What the operator's tag says; unclear where it says neither yes nor no. */
export function parkingOf({ tags }: Pick<Instance, 'tags'>): 'free' | 'parked' | 'unclear' {
  const word = (tags[PARKED_TAG] ?? '').trim().toLowerCase();
  if (word === '' || word === 'false') return 'free';
  return word === 'true' ? 'parked' : 'unclear';
}

/** The operator wants it down, as far as one can tell: what was started by mistake cannot be taken back. */
export const isParked = (instance: Pick<Instance, 'tags'>): boolean => parkingOf(instance) !== 'free';

/** With the nodes as they are tagged now: the operator may park one, or give it back, at any time. */
export function asParked(setting: Setting, { instances }: Pick<Seen, 'instances'>): Setting {
  const parkedNow = new Map(instances.map((instance) => [instance.id, isParked(instance)]));
  const isStale = ({ instance, parked }: KafkaNode): boolean =>
    (parkedNow.get(instance) ?? parked) !== parked;
  if (!setting.nodes.some(isStale)) return setting;
  const nodes = setting.nodes.map((node) => (isStale(node) ? { ...node, parked: !node.parked } : node));
  return { ...setting, nodes };
}

/** What the operator changed between the two, in words. */
export function parkingNews(before: Setting, after: Setting): string[] {
  if (before.nodes === after.nodes) return [];
  const wasParked = new Set(before.nodes.filter(({ parked }) => parked).map(({ name }) => name));
  return after.nodes
    .filter(({ name, parked }) => parked !== wasParked.has(name))
    .map(({ name, parked }) =>
      parked
        ? `${name} is parked now: it is not started or stopped, and counts as down`
        : `${name} is not parked any more`,
    );
}
