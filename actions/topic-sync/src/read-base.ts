import { describeProblem } from '../../../lib/core/problem.ts';
import type { Ancestry } from '../../../lib/core/ancestry.ts';
import type { AppliedCommit, AppliedFiles } from '../../../lib/core/applied-commit.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Base, UnknownBase } from './core/base.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { resolveTopics } from './core/resolve-topics.ts';
import { isInScope } from './in-scope.ts';
import type { Ports } from './ports.ts';
import { readDocuments } from './read-documents.ts';

type Asked = Pick<TopicSyncInputs, 'command' | 'files' | 'environment' | 'deletion' | 'github'>;
type Git = Pick<Ports, 'readYamlAt' | 'ancestryOf'>;

/**
 * What the files of the base say of topics; Tombstones there lift no protection. The base is `base-ref`, or else the
 * commit that was recorded as applied to the environment. It comes before the files that are here, or it is none: a
 * change that is its own base would lift its own protection, and files that are older would take back what came later.
 */
export async function readBase(inputs: Asked, ports: Git & Pick<Ports, 'github'>): Promise<Base> {
  const found = await baseCommit(inputs, ports);
  if (found.kind !== 'known') return unknown(found.kind === 'none' ? 'none' : 'unreadable', found.because);
  try {
    const ancestry = await ports.ancestryOf(found.commit);
    const refused = notBefore(found.commit, ancestry, inputs);
    if (refused !== undefined) return refused;
    const base = await readTopicsAt(found, inputs, ports);
    const isItself = base.kind === 'known' && isRunAgain(ancestry, inputs);
    return isItself ? { ...base, isItself } : base;
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return unreadable(failure.message);
  }
}

const unreadable = (sentence: string): UnknownBase => unknown('unreadable', sentence.replace(/\.$/, ''));

const unknown = (why: UnknownBase['why'], because: string): UnknownBase => ({
  kind: 'unknown',
  why,
  because,
});

async function baseCommit(
  { environment, deletion: { baseRef }, github: { token } }: Asked,
  { github }: Pick<Ports, 'github'>,
): Promise<AppliedCommit> {
  if (baseRef !== '') return { kind: 'known', commit: baseRef, files: null, ignore: [] };
  const notGiven = 'base-ref is not given';
  if (environment === '' || token === '') return { kind: 'none', because: notGiven };
  const last = await github.open(token).lastApplied(environment);
  return last.kind === 'known' ? last : { ...last, because: `${notGiven}, and ${last.because}` };
}

/** Undefined where the commit may be the base. One that was recorded is applied, so it may be this one too. */
function notBefore(commit: string, ancestry: Ancestry, asked: Asked): UnknownBase | undefined {
  if (ancestry === 'not-earlier') {
    return unknown(ancestry, `the base ${commit} does not come before the commit that is checked out`);
  }
  return isRunAgain(ancestry, asked) && asked.deletion.baseRef !== ''
    ? unreadable(`base-ref ${commit} is the commit that is checked out, not one before`)
    : undefined;
}

// A drift is looked for where nothing is changed: there the files are what was applied.
const isRunAgain = (ancestry: Ancestry, { command }: Asked): boolean =>
  ancestry === 'same' && command !== 'drift';

/** What was not applied with a commit is not declared by it, though its file was there. */
async function readTopicsAt(
  { commit, files, ignore }: AppliedFiles,
  asked: Asked,
  { readYamlAt }: Git,
): Promise<Base> {
  const { environment } = asked;
  const yaml = await readYamlAt(commit, files ?? asked.files);
  const { documents, problems } = readDocuments(yaml.documents);
  const base = resolveTopics({ ...documents, tombstones: [] }, environment === '' ? null : environment);
  const [mistake] = [...yaml.problems, ...problems, ...base.problems];
  if (mistake !== undefined) return unreadable(describeProblem(mistake));
  const applied = base.topics.filter(({ name }) => isInScope(name, { include: ['*'], ignore }));
  return { kind: 'known', topics: new Map(applied.map((topic) => [topic.name, topic])) };
}
