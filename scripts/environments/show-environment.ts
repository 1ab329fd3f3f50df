import type { EnvironmentDocument } from '../../lib/core/environment-document.ts';
import { INPUT_OF_KEY } from '../../lib/core/environment-keys.ts';
import { plainValue, type SourceValue } from '../../lib/core/source-value.ts';

interface Leaf {
  readonly key: string;
  readonly value: SourceValue;
}

/** One line a value: its line in the file, its key, the value, and the input of an action that it becomes. */
export function showEnvironment({ name, file, content }: EnvironmentDocument): string[] {
  const leaves = content === undefined ? [] : leavesOf(content, '');
  const width = Math.max(0, ...leaves.map(({ key }) => key.length));
  return [
    `${name} (${file})`,
    ...leaves.map(({ key, value }) => {
      const input = INPUT_OF_KEY.get(key);
      const line = String(value.place.line).padStart(5);
      return `${line}  ${key.padEnd(width)}  ${shown(value)}${input === undefined ? '' : `  -> ${input}`}`;
    }),
  ];
}

function leavesOf(value: SourceValue, key: string): Leaf[] {
  if (value.kind !== 'map') return [{ key, value }];
  return value.entries.flatMap((entry) =>
    leavesOf(entry.value, key === '' ? entry.key : `${key}.${entry.key}`),
  );
}

function shown(value: SourceValue): string {
  const plain = plainValue(value);
  return Array.isArray(plain) ? plain.join(', ') : String(plain);
}
