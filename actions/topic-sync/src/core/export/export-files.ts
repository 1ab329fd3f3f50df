import { renderTopic } from './render-topic.ts';
import type { TopicDraft } from './topic-draft.ts';

/** The texts of the files by their paths: one file for all where `to` names one, otherwise one in it for each topic. */
export function exportFiles(drafts: readonly TopicDraft[], to: string): ReadonlyMap<string, string> {
  if (drafts.length === 0) return new Map();
  if (/\.ya?ml$/.test(to)) return new Map([[to, drafts.map(renderTopic).join('---\n')]]);
  const folder = to.replace(/\/+$/, '');
  return new Map(drafts.map((draft) => [`${folder}/${draft.name}.yaml`, renderTopic(draft)]));
}
