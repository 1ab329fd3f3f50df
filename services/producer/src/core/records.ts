import { type Parsed, parsed, type Problem, refused } from '../../../../lib/core/problem.ts';

/** What is to be written to the topic. */
export interface NewRecord {
  /** Records of one key keep their order. */
  readonly key?: string;
  readonly value: string;
}

/** A JSON object `{"key": ..., "value": ...}` or a list of them; a value that is no text is written as JSON. */
export function recordsIn(body: string): Parsed<readonly NewRecord[]> {
  const given = jsonIn(body);
  if (given === undefined) return refused([problem('the body', 'it is not JSON')]);
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  const records = items.map(recordIn);
  const wrong = records.flatMap((record, index) =>
    record === undefined ? [problem(`record ${String(index)}`, 'it is not a record')] : [],
  );
  return wrong.length > 0 ? refused(wrong) : parsed(records.filter((record) => record !== undefined));
}

/** The nth record of a generator, counted from 0, over so many keys. */
export const generated = (sequence: number, keys: number): NewRecord => ({
  key: `key-${String(sequence % keys)}`,
  value: JSON.stringify({ sequence }),
});

/** About what it takes in a batch: UTF-8 has at most three bytes for each unit of a text. */
export const mostBytes = ({ key = '', value }: NewRecord): number => 3 * (key.length + value.length);

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function recordIn(item: unknown): NewRecord | undefined {
  if (typeof item !== 'object' || item === null || !('value' in item)) return undefined;
  const { key, value } = item as { readonly key?: unknown; readonly value: unknown };
  if (key !== undefined && typeof key !== 'string') return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return key === undefined ? { value: text } : { key, value: text };
}

const problem = (where: string, what: string): Problem => ({
  where,
  what,
  fix: 'Send {"key": "a text, or leave it out", "value": "anything"}, or a list of these.',
});
