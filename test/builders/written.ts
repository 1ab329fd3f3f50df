import type { SourceValue } from '../../lib/core/source-value.ts';

/** A value as if it stood in a file, all of it at its first line. */
export function written(value: unknown, file = 'some.yaml'): SourceValue {
  const place = { file, line: 1, column: 1 };
  if (Array.isArray(value)) return { kind: 'list', place, items: value.map((each) => written(each, file)) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, child]) => ({
      key,
      keyPlace: place,
      value: written(child, file),
    }));
    return { kind: 'map', place, entries };
  }
  const scalar = value as string | number | boolean | null;
  return { kind: 'scalar', place, text: String(scalar), value: scalar };
}
