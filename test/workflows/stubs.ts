import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY_FOLDER } from '../../lab/action-metadata.ts';

const STUBS = path.join(import.meta.dirname, 'stubs');
const USED = /uses: ([\w-]+\/([\w-]+))(?:\/[\w-]+)?(@[0-9a-f]{40})/g;

/** Every action of others that is used, by the very commit that is named; one within a folder is played in a folder. */
export function stubs(): Record<string, string> {
  const files = globSync(['.github/workflows/*.yml', '.github/actions/*/action.yml'], {
    cwd: REPOSITORY_FOLDER,
  });
  const texts = files.map((file) => readFileSync(path.join(REPOSITORY_FOLDER, file), 'utf8'));
  const used = texts.flatMap((text) => [...text.matchAll(USED)]);
  return Object.fromEntries(
    used.map(([, repository = '', name = '', commit = '']) => [
      `${repository}${commit}`,
      path.join(STUBS, name),
    ]),
  );
}
