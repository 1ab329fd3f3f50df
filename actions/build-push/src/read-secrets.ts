import { env } from 'node:process';
import { readTextFile } from '../../../lib/adapters/text-file.ts';
import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import type { BuildSettings } from './core/build-inputs.ts';
import type { KnownSecret } from './core/hardening/secrets/search-terms.ts';

/** What the build is given as secrets, so that the image can be searched for it. @throws ProblemsFound */
export async function readSecrets(
  { secretEnvs, secretFiles }: BuildSettings,
  workspace: string,
): Promise<KnownSecret[]> {
  const variables = Object.entries(secretEnvs);
  const missing = variables.filter(([, variable]) => (env[variable] ?? '') === '');
  if (missing.length > 0) throw new ProblemsFound(missing.map(([id, variable]) => notSet(id, variable)));
  const files = await Promise.all(
    Object.entries(secretFiles).map(async ([name, file]) => ({
      name,
      value: (await readTextFile(workspace, file)).trim(),
    })),
  );
  return [...variables.map(([name, variable]) => ({ name, value: env[variable] ?? '' })), ...files];
}

const notSet = (id: string, variable: string): Problem => ({
  where: 'input secret-envs',
  what: `${variable}, for the secret ${id}, is not set`,
  fix: 'Set it in the env of the step, from a secret.',
});
