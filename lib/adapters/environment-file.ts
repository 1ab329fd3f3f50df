import { readdir } from 'node:fs/promises';
import { environmentInputs, layerInputs } from '../core/environment.ts';
import { type Parsed, type Problem, refused } from '../core/problem.ts';
import type { RawInputs } from '../core/read-inputs.ts';
import { suggest } from './suggest.ts';
import { readYamlFiles } from './yaml-file.ts';

const FOLDER = 'environments';

/** The explicit inputs over those of the environment file that the input `environment` names, if it names one. */
export async function withEnvironment(explicit: RawInputs, folder: string): Promise<Parsed<RawInputs>> {
  const name = explicit['environment']?.trim() ?? '';
  if (name === '') return layerInputs(explicit, {});
  const environment = await readEnvironment(name, folder);
  return environment.ok ? layerInputs(explicit, environment.value) : environment;
}

async function readEnvironment(name: string, folder: string): Promise<Parsed<RawInputs>> {
  const file = /\.ya?ml$/.test(name) ? name : `${FOLDER}/${name}.yaml`;
  const { documents, problems, files } = await readYamlFiles(folder, [file]);
  if (files.length === 0) return refused([await noSuchFile(name, file, folder)]);
  if (problems.length > 0) return refused(problems);
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) {
    const what = `it holds ${String(documents.length)} documents`;
    return refused([{ where: file, what, fix: 'Write exactly one document of kind Environment.' }]);
  }
  return environmentInputs(document, suggest);
}

async function noSuchFile(name: string, file: string, folder: string): Promise<Problem> {
  const names = await readdir(`${folder}/${FOLDER}`).catch(() => []);
  const known = names.filter((each) => each.endsWith('.yaml')).map((each) => each.replace(/\.yaml$/, ''));
  const near = suggest(name, known);
  const list = known.length > 0 ? `There are: ${known.join(', ')}.` : `The folder ${FOLDER}/ has no files.`;
  return {
    where: 'input environment',
    what: `there is no file ${file}`,
    fix: `${near === undefined ? '' : `Did you mean ${near}? `}${list}`,
  };
}
