import type { PolicyDocument, RolePolicies } from '../../scripts/policies/core/policy-document.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** What a token says; a claim that is no text is none to IAM. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The claims that conditions can name, beside `aud` and `sub` of every issuer:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
const OF_GITHUB = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
];

/** Whether the trust policy of a role lets the bearer of a token, whose signature was checked, take it. */
export function mayAssume({ arn, trust }: RolePolicies, claims: Claims): Promise<Verdict> {
  const issuer = String(claims['iss']).replace(/^https:\/\//, '');
  const [, partition = '', , , accountId = ''] = arn.split(':');
  return verdictOn({
    request: {
      principal: `arn:${partition}:iam::${accountId}:oidc-provider/${issuer}`,
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: { resource: arn, accountId },
      contextVariables: contextOf(issuer, claims),
    },
    identityPolicies: [],
    resourcePolicy: aliased(trust, issuer),
  });
}

/** The simulation takes the keys only that are in AWS's list, where those of OIDC providers are not all of them. */
const ALIAS = 'aws:PrincipalTag/';

const aliased = (trust: PolicyDocument, issuer: string): unknown =>
  JSON.parse(JSON.stringify(trust).replaceAll(`"${issuer}:`, `"${ALIAS}${issuer}:`));

const contextOf = (issuer: string, claims: Claims): Record<string, string> =>
  Object.fromEntries(
    ['aud', 'sub', ...OF_GITHUB].flatMap((claim) => {
      const value = claims[claim];
      return typeof value === 'string' ? [[`${ALIAS}${issuer}:${claim}`, value]] : [];
    }),
  );
