import type { TopicName } from './topic.ts';

/** The longest name Kafka allows: it becomes a folder's name beside a partition number. */
const LONGEST = 249;

export type ReadName =
  | { readonly ok: true; readonly name: TopicName }
  | { readonly ok: false; readonly what: string; readonly fix: string };

export function parseTopicName(text: string): ReadName {
  const wrong = mistakeIn(text);
  return wrong === undefined ? { ok: true, name: text as TopicName } : { ok: false, ...wrong };
}

function mistakeIn(text: string): { what: string; fix: string } | undefined {
  const shown = JSON.stringify(text.slice(0, 60));
  if (!/^[a-zA-Z0-9._-]+$/.test(text)) {
    return { what: `${shown} is not a topic name`, fix: 'Use letters, digits, ".", "_" and "-".' };
  }
  if (text === '.' || text === '..')
    return { what: `${shown} is not a topic name`, fix: 'Name it otherwise.' };
  if (text.length > LONGEST) {
    return { what: `the name has ${String(text.length)} characters`, fix: `Use at most ${String(LONGEST)}.` };
  }
  if (text.startsWith('__')) {
    return {
      what: `${shown} is an internal topic`,
      fix: 'Leave it to Kafka: internal topics are not declared.',
    };
  }
  return undefined;
}

/** Names that differ only in "." and "_" collide in Kafka's metrics, so a broker refuses the second one. */
export const collisionKey = (name: string): string => name.replaceAll('.', '_');
