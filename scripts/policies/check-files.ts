import { suggest } from '../../lib/adapters/suggest.ts';
import { readYamlFiles } from '../../lib/adapters/yaml-file.ts';
import type { Problem } from '../../lib/core/problem.ts';
import { checkPolicy } from './core/check/check-policy.ts';
import type { IamFacts } from './core/check/iam-facts.ts';
import { pairProblems } from './core/check/pair-rules.ts';
import { seePolicy, type SeenPolicy } from './core/check/seen-policy.ts';
import { lookUpActions } from './look-up-actions.ts';

interface Checked {
  readonly file: string;
  readonly policy: SeenPolicy | undefined;
  readonly facts: IamFacts;
  readonly problems: readonly Problem[];
}

/** All problems of policy files; JSON is read as the YAML that it is, for its lines and for keys that are there twice. */
export async function checkFiles(
  folder: string,
  patterns: readonly string[],
): Promise<{ readonly files: number; readonly problems: readonly Problem[] }> {
  const { files, documents, problems, unmatched } = await readYamlFiles(folder, patterns);
  const missing = unmatched.map((where) => ({
    where,
    what: 'there is no such file',
    fix: 'Correct the name.',
  }));
  const checked = await Promise.all(
    documents.map(async (document): Promise<Checked> => {
      const facts: IamFacts = document.kind === 'map' ? await lookUpActions(document) : new Map();
      const policy = document.kind === 'map' ? seePolicy(document) : undefined;
      return { file: document.place.file, policy, facts, problems: checkPolicy(document, facts, suggest) };
    }),
  );
  const found = checked.flatMap((each) => [...each.problems, ...withItsPolicy(each, checked)]);
  return { files: files.length, problems: [...problems, ...missing, ...found] };
}

/** `deploy.trust.json` and `deploy.policy.json` are of one role. */
function withItsPolicy({ file, policy }: Checked, all: readonly Checked[]): Problem[] {
  const other = all.find((each) => each.file === file.replace(/\.trust\.json$/, '.policy.json'));
  if (policy?.isTrust !== true || other?.policy === undefined) return [];
  return pairProblems(policy, other.policy, other.facts);
}
