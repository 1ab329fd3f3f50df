import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import type { ActionFacts, IamFacts } from './iam-facts.ts';
import type { Seen, SeenPolicy, SeenStatement } from './seen-policy.ts';

/** What gives more than it says, or gives nothing. */
export const permissionProblems = ({ statements }: SeenPolicy, facts: IamFacts): Problem[] =>
  statements.flatMap((statement) => [
    ...statement.actions.flatMap((action) => actionProblems(action, statement, facts)),
    ...statement.resources.flatMap((resource) => arnProblems(resource)),
    ...(statement.isAllow ? [...instanceProblems(statement, facts), ...grantProblems(statement)] : []),
  ]);

function actionProblems(action: Seen, statement: SeenStatement, facts: IamFacts): Problem[] {
  const { text, place } = action;
  if (/[*?]/.test(text)) {
    const what = `${text} allows what AWS adds to it tomorrow, too`;
    return statement.isAllow ? [problemAt(place, what, 'Name each action.')] : [];
  }
  const known = facts.get(text.toLowerCase());
  if (known === undefined) return [problemAt(place, `AWS has no action ${text}`, 'Correct the name.')];
  return statement.isAllow
    ? [...resourceProblems(action, statement, known), ...keyProblems(action, statement, known)]
    : [];
}

function resourceProblems(
  { text, place }: Seen,
  { resources }: SeenStatement,
  { isForAll }: ActionFacts,
): Problem[] {
  const isStar = resources.some((resource) => resource.text === '*');
  if (isForAll && !isStar) {
    const what = `${text} knows no resources, so it is never allowed on one`;
    return [problemAt(place, what, 'Put it into a statement with "Resource": "*".')];
  }
  if (isForAll || !isStar) return [];
  return [
    problemAt(place, `${text} is allowed on every resource of the account`, 'Name the ARNs that it is for.'),
  ];
}

/** A condition on a key that an action does not have never holds, and the action is never allowed. */
function keyProblems(
  { text, place }: Seen,
  { conditions }: SeenStatement,
  { conditionKeys }: ActionFacts,
): Problem[] {
  const known = (key: string): boolean =>
    conditionKeys.some((each) =>
      each.includes('${') ? key.startsWith(each.slice(0, each.indexOf('${'))) : key === each,
    );
  const isGlobal = (key: string): boolean => /^aws:(?!resourcetag\/|requesttag\/|tagkeys$)/.test(key);
  const strange = conditions.find(({ key }) => !isGlobal(key.toLowerCase()) && !known(key.toLowerCase()));
  if (strange === undefined) return [];
  const what = `${text} knows no ${strange.key}, so the statement never allows it`;
  return [problemAt(place, what, 'Put it into a statement without this condition.')];
}

const ARN = /^arn:aws[\w-]*:(?<service>[\w-]+):[\w-]*:(?<account>[^:]*):(?<resource>.+)$/;
type Parts = Readonly<Record<'service' | 'account' | 'resource', string>>;
/** Whose ARNs have an account. */
const WITH_ACCOUNT = new Set(['ec2', 'ecr', 'kafka', 'kms', 'iam', 'sts', 'eks']);

function arnProblems({ text, place }: Seen): Problem[] {
  if (text === '*') return [];
  const arn = ARN.exec(text)?.groups as Parts | undefined;
  if (arn === undefined)
    return [problemAt(place, `${text} is no ARN`, 'Write arn:aws:<service>:<region>:<account>:<resource>.')];
  if (WITH_ACCOUNT.has(arn.service) && !/^\d{12}$/.test(arn.account))
    return [problemAt(place, `the account of ${text} is not 12 digits`, 'Write the account.')];
  if (arn.service !== 'ecr' || isRepository(arn.resource)) return [];
  // https://github.com/aws-actions/amazon-ecr-login/issues/386
  const fix = 'Write arn:aws:ecr:<region>:<account>:repository/<name>, without host, tag or digest.';
  return [problemAt(place, `${text} is not the ARN of a repository`, fix)];
}

const isRepository = (resource: string): boolean =>
  /^repository\/[a-z\d*]+([._/-]+[a-z\d*]+)*$/.test(resource) && !resource.includes('amazonaws.com');

function instanceProblems({ actions, resources, conditions }: SeenStatement, facts: IamFacts): Problem[] {
  const isOnAny = resources.some(({ text }) => text.endsWith(':instance/*'));
  const isByTag = conditions.some(
    ({ key, operator }) => /^(aws|ec2):ResourceTag\//i.test(key) && operator === 'StringEquals',
  );
  if (!isOnAny || isByTag) return [];
  return actions
    .filter(({ text }) => facts.get(text.toLowerCase())?.isWrite === true)
    .map(({ text, place }) =>
      problemAt(
        place,
        `${text} is allowed on every instance of the account`,
        'Add "StringEquals": { "aws:ResourceTag/kafka-cluster": … }.',
      ),
    );
}

/** A grant on a key can be given on to anybody, unless a service of AWS takes it for a resource. */
function grantProblems({ actions, conditions }: SeenStatement): Problem[] {
  const isForAws = conditions.some(({ key }) => key.toLowerCase() === 'kms:grantisforawsresource');
  const fix = 'Add "Bool": { "kms:GrantIsForAWSResource": "true" }.';
  return actions
    .filter(({ text }) => text.toLowerCase() === 'kms:creategrant' && !isForAws)
    .map(({ place }) => problemAt(place, 'kms:CreateGrant lets the role give the key on to anybody', fix));
}
