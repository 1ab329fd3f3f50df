import { escapeMarkdown } from '../../../../lib/core/markdown.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { oneLine } from './describe.ts';
import type { Result } from './result.ts';
import { describeDifference } from './since-preview.ts';

const MOST = 200;
const MOST_IN_LINE = 700;

/** What a reviewer of the pull request has not seen. */
export function previewSection({ sincePreview }: Pick<Result, 'sincePreview'>): string[] {
  if (sincePreview === null) return [];
  if (sincePreview.length === 0) return ['The plan is the one that the pull request showed.'];
  const lines = sincePreview
    .slice(0, MOST)
    .map((each) => `- ${escapeMarkdown(oneLine(clip(describeDifference(each), MOST_IN_LINE)))}`);
  const more = sincePreview.length - MOST;
  const rest = more > 0 ? [`- … and ${counted(more, 'more difference')}: see the report`] : [];
  return ['### Otherwise than the pull request showed', [...lines, ...rest].join('\n')];
}
