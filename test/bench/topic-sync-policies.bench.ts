// How long it takes to judge thousands of topics by the policy of this repository, as a plan does: what the files say,
// and what each topic is before and after its changes. The time of a topic must not grow with the number of topics.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { diff } from '../../actions/topic-sync/src/core/diff.ts';
import { keepPolicies } from '../../actions/topic-sync/src/core/policy/keep-policies.ts';
import type { Observation, ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import { loadTopics } from '../../actions/topic-sync/src/load-topics.ts';
import { readYaml } from '../../lib/adapters/yaml-document.ts';
import { observedTopic } from '../builders/observed-topic.ts';
import { NOT_ASKED } from '../../actions/topic-sync/src/core/topic-defaults.ts';

const SIZES = [1_000, 5_000];
const SETTINGS = { allowEmpty: false, environment: '', anyEnvironment: false, environments: [], now: 0 };

const file = path.join(import.meta.dirname, '../../topics/policy.yaml');
const policy = await readFile(file, 'utf8');

for (const topics of SIZES) {
  const documents = readYaml(file, [policy, ...declarations(topics)].join('\n---\n'));
  const began = performance.now();
  judge(documents);
  const ms = performance.now() - began;
  console.log(
    `${String(topics)} topics: ${ms.toFixed(0)} ms, ${((ms * 1000) / topics).toFixed(0)} µs for each topic`,
  );
}

function judge(documents: ReturnType<typeof readYaml>): void {
  const loaded = loadTopics({ files: [file], unmatched: [], ...documents }, SETTINGS);
  const { topics } = loaded;
  const observed = new Map(
    topics.map(({ name }): [TopicName, Observation] => [name, { kind: 'present', topic: found(name) }]),
  );
  const court = { policies: loaded.documents.policies, environment: '', now: 0 };
  const given = {
    court,
    topics,
    observed,
    cluster: { brokers: 6, racks: 3 },
    defaults: NOT_ASKED,
    unread: new Map(),
  };
  keepPolicies(diff(topics, observed, new Set()), given);
}

function found(name: TopicName): ObservedTopic {
  return observedTopic(name, { replicas: Array.from({ length: 12 }, () => 3) });
}

/** Each wants overrides that the cluster does not have, one in two a third one. */
function declarations(topics: number): string[] {
  return Array.from({ length: topics }, (_, index) => {
    const config = `min.insync.replicas: 2, retention.ms: 7d${index % 2 === 0 ? '' : ', segment.ms: 1d'}`;
    return [
      'apiVersion: kafka-fleet/v1',
      'kind: Topic',
      `metadata: { name: topic-${String(index)}, owner: team-a }`,
      `spec: { partitions: 12, replicationFactor: 3, config: { ${config} } }`,
    ].join('\n');
  });
}
