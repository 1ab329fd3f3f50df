import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { plainValue, type SourceMap } from '../../../../lib/core/source-value.ts';
import type { IamFacts } from './iam-facts.ts';
import type { Seen, SeenPolicy, SeenStatement } from './seen-policy.ts';

/** What its statements have to say together. */
export function wholePolicyProblems(document: SourceMap, policy: SeenPolicy, facts: IamFacts): Problem[] {
  const allowed = policy.statements.filter(({ isAllow }) => isAllow).flatMap(({ actions }) => actions);
  return [
    ...tagProblems(allowed, policy),
    ...destroyProblems(allowed, policy, facts),
    ...publicRegistryProblems(allowed),
    ...accountProblems(policy, facts),
    ...sizeProblems(document, policy),
  ];
}

const TAGGING = ['ec2:CreateTags', 'ec2:DeleteTags'];
const denies = (policy: SeenPolicy, action: string, holds: (statement: SeenStatement) => boolean): boolean =>
  policy.statements.some(
    (statement) =>
      !statement.isAllow && statement.actions.some(({ text }) => text === action) && holds(statement),
  );

/** Whoever may tag an instance may tag it into reach of the conditions on tags. */
function tagProblems(allowed: readonly Seen[], policy: SeenPolicy): Problem[] {
  const isForOthers = ({ conditions }: SeenStatement): boolean =>
    conditions.some(({ operator, key }) => operator === 'ForAnyValue:StringNotLike' && key === 'aws:TagKeys');
  const isForNone = ({ conditions }: SeenStatement): boolean =>
    conditions.some(({ operator, key }) => operator === 'Null' && key === 'aws:TagKeys');
  return allowed
    .filter(({ text }) => TAGGING.includes(text))
    .flatMap(({ text, place }) => {
      const others = `${text} of any key is allowed, also of the tags that say what the role may reach`;
      const fix = `Deny ${text} on * with "ForAnyValue:StringNotLike": { "aws:TagKeys": "rolling-reboot:*" }.`;
      const none = `${text} without keys is allowed, which deletes all tags`;
      const noneFix = `Deny ${text} on * with "Null": { "aws:TagKeys": "true" }.`;
      return [
        ...(denies(policy, text, isForOthers) ? [] : [problemAt(place, others, fix)]),
        ...(text !== 'ec2:DeleteTags' || denies(policy, text, isForNone)
          ? []
          : [problemAt(place, none, noneFix)]),
      ];
    });
}

/** What must be denied where anything of the service may be changed. */
const NEVER = { ec2: 'ec2:TerminateInstances', ecr: 'ecr:DeleteRepository' } as const;

const destroyProblems = (allowed: readonly Seen[], policy: SeenPolicy, facts: IamFacts): Problem[] =>
  Object.entries(NEVER).flatMap(([service, action]) => {
    const changes = allowed.some(
      ({ text }) => text.startsWith(`${service}:`) && facts.get(text.toLowerCase())?.isWrite === true,
    );
    if (!changes || denies(policy, action, ({ conditions }) => conditions.length === 0)) return [];
    const what = `${action} is not denied, so the next policy that is attached may allow it`;
    return [problemAt(policy.place, what, `Add a statement that denies ${action} on *, without conditions.`)];
  });

function publicRegistryProblems(allowed: readonly Seen[]): Problem[] {
  const logIn = allowed.find(({ text }) => text === 'ecr-public:GetAuthorizationToken');
  if (logIn === undefined || allowed.some(({ text }) => text === 'sts:GetServiceBearerToken')) return [];
  const what = 'a login to ECR Public needs sts:GetServiceBearerToken too';
  return [problemAt(logIn.place, what, 'Allow it, on *.')];
}

/** A policy that writes in two accounts was copied from another environment. */
function accountProblems({ statements }: SeenPolicy, facts: IamFacts): Problem[] {
  const writes = statements.filter(
    ({ isAllow, actions }) =>
      isAllow && actions.some(({ text }) => facts.get(text.toLowerCase())?.isWrite === true),
  );
  const resources = writes.flatMap((statement) => statement.resources).filter(({ text }) => text !== '*');
  const accountOf = ({ text }: Seen): string => text.split(':')[4] ?? '';
  const [first] = resources;
  return resources
    .filter((resource) => first !== undefined && accountOf(resource) !== accountOf(first))
    .map((resource) =>
      problemAt(
        resource.place,
        `it is of the account ${accountOf(resource)}, and others that are changed are not`,
        'Change things in one account alone.',
      ),
    );
}

/** Characters without blanks: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = { policy: 6_144, trust: 2_048 };

function sizeProblems(document: SourceMap, { place, isTrust }: SeenPolicy): Problem[] {
  const length = JSON.stringify(plainValue(document)).length;
  const most = isTrust ? MOST.trust : MOST.policy;
  if (length <= most) return [];
  const what = `it has ${String(length)} characters, and AWS takes ${String(most)}`;
  return [
    problemAt(
      place,
      what,
      isTrust ? 'Ask for a higher quota, or trust fewer jobs.' : 'Name fewer resources, or split it.',
    ),
  ];
}
