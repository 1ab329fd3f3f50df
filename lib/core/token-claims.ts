/** What an OIDC token says of the job that it was made for; never the token itself. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** A role that refused a token. */
export interface RefusedToken {
  /** The error code of STS. */
  readonly code: string;
  readonly roleArn: string;
  readonly claims: TokenClaims;
}

/** Claims that trust policies are written with. https://docs.github.com/en/actions/reference/security/oidc */
const SHOWN = ['iss', 'aud', 'sub', 'repository', 'ref', 'environment', 'job_workflow_ref', 'exp'];
const AUDIENCE = 'sts.amazonaws.com';

/** Why STS refused a token, as far as its claims tell, and what to write into which policy. */
export function explainRefusal(refused: RefusedToken): string {
  const claims = `The token said ${describeClaims(refused.claims)}.`;
  switch (refused.code) {
    case 'ExpiredTokenException':
      return `${claims} It had ended when STS read it: look at the clock of the runner, and run again.`;
    case 'InvalidIdentityToken':
      return `${claims} ${providerAdvice(refused)}`;
    case 'AccessDenied':
      return `${claims} ${trustAdvice(refused)}`;
    default:
      return `${claims} Compare them with the trust policy of the role.`;
  }
}

function describeClaims(claims: TokenClaims): string {
  const shown = SHOWN.flatMap((name) => {
    const text = textOf(name, claims[name]);
    return text === '' ? [] : `${name} ${text}`;
  });
  return shown.length === 0 ? 'nothing that can be read' : shown.join(', ');
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value === undefined ? '' : JSON.stringify(value);
  const isTime = name === 'exp' && Math.abs(value) < MOST_SECONDS;
  return isTime ? new Date(value * 1000).toISOString() : String(value);
}

/** The end of what a Date can hold, in seconds. */
const MOST_SECONDS = 8.64e12;

const claim = (claims: TokenClaims, name: string): string => textOf(name, claims[name]);

/** The issuer as IAM names it. */
const providerOf = (claims: TokenClaims): string => claim(claims, 'iss').replace(/^https:\/\//, '');

/** STS could not take the token for one of the provider: before it looked at the role. */
function providerAdvice({ claims, roleArn }: RefusedToken): string {
  const account = accountOf(roleArn);
  const provider = `arn:aws:iam::${account}:oidc-provider/${providerOf(claims)}`;
  return (
    `The account ${account} must have the OIDC provider ${provider}, with the audience ${claim(claims, 'aud')} among its ` +
    `client ids.${audienceAdvice(claims)}`
  );
}

function trustAdvice({ claims, roleArn }: RefusedToken): string {
  const provider = providerOf(claims);
  const sub = claim(claims, 'sub');
  const equals = JSON.stringify({ [`${provider}:aud`]: claim(claims, 'aud'), [`${provider}:sub`]: sub });
  const like = JSON.stringify({ [`${provider}:sub`]: `${repositoryOf(sub)}:*` });
  return (
    `Either there is no role ${roleArn}, or its trust policy does not match. To trust exactly this job it needs the ` +
    `condition "StringEquals": ${equals}; to trust every job of the repository, the sub goes into "StringLike": ${like}. ` +
    `${otherSubject(claims)}${audienceAdvice(claims)}`
  );
}

/** Which of its forms a subject has depends on the job: the usual mistake is to trust the other one. */
function otherSubject(claims: TokenClaims): string {
  const repository = repositoryOf(claim(claims, 'sub'));
  const ref = claim(claims, 'ref') || 'refs/heads/main';
  return claims['environment'] === undefined
    ? `This job names no environment; one that does has the sub ${repository}:environment:<name> instead.`
    : `This job names an environment; without one its sub were ${repository}:ref:${ref}.`;
}

/** `repo:org/repo`, or `repo:org@1/repo@2` where subjects are immutable. */
const repositoryOf = (sub: string): string => sub.split(':').slice(0, 2).join(':');

function audienceAdvice(claims: TokenClaims): string {
  const audience = claim(claims, 'aud');
  if (audience === AUDIENCE) return '';
  return ` The audience is ${audience}, which is not the usual ${AUDIENCE}: correct the input audience, or the policy.`;
}

const accountOf = (roleArn: string): string => roleArn.split(':')[4] ?? '';
