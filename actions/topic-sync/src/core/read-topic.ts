import { type Place, problemAt } from '../../../../lib/core/problem.ts';
import {
  placeAt,
  type SourceEntry,
  type SourceValue,
  textsIn,
  valueAt,
} from '../../../../lib/core/source-value.ts';
import type { Findings } from './findings.ts';
import { configPath, type Layer } from './layer.ts';
import { readLayer } from './read-layer.ts';
import type { Labels, TopicName } from './topic.ts';
import { parseTopicName } from './topic-name.ts';

/** What one Topic document says; the counts that it leaves out may come from defaults and overlays. */
export interface TopicDeclaration {
  readonly name: TopicName;
  readonly place: Place;
  readonly specPlace: Place;
  readonly owner: string | null;
  readonly labels: Labels;
  /** Why a value is as it is, by its path (`partitions`, `config.retention.ms`). */
  readonly reasons: ReadonlyMap<string, string>;
  readonly layer: Layer;
}

/** One Topic document; undefined when it has no right name. */
export function readTopic(source: SourceValue, findings: Findings): TopicDeclaration | undefined {
  const layer = readLayer(valueAt(source, ['spec']), findings);
  const name = readName(source, findings);
  if (name === undefined) return undefined;
  return {
    name,
    place: placeAt(source, ['metadata', 'name']),
    specPlace: placeAt(source, ['spec']),
    owner: textAt(source, ['metadata', 'owner']) ?? null,
    labels: new Map(textsIn(source, ['metadata', 'labels'])),
    reasons: readReasons(source, layer, findings),
    layer,
  };
}

/** The topic that a document is about; a wrong name is told. */
export function readName(source: SourceValue, { problems }: Findings): TopicName | undefined {
  const read = parseTopicName(textAt(source, ['metadata', 'name']) ?? '');
  if (read.ok) return read.name;
  problems.push(problemAt(placeAt(source, ['metadata', 'name']), read.what, read.fix));
  return undefined;
}

export function textAt(source: SourceValue, path: readonly string[]): string | undefined {
  const found = valueAt(source, path);
  return found?.kind === 'scalar' && found.value !== null ? found.text : undefined;
}

/** A reason is about something that the document says: after a key was renamed, its reason is a mistake. */
function readReasons(source: SourceValue, layer: Layer, findings: Findings): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { key, keyPlace, value } of entriesAt(source, ['metadata', 'reasons'])) {
    const path = [key, configPath(key)].find((each) => layer.has(each));
    if (path === undefined) reportUnsaid({ key, keyPlace, value }, source, findings);
    else if (value.kind === 'scalar') reasons.set(path, value.text.trim());
  }
  return reasons;
}

function reportUnsaid({ key, keyPlace }: SourceEntry, source: SourceValue, findings: Findings): void {
  const said = [...entriesAt(source, ['spec']), ...entriesAt(source, ['spec', 'config'])].map(
    (each) => each.key,
  );
  // Its value is wrong, and that is told already.
  if (said.includes(key)) return;
  const near = findings.suggest(key, said);
  const fix = near === undefined ? 'Give reasons for what this document says.' : `Did you mean ${near}?`;
  findings.problems.push(problemAt(keyPlace, `this document says nothing of ${JSON.stringify(key)}`, fix));
}

function entriesAt(source: SourceValue, path: readonly string[]): readonly SourceEntry[] {
  const found = valueAt(source, path);
  return found?.kind === 'map' ? found.entries : [];
}
