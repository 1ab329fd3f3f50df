import { explain, type Explanation } from './core/explain.ts';
import type { DesiredTopic } from './core/topic.ts';
import type { TopicCluster } from './ports.ts';

/** Explains topics, with what the brokers give them where a cluster is asked. */
export async function explainTopics(
  topics: readonly DesiredTopic[],
  cluster: TopicCluster | null,
): Promise<Explanation[]> {
  if (cluster === null) return topics.map((topic) => explain(topic, { observed: null, brokers: null }));
  const observed = await cluster.observe(topics.map(({ name }) => name));
  const brokers = (await cluster.racks()).length;
  return topics.map((topic) => {
    const found = observed.get(topic.name);
    return explain(topic, { observed: found?.kind === 'present' ? found.topic : null, brokers });
  });
}
