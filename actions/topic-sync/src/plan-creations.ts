import type { Problem } from '../../../lib/core/problem.ts';
import type { Change } from './core/operation.ts';
import type { Court } from './core/policy/judge.ts';
import type { DesiredTopic, TopicName } from './core/topic.ts';
import { defaultWarnings, NOT_ASKED, type TopicDefaults } from './core/topic-defaults.ts';
import type { TopicCluster } from './ports.ts';

interface Created {
  readonly defaults: TopicDefaults;
  readonly warnings: readonly Problem[];
}

/** Asks what new topics inherit, where a policy or their min.insync.replicas goes by that, and at no other time. */
export async function planCreations(
  changes: readonly Change[],
  { topics, court }: { readonly topics: readonly DesiredTopic[]; readonly court: Court },
  cluster: Pick<TopicCluster, 'defaults'>,
): Promise<Created> {
  const names = new Set<TopicName>(changes.filter(isCreation).map(({ operation }) => operation.topic));
  const created = topics.filter(({ name }) => names.has(name));
  const isAsked = court.policies.length > 0 ? created.length > 0 : created.some(inheritsMinimum);
  if (!isAsked) return { defaults: NOT_ASKED, warnings: [] };
  const defaults = await cluster.defaults();
  return { defaults, warnings: defaultWarnings(created, defaults) };
}

const isCreation = ({ operation }: Change): boolean => operation.kind === 'create-topic';

const inheritsMinimum = ({ config }: DesiredTopic): boolean =>
  typeof config.get('min.insync.replicas')?.value !== 'string';
