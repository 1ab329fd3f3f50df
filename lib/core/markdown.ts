import { inReadingOrder } from './reading-order.ts';

/** Makes a text inert in Markdown: it renders as itself, never as markup, mention, HTML or a table's bar. */
export function escapeMarkdown(text: string): string {
  return inReadingOrder(text)
    .replace(/[\r\n]+/g, ' ')
    .replace(/[&<>@\\`*_{}[\]()#+!|~]/g, (character) => SPECIAL[character] ?? `\\${character}`)
    .replace(LINK_START, '$&\u200b');
}

const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // GitHub looks for mentions in the rendered text, where an escaped one looks like any other.
  '@': '@\u200b',
  '#': '\\#\u200b',
};

/** GitHub makes links of bare addresses, and of `GH-17` one that the issue 17 shows. */
const LINK_START = /\b(?:https?|ftp):|\b(?:mailto|xmpp):|\bwww(?=\.)|\bgh-(?=\d)/gi;

/** A text in code font; a text that holds backticks is fenced by more of them. */
export function code(text: string): string {
  const flat = inReadingOrder(text)
    .replace(/[\r\n]+/g, ' ')
    // A comment's start is how our own comments are found; a backslash before a bar would end a table's cell.
    .replaceAll('<!--', '<\u200b!--')
    .replace(/\\(?=\|)/g, '\\\u200b')
    .replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${flat} ${fence}` : `${fence}${flat}${fence}`;
}

/** A table; the cells are Markdown already, so callers escape what comes from outside. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A headline and what is under it; nothing where that is empty. */
export const section = (title: string, body: string): string[] => (body === '' ? [] : [`### ${title}`, body]);
