import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export const REPOSITORY_FOLDER = join(import.meta.dirname, '..');

/** What the runner needs of an action.yml. */
export interface ActionMetadata {
  readonly folder: string;
  /** Paths below the folder. */
  readonly main: string;
  readonly post: string | undefined;
  /** Every declared input with its default; an empty text where it has none. */
  readonly defaults: Readonly<Record<string, string>>;
}

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>;
  readonly runs: { readonly main: string; readonly post?: string };
}

export async function readActionMetadata(action: string): Promise<ActionMetadata> {
  const folder = resolve(REPOSITORY_FOLDER, 'actions', action);
  const file = parse(await readFile(join(folder, 'action.yml'), 'utf8')) as ActionFile;
  const defaults = Object.entries(file.inputs ?? {}).map(([name, input]) => [name, textOf(input?.default)]);
  return {
    folder,
    main: file.runs.main,
    post: file.runs.post,
    defaults: Object.fromEntries(defaults) as Record<string, string>,
  };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
