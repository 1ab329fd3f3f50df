import type { Place } from '../../../../lib/core/problem.ts';
import {
  entryOf,
  type SourceEntry,
  type SourceMap,
  type SourceValue,
} from '../../../../lib/core/source-value.ts';

/** A text of a policy, and where it stands. */
export interface Seen {
  readonly text: string;
  readonly place: Place;
}

/** One key below an operator. */
export interface SeenCondition {
  readonly operator: string;
  readonly key: string;
  readonly place: Place;
  readonly values: readonly Seen[];
}

export interface SeenStatement {
  readonly source: SourceMap;
  readonly place: Place;
  readonly isAllow: boolean;
  readonly sid: Seen | undefined;
  readonly actions: readonly Seen[];
  readonly resources: readonly Seen[];
  readonly conditions: readonly SeenCondition[];
  readonly principal: SourceEntry | undefined;
}

/** A policy as it is written, right or wrong. */
export interface SeenPolicy {
  readonly place: Place;
  readonly statements: readonly SeenStatement[];
  /** Who may take a role, rather than what a role may do. */
  readonly isTrust: boolean;
}

export function seePolicy(document: SourceMap): SeenPolicy {
  const maps = itemsOf(entryOf(document, 'Statement')?.value).filter((item) => item.kind === 'map');
  const statements = maps.map(seeStatement);
  const isTrust = statements.some(({ principal }) => principal !== undefined);
  return { place: document.place, statements, isTrust };
}

function seeStatement(source: SourceMap): SeenStatement {
  const texts = (key: string): Seen[] => textsOf(entryOf(source, key)?.value);
  return {
    source,
    place: source.place,
    isAllow: texts('Effect')[0]?.text === 'Allow',
    sid: texts('Sid')[0],
    actions: texts('Action'),
    resources: texts('Resource'),
    conditions: conditionsOf(entryOf(source, 'Condition')?.value),
    principal: entryOf(source, 'Principal'),
  };
}

const conditionsOf = (value: SourceValue | undefined): SeenCondition[] =>
  entriesOf(value).flatMap(({ key: operator, value: keys }) =>
    entriesOf(keys).map(({ key, keyPlace, value: values }) => ({
      operator,
      key,
      place: keyPlace,
      values: textsOf(values),
    })),
  );

const entriesOf = (value: SourceValue | undefined): readonly SourceEntry[] =>
  value?.kind === 'map' ? value.entries : [];

/** IAM takes one value for a list of one. */
function itemsOf(value: SourceValue | undefined): readonly SourceValue[] {
  if (value === undefined) return [];
  return value.kind === 'list' ? value.items : [value];
}

export const textsOf = (value: SourceValue | undefined): Seen[] =>
  itemsOf(value).flatMap((item) => (item.kind === 'scalar' ? [{ text: item.text, place: item.place }] : []));
