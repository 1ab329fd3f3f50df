import { escapeMarkdown } from '../../../../lib/core/markdown.ts';
import { oneLine } from './describe.ts';

/** A text from outside as Markdown in one line. */
export const inert = (text: string): string => escapeMarkdown(oneLine(text));
