import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import type { Seen, SeenStatement } from './seen-policy.ts';
import { bareOperator, type Suggest } from './shape-rules.ts';
import { on } from './on-claim.ts';

export const isGitHub = (issuer: string): boolean => issuer.startsWith('token.actions.githubusercontent.com');

/** Those that IAM knows as condition keys. */
const CLAIMS = [
  ...['actor', 'actor_id', 'aud', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository'],
  ...['repository_id', 'repository_owner_id', 'sub', 'workflow'],
];

const OWNER = String.raw`[\w.-]+`;
const LEGACY = new RegExp(`^repo:(${OWNER}/${OWNER}):(.+)$`);
const IMMUTABLE = new RegExp(String.raw`^repo:(${OWNER})@\d+/(${OWNER})@(\d+):(.+)$`);
/** An environment comes in the place of the branch, never with it. */
const CONTEXT = /^(environment:[^:]+|pull_request|ref:refs\/(heads|tags)\/[^:]+)$/;
/** A pull request runs the workflow of its own merge commit, whose number is not known beforehand. */
const WORKFLOW = /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]+@(refs\/pull\/\*\/merge|[^*?]+)$/;

/** What is wrong in a statement that trusts tokens of GitHub. */
export function gitHubProblems(statement: SeenStatement, issuer: string, suggest: Suggest): Problem[] {
  const subjects = on(statement, issuer, 'sub').flatMap(({ values }) => values);
  return [
    ...unknownClaims(statement, issuer, suggest),
    ...subjects.flatMap(subjectProblems),
    ...oneFormProblems(subjects),
    ...repositoryProblems(statement, issuer, subjects),
    ...workflowProblems(statement, issuer, subjects),
  ];
}

function unknownClaims({ conditions }: SeenStatement, issuer: string, suggest: Suggest): Problem[] {
  return conditions.flatMap(({ key, place }) => {
    const claim = key.startsWith(`${issuer}:`) ? key.slice(issuer.length + 1) : 'sub';
    if (CLAIMS.includes(claim)) return [];
    const near = suggest(claim, CLAIMS);
    const fix = near === undefined ? `IAM knows ${CLAIMS.join(', ')}.` : `Did you mean ${near}?`;
    return [problemAt(place, `IAM knows no claim ${claim}, so the condition never holds`, fix)];
  });
}

const partsOf = (subject: string): { repository: string; context: string } | undefined => {
  const [, owner, name, , context] = IMMUTABLE.exec(subject) ?? [];
  if (owner !== undefined) return { repository: `${owner}/${name ?? ''}`, context: context ?? '' };
  const [, repository, rest] = LEGACY.exec(subject) ?? [];
  return repository === undefined ? undefined : { repository, context: rest ?? '' };
};

function subjectProblems({ text, place }: Seen): Problem[] {
  const context = partsOf(text)?.context;
  if (/[*?]/.test(text) || (context !== undefined && CONTEXT.test(context))) return [];
  const what = `${text} is not a subject that GitHub writes`;
  const fix =
    'It is repo:<owner>/<name>:environment:<name>, or where the job names no environment repo:<owner>/<name>:ref:refs/heads/<branch>, or …:pull_request.';
  return [problemAt(place, what, fix)];
}

/** https://github.com/aws-actions/configure-aws-credentials#oidc */
function oneFormProblems(subjects: readonly Seen[]): Problem[] {
  const whole = subjects.filter(({ text }) => !/[*?]/.test(text));
  const isImmutable = ({ text }: Seen): boolean => IMMUTABLE.test(text);
  const [first] = whole;
  if (first === undefined || (whole.some(isImmutable) && !whole.every(isImmutable))) return [];
  if (whole.every(isImmutable)) return [];
  const what = 'subjects are trusted without ids alone, and repositories made since July 2026 have others';
  return [problemAt(first.place, what, 'Add repo:<owner>@<owner id>/<name>@<repository id>:… beside it.')];
}

function repositoryProblems(statement: SeenStatement, issuer: string, subjects: readonly Seen[]): Problem[] {
  const ids = on(statement, issuer, 'repository_id').flatMap(({ values }) => values);
  const hasId = ids.length > 0 || (subjects.length > 0 && subjects.every(({ text }) => IMMUTABLE.test(text)));
  const what =
    'whoever gets the name of the repository, once it is free, is trusted: there is no condition on repository_id';
  const fix = `Write "StringEquals": { "${issuer}:repository_id": "…" }: gh api repos/<owner>/<name> --jq .id.`;
  const other = subjects.flatMap(({ text, place }) => {
    const id = IMMUTABLE.exec(text)?.[3];
    if (id === undefined || ids.length === 0 || ids.some((known) => known.text === id)) return [];
    return [
      problemAt(place, `the id ${id} of the subject is not that of repository_id`, 'Correct the wrong one.'),
    ];
  });
  return hasId ? other : [problemAt(statement.place, what, fix), ...other];
}

function workflowProblems(statement: SeenStatement, issuer: string, subjects: readonly Seen[]): Problem[] {
  const conditions = on(statement, issuer, 'job_workflow_ref');
  const fix = `Write "StringEquals": { "${issuer}:job_workflow_ref": "<owner>/<name>/.github/workflows/<file>@refs/heads/main" }.`;
  if (conditions.length === 0) {
    const what =
      'every workflow of the repository is trusted, also one that is added tomorrow: there is no condition on job_workflow_ref';
    return [problemAt(statement.place, what, fix)];
  }
  return conditions.flatMap(({ values, operator }) =>
    values.flatMap(({ text, place }) => {
      const isLiteral = bareOperator(operator) === 'StringEquals' && text.includes('*');
      if (!WORKFLOW.test(text) || isLiteral)
        return [problemAt(place, `${text} is not one workflow at one version`, fix)];
      return spelledOtherwise(text, place, subjects);
    }),
  );
}

/** IAM tells capitals apart. https://github.com/aws-actions/configure-aws-credentials/issues/318 */
function spelledOtherwise(workflow: string, place: Seen['place'], subjects: readonly Seen[]): Problem[] {
  const repository = workflow.split('/').slice(0, 2).join('/');
  const other = subjects
    .flatMap(({ text }) => partsOf(text)?.repository ?? [])
    .find((each) => each !== repository && each.toLowerCase() === repository.toLowerCase());
  if (other === undefined) return [];
  return [
    problemAt(
      place,
      `${repository} is spelled ${other} in sub, and IAM tells capitals apart`,
      'Spell both as GitHub does.',
    ),
  ];
}
