import type { Place } from './problem.ts';

/** One value of a file, as it was written and where; numbers keep their digits (`0.50`, `9223372036854775807`). */
export type SourceValue = SourceScalar | SourceList | SourceMap;

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  /** The text between the quotes, or the plain text as it stands in the file. */
  readonly text: string;
  readonly value: string | number | boolean | null;
}

export interface SourceList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly SourceValue[];
}

export interface SourceMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: readonly SourceEntry[];
}

export interface SourceEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: SourceValue;
}

/** The value without its places. */
export function plainValue(source: SourceValue): unknown {
  if (source.kind === 'scalar') return source.value;
  if (source.kind === 'list') return source.items.map(plainValue);
  return Object.fromEntries(source.entries.map(({ key, value }) => [key, plainValue(value)]));
}

export type SourcePath = readonly (string | number)[];

export function valueAt(source: SourceValue, path: SourcePath): SourceValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return source;
  const next = child(source, step);
  return next && valueAt(next, rest);
}

/** The same for a key with its parents, parted by dots: `spec.aws.region`. */
export const valueAtKey = (source: SourceValue, key: string): SourceValue | undefined =>
  valueAt(source, key.split('.'));

function child(source: SourceValue, step: string | number): SourceValue | undefined {
  if (source.kind === 'list') return source.items[Number(step)];
  return entryOf(source, String(step))?.value;
}

export function entryOf(source: SourceValue, key: string): SourceEntry | undefined {
  return source.kind === 'map' ? source.entries.find((entry) => entry.key === key) : undefined;
}

/** The entries of a map whose values are texts. */
export function textsIn(source: SourceValue, path: SourcePath): (readonly [key: string, text: string])[] {
  const found = valueAt(source, path);
  if (found?.kind !== 'map') return [];
  return found.entries.flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key, value.text]] : []));
}

/** The place of the value, or of the nearest value around it that exists. */
export function placeAt(source: SourceValue, path: SourcePath): Place {
  return (valueAt(source, path) ?? valueAt(source, path.slice(0, -1)))?.place ?? source.place;
}
