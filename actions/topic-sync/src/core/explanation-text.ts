import { escapeMarkdown, table } from '../../../../lib/core/markdown.ts';
import { oneLine } from './describe.ts';
import type { ExplainedValue, Explanation } from './explain.ts';
import { fitSections } from './fit-sections.ts';

/** An explanation as lines of a log. */
export function explanationLines({ topic, values, meaning }: Explanation): string[] {
  const lines = values.map(
    (value) => `  ${value.name} = ${value.value} (${originText(value)})${reasonText(value)}`,
  );
  return [topic, ...lines, ...meaning.map((sentence) => `  ${sentence}`)].map(oneLine);
}

/** GitHub drops a summary above 1 MiB, and no character takes more than three bytes of it. */
const MOST_CHARACTERS = 330_000;

/** Explanations as the job summary. */
export function renderExplanations(explanations: readonly Explanation[]): string {
  const sections = explanations.flatMap(({ topic, values, meaning }) => {
    const rows = values.map((value) =>
      [value.name, value.value, originText(value), value.reason ?? ''].map((text) =>
        escapeMarkdown(oneLine(text)),
      ),
    );
    const sentences = meaning.map((sentence) => `- ${escapeMarkdown(oneLine(sentence))}`).join('\n');
    return [`### ${escapeMarkdown(topic)}`, table(['', 'Value', 'From', 'Because'], rows), sentences];
  });
  const fitting = fitSections(sections, MOST_CHARACTERS, 'the log');
  return `${['## 🔎 topic-sync explain', ...fitting].join('\n\n')}\n`;
}

const originText = ({ origin, over }: ExplainedValue): string =>
  over.length === 0 ? origin : `${origin}, over ${over.join(' and ')}`;

const reasonText = ({ reason }: ExplainedValue): string => (reason === null ? '' : `: ${reason}`);
