import path from 'node:path';
import { readYamlFiles } from '../../lib/adapters/yaml-file.ts';
import { ProblemsFound } from '../../lib/core/problem.ts';
import type { RolePolicies } from './core/policy-document.ts';
import type { PolicySettings } from './core/policy-settings.ts';
import type { Purpose } from './core/purpose.ts';
import { readSettings } from './core/read-settings.ts';
import { renderRoles } from './core/render-role.ts';

/** An environment with the roles that its file names. */
export interface RenderedEnvironment {
  readonly settings: PolicySettings;
  readonly roles: ReadonlyMap<Purpose, RolePolicies>;
}

/** Renders the roles of environment files; one that names no role has none. Throws every problem together. */
export async function renderEnvironments(
  folder: string,
  files: readonly string[] = ['environments/*.yaml'],
): Promise<RenderedEnvironment[]> {
  const { documents, problems, unmatched } = await readYamlFiles(folder, files);
  const read = documents.map(readSettings).filter((each) => each !== undefined);
  const all = [
    ...problems,
    ...unmatched.map((where) => ({ where, what: 'there is no such file', fix: 'Correct the name.' })),
    ...read.flatMap((each) => (each.ok ? [] : each.problems)),
  ];
  if (all.length > 0) throw new ProblemsFound(all);
  return read.flatMap((each) => (each.ok ? [{ settings: each.value, roles: renderRoles(each.value) }] : []));
}

/** What is in `policies/`: name of the file, and what it holds. */
export const filesOf = ({ settings, roles }: RenderedEnvironment): [string, object][] =>
  [...roles].flatMap(([purpose, { policy, trust }]): [string, object][] => {
    const file = path.posix.join('policies', settings.name, purpose);
    return [
      [`${file}.policy.json`, policy],
      [`${file}.trust.json`, trust],
    ];
  });
