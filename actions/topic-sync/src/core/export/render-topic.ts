import { configText } from './config-text.ts';
import type { TopicDraft } from './topic-draft.ts';
import { yamlText } from './yaml-text.ts';

/** A Topic document as a reviewer would write it; the order of its configs is that of their names. */
export function renderTopic(draft: TopicDraft): string {
  const config = [...draft.config]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `    ${yamlText(name)}: ${value === null ? 'null' : configText(name, value)}`);
  const labels = [...draft.labels]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `    ${yamlText(name)}: ${yamlText(value)}`);
  const notes = (draft.notes ?? []).map((note) => `# ${note.replace(/\s+/g, ' ')}`);
  return [
    ...notes,
    'apiVersion: kafka-fleet/v1',
    'kind: Topic',
    'metadata:',
    `  name: ${yamlText(draft.name)}`,
    ...(draft.owner === null ? [] : [`  owner: ${yamlText(draft.owner)}`]),
    ...(draft.description === null ? [] : [`  description: ${yamlText(draft.description)}`]),
    ...(draft.labels.size === 0 ? [] : ['  labels:', ...labels]),
    'spec:',
    `  partitions: ${draft.partitions}`,
    `  replicationFactor: ${draft.replicationFactor}`,
    ...(config.length === 0 ? [] : ['  config:', ...config]),
    ...(draft.placement === undefined ? [] : [`  placement: ${draft.placement}`]),
    ...(draft.isPart ? ['  lifecycle: { configs: additive }'] : []),
    '',
  ].join('\n');
}
