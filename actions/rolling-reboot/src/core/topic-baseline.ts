/**
 * The names of all topics, as the last cycle saw them. Kafka leaves out of a list what the principal may not see, and
 * says nothing; so the next cycle asks for those that are missing by name. Pure.
 */
import type { Entry, LedgerRecord } from './ledger.ts';
import type { Seen } from './observation.ts';

type TopicsRecord = Extract<LedgerRecord, { state: 'topics' }>;

/** Characters of names in one record: well below max.message.bytes, 1 MiB by default. */
const MOST_CHARACTERS = 500_000;

export const visibleTopics = ({ views }: Seen): ReadonlySet<string> =>
  new Set(views.flatMap(({ partitions }) => partitions.map(({ topic }) => topic)));

/** As many records as their size asks for. */
export function recordTopics(entry: Entry, names: Iterable<string>): TopicsRecord[] {
  const parts: string[][] = [[]];
  let characters = 0;
  for (const name of names) {
    characters += name.length;
    if (characters > MOST_CHARACTERS) {
      parts.push([]);
      characters = name.length;
    }
    parts.at(-1)?.push(name);
  }
  return parts.map((part) => ({ ...entry, state: 'topics', names: part }));
}

/** What the last cycle saw and this look does not show: deleted since, or hidden. */
export function missingTopics(records: readonly LedgerRecord[], seen: Seen): string[] {
  const all = records.filter((record) => record.state === 'topics');
  const last = all.at(-1)?.cycle;
  const visible = visibleTopics(seen);
  const names = all.filter(({ cycle }) => cycle === last).flatMap((record) => record.names);
  return [...new Set(names)].filter((name) => !visible.has(name));
}
