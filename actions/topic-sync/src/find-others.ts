import type { Problem } from '../../../lib/core/problem.ts';
import type { Burial } from './core/grave.ts';
import { type ListedTopic, type OtherTopic, otherTopics } from './core/other-topics.ts';
import type { DesiredTopic } from './core/topic.ts';
import type { TopicCluster } from './ports.ts';

/** What a plan is about. */
interface Scope {
  readonly topics: readonly DesiredTopic[];
  readonly burial: Burial;
  /** Topics without a file are what is looked for. */
  readonly isDrift: boolean;
  /** Whether the run is about the topic of a name at all. */
  readonly isInScope: (topic: string) => boolean;
}

interface Others {
  readonly others: readonly OtherTopic[];
  readonly warnings: readonly Problem[];
}

/** The topics that the files do not declare. A look for drift finds those that we may not describe, too, or says so. */
export async function findOthers(
  cluster: Pick<TopicCluster, 'hidden'>,
  listed: readonly ListedTopic[],
  { topics, burial, isInScope, isDrift }: Scope,
): Promise<Others> {
  const hidden = isDrift ? await cluster.hidden(listed.map(({ name }) => name)) : NOTHING;
  const names = hidden.kind === 'known' ? hidden.names : [];
  const all = [...listed, ...names.map((name) => ({ name, internal: false, isHidden: true }))];
  return {
    others: otherTopics(all, { topics, ...burial }).filter(({ topic }) => isInScope(topic)),
    warnings: hidden.kind === 'known' ? [] : [unexcluded(hidden.because)],
  };
}

const NOTHING = { kind: 'known', names: [] } as const;

const unexcluded = (because: string): Problem => ({
  where: 'drift',
  what: `topics that this principal may not describe would not be listed: ${because.replace(/\.$/, '')}`,
  fix: 'Give it Describe on Cluster:kafka-cluster, or on all topics.',
});
