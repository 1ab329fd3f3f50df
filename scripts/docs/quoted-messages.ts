import { HOLE } from './source-texts.ts';

/** A message that a page quotes, and where. */
export interface QuotedMessage {
  readonly line: number;
  readonly message: string;
}

/** The first cells, in code font, of every table whose first column is headed `message`. */
export function quotedMessages(page: string): QuotedMessage[] {
  const found: QuotedMessage[] = [];
  let isMessages = false;
  for (const [index, line] of page.split('\n').entries()) {
    if (!line.startsWith('|')) isMessages = false;
    else if (/^\| message +\|/.test(line)) isMessages = true;
    else if (isMessages && !/^\| -+ \|/.test(line))
      found.push({ line: index + 1, message: /^\| `(.+?)` +\|/.exec(line)?.[1] ?? '' });
  }
  return found;
}

/** Less than this could be found in any program. */
const LEAST_TEXT = 7;

/** Why a message is none that the sources write: nothing where it is a part of one of their texts. */
export function whyNoMessage(message: string, texts: readonly string[]): string | undefined {
  if (message.replaceAll(HOLE, '').trim().length < LEAST_TEXT)
    return 'holds too little text to be looked for, or is not in code font';
  return texts.some((text) => text.includes(message)) ? undefined : 'is no message of the sources';
}
