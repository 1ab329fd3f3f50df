import type { EnvironmentDocument } from '../../lib/core/environment-document.ts';
import type { SourceValue } from '../../lib/core/source-value.ts';

/** An environment file that says just this; every value is at line 1. */
export function environmentDocument(name: string, spec: unknown): EnvironmentDocument {
  const file = `environments/${name}.yaml`;
  return { name, file, content: sourceOf({ metadata: { name }, spec }, file), problems: [] };
}

function sourceOf(value: unknown, file: string): SourceValue {
  const place = { file, line: 1, column: 1 };
  if (Array.isArray(value)) return { kind: 'list', place, items: value.map((each) => sourceOf(each, file)) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, child]) => ({
      key,
      keyPlace: place,
      value: sourceOf(child, file),
    }));
    return { kind: 'map', place, entries };
  }
  const scalar = value as string | number | boolean | null;
  return { kind: 'scalar', place, text: String(scalar), value: scalar };
}
