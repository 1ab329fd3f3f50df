import { type Place, type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import type { SourceEntry, SourceValue } from '../../../../../lib/core/source-value.ts';
import type { Labels } from '../topic.ts';

/** What becomes of the keys of a map; a key that is not here is a finding. */
export interface Keys {
  /** They are read by the caller. */
  readonly used: readonly string[];
  /** They say nothing that anybody wrote or wants: what a server adds, what marks a document. */
  readonly ignored?: readonly string[];
  /** They have no place in a Topic document: what to do instead. */
  readonly lost?: Readonly<Record<string, string>>;
}

export type Fields = (key: string) => SourceValue | undefined;

/** The entries of a map that are used; everything else in it is found, so that nothing is lost in silence. */
export function fieldsOf(source: SourceValue | undefined, keys: Keys, findings: Problem[]): Fields {
  if (source === undefined) return () => undefined;
  const entries = entriesOf(source, findings);
  const { used, ignored = [], lost = {} } = keys;
  for (const { key, keyPlace } of entries) {
    if (used.includes(key) || ignored.includes(key)) continue;
    findings.push(
      problemAt(keyPlace, `${key} has no place in a Topic document`, lost[key] ?? NOTHING_LIKE_IT),
    );
  }
  return (key) => entries.find((entry) => used.includes(key) && entry.key === key)?.value;
}

const NOTHING_LIKE_IT = 'It is not converted.';

/** The entries of a map; a null is an empty one. */
export function entriesOf(source: SourceValue | undefined, findings: Problem[]): readonly SourceEntry[] {
  if (source?.kind === 'map') return source.entries;
  if (source !== undefined && !isNull(source))
    findings.push(problemAt(source.place, 'a map should be here', 'It is not converted.'));
  return [];
}

export function itemsOf(source: SourceValue | undefined, findings: Problem[]): readonly SourceValue[] {
  if (source?.kind === 'list') return source.items;
  if (source !== undefined && !isNull(source))
    findings.push(problemAt(source.place, 'a list should be here', 'It is not converted.'));
  return [];
}

const isNull = (source: SourceValue): boolean => source.kind === 'scalar' && source.value === null;

/** The text of a scalar; undefined for anything else. */
export const textOf = (source: SourceValue | undefined): string | undefined =>
  source?.kind === 'scalar' && source.value !== null ? source.text : undefined;

/** The labels of a topic; one that is no plain text is found. */
export function labelsOf(source: SourceValue | undefined, findings: Problem[]): Labels {
  const labels = new Map<string, string>();
  for (const { key, keyPlace, value } of entriesOf(source, findings)) {
    const text = textOf(value);
    if (text !== undefined && text !== '') labels.set(key, text);
    else findings.push(problemAt(keyPlace, `the label ${key} is no text`, 'It is not converted.'));
  }
  return labels;
}

/** What is always known of a topic: its name, and where it stands. */
export interface Named {
  readonly name: string;
  readonly place: Place;
}

/** The name of the topic that a document is about; a missing one is found. */
export function nameIn(
  name: SourceValue | undefined,
  around: SourceValue,
  findings: Problem[],
): Named | undefined {
  const text = textOf(name);
  if (name !== undefined && text !== undefined) return { name: text, place: name.place };
  findings.push(problemAt(around.place, 'the topic has no name', 'It is not converted.'));
  return undefined;
}
