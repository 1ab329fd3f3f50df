import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { emulatedMode } from '../core/emulated-mode.ts';
import { environmentInputs, type EnvironmentInputs, noEnvironment } from '../core/environment.ts';
import type { EnvironmentDocument } from '../core/environment-document.ts';
import { type Problem, problemAt } from '../core/problem.ts';
import { entryOf, plainValue, type SourceValue } from '../core/source-value.ts';
import { suggest } from './suggest.ts';
import type { YamlText } from './yaml-document.ts';
import { readYamlFile } from './yaml-file.ts';

const FOLDER = 'environments';

/** The environment of this name or file; nothing when there is no name. `endpoint`: of AWS, where it is an emulated one. */
export async function readEnvironment(
  given: string | undefined,
  folder: string,
  endpoint = process.env['AWS_ENDPOINT_URL'],
): Promise<EnvironmentInputs> {
  const name = given?.trim() ?? '';
  if (name === '') return noEnvironment();
  const file = /\.ya?ml$/.test(name) ? name : `${FOLDER}/${name}.yaml`;
  if (!(await isFile(path.resolve(folder, file))))
    return noEnvironment([await noSuchFile(name, file, folder)]);
  const text = await readYamlFile(folder, file);
  const document = onlyOne(text);
  const read = environmentIn(file, text);
  const emulated = document === undefined ? [] : emulatedMode(document, endpoint);
  return { ...read, problems: [...read.problems, ...emulated] };
}

/** Every environment, by name; of none the values are judged that only an action understands. */
export async function readEnvironments(folder: string): Promise<readonly EnvironmentDocument[]> {
  const names = await environmentNames(folder);
  return await Promise.all(
    names.map(async (name) => {
      const file = `${FOLDER}/${name}.yaml`;
      const text = await readYamlFile(folder, file);
      const { problems } = environmentIn(file, text);
      return { name, file, content: onlyOne(text), problems };
    }),
  );
}

function environmentIn(file: string, text: YamlText): EnvironmentInputs {
  if (text.problems.length > 0) return noEnvironment(text.problems);
  const document = onlyOne(text);
  if (document !== undefined) {
    const read = environmentInputs(document, suggest);
    return { ...read, problems: [...read.problems, ...otherName(file, document)] };
  }
  const what = `it holds ${String(text.documents.length)} documents`;
  return noEnvironment([{ where: file, what, fix: 'Write exactly one document of kind Environment.' }]);
}

const onlyOne = ({ documents }: YamlText): SourceValue | undefined =>
  documents.length === 1 ? documents[0] : undefined;

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
  const known = await environmentNames(folder);
  const near = suggest(name, known);
  const list = known.length > 0 ? `There are: ${known.join(', ')}.` : `The folder ${FOLDER}/ has no files.`;
  return {
    where: 'input environment',
    what: `there is no file ${file}`,
    fix: `${near === undefined ? '' : `Did you mean ${near}? `}${list}`,
  };
}

/** The environments that have a file in the folder for them, sorted. */
export async function environmentNames(folder: string): Promise<string[]> {
  const files = await readdir(`${folder}/${FOLDER}`).catch(() => []);
  const yaml = files.filter((each) => each.endsWith('.yaml'));
  return yaml.map((each) => each.replace(/\.yaml$/, '')).sort();
}
