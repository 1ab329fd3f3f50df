import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { environmentInputs, type EnvironmentInputs, noEnvironment } from '../core/environment.ts';
import { type Problem, problemAt } from '../core/problem.ts';
import { entryOf, plainValue, type SourceValue } from '../core/source-value.ts';
import { suggest } from './suggest.ts';
import type { YamlText } from './yaml-document.ts';
import { readYamlFile } from './yaml-file.ts';

const FOLDER = 'environments';

/** The environment of this name or file; nothing when there is no name. */
export async function readEnvironment(given: string | undefined, folder: string): Promise<EnvironmentInputs> {
  const name = given?.trim() ?? '';
  if (name === '') return noEnvironment();
  const file = /\.ya?ml$/.test(name) ? name : `${FOLDER}/${name}.yaml`;
  if (!(await isFile(path.resolve(folder, file))))
    return noEnvironment([await noSuchFile(name, file, folder)]);
  return environmentIn(file, await readYamlFile(folder, file));
}

function environmentIn(file: string, { documents, problems }: YamlText): EnvironmentInputs {
  if (problems.length > 0) return noEnvironment(problems);
  const [document, ...others] = documents;
  if (document !== undefined && others.length === 0) {
    const read = environmentInputs(document, suggest);
    return { ...read, problems: [...read.problems, ...otherName(file, document)] };
  }
  const what = `it holds ${String(documents.length)} documents`;
  return noEnvironment([{ where: file, what, fix: 'Write exactly one document of kind Environment.' }]);
}

/** A copy that still has the name of the environment that it was copied from has more of it. */
function otherName(file: string, document: SourceValue): Problem[] {
  const metadata = document.kind === 'map' ? entryOf(document, 'metadata') : undefined;
  const name = metadata?.value.kind === 'map' ? entryOf(metadata.value, 'name') : undefined;
  const wanted = path.basename(file).replace(/\.ya?ml$/, '');
  if (name === undefined || plainValue(name.value) === wanted) return [];
  const what = `metadata.name is not ${wanted}, as the file is called`;
  return [
    problemAt(
      name.value.place,
      what,
      'Correct the name, and see whether the rest is of another environment too.',
    ),
  ];
}

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

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
