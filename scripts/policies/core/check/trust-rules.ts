import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { entryOf } from '../../../../lib/core/source-value.ts';
import { gitHubProblems, isGitHub } from './github-rules.ts';
import { on } from './on-claim.ts';
import { type Seen, type SeenPolicy, type SeenStatement, textsOf } from './seen-policy.ts';
import { bareOperator, type Suggest } from './shape-rules.ts';

const AUDIENCES = ['sts.amazonaws.com', 'sts.amazonaws.com.cn'];
const ASSUME = 'sts:AssumeRoleWithWebIdentity';
const PROVIDER = /^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/(.+)$/;

/** What lets somebody take a role whom nobody meant. */
export const trustProblems = ({ statements }: SeenPolicy, suggest: Suggest): Problem[] =>
  statements.filter(({ isAllow }) => isAllow).flatMap((statement) => statementProblems(statement, suggest));

function statementProblems(statement: SeenStatement, suggest: Suggest): Problem[] {
  const wrongActions = statement.actions
    .filter(({ text }) => text !== ASSUME)
    .map(({ text, place }) =>
      problemAt(place, `${text} is not how a job takes a role`, `Write ${ASSUME} alone.`),
    );
  const federated = federatedOf(statement);
  const issuer = PROVIDER.exec(federated.text)?.[1];
  if (issuer === undefined) {
    const fix = 'Write { "Federated": "arn:aws:iam::<account>:oidc-provider/<issuer>" }.';
    return [
      ...wrongActions,
      problemAt(federated.place, 'the Principal is not an OIDC provider of an account', fix),
    ];
  }
  return [
    ...wrongActions,
    ...audienceProblems(statement, issuer),
    ...subjectProblems(statement, issuer),
    ...foreignKeys(statement, issuer),
    ...(isGitHub(issuer) ? gitHubProblems(statement, issuer, suggest) : []),
  ];
}

function federatedOf({ principal, place }: SeenStatement): Seen {
  if (principal === undefined) return { text: '', place };
  const [federated] = textsOf(entryOf(principal.value, 'Federated')?.value);
  return federated ?? { text: '', place: principal.keyPlace };
}

function audienceProblems(statement: SeenStatement, issuer: string): Problem[] {
  const audiences = on(statement, issuer, 'aud');
  const fix = `Write "StringEquals": { "${issuer}:aud": "sts.amazonaws.com" }.`;
  if (audiences.length === 0)
    return [
      problemAt(statement.place, 'tokens for any audience are taken: there is no condition on aud', fix),
    ];
  return audiences
    .flatMap(({ values }) => values)
    .filter(({ text }) => !AUDIENCES.includes(text))
    .map(({ text, place }) => problemAt(place, `${text} is not the audience of STS`, fix));
}

function subjectProblems(statement: SeenStatement, issuer: string): Problem[] {
  const subjects = on(statement, issuer, 'sub');
  if (subjects.length === 0) {
    const what =
      'any subject is taken, which is everybody whom this issuer makes tokens for: there is no condition on sub';
    return [
      problemAt(statement.place, what, `Write "StringEquals": { "${issuer}:sub": … } with whole subjects.`),
    ];
  }
  return subjects
    .flatMap(({ values, operator }) => values.map((value) => ({ ...value, operator })))
    .filter(({ text }) => /[*?]/.test(text))
    .map(({ text, place, operator }) => {
      const isLike = bareOperator(operator) === 'StringLike';
      const what = isLike
        ? `${text} is a pattern, which takes more subjects than anybody thinks of`
        : `StringEquals compares the * of ${text} as a sign, so it is never true`;
      return problemAt(place, what, 'Write each subject out, in StringEquals.');
    });
}

/** A key of another issuer is absent in this one's tokens; negative conditions name whom to keep out and let in all others. */
const foreignKeys = ({ conditions }: SeenStatement, issuer: string): Problem[] =>
  conditions.flatMap(({ key, operator, place }) => {
    if (/^(aws|sts):/.test(key)) return [];
    if (!key.toLowerCase().startsWith(`${issuer.toLowerCase()}:`))
      return [
        problemAt(place, `${key} is not a key of the issuer ${issuer}`, `Write ${issuer}: before the claim.`),
      ];
    if (!bareOperator(operator).includes('Not')) return [];
    return [
      problemAt(
        place,
        `${operator} keeps out what it names and lets in all else`,
        'Write StringEquals with who may.',
      ),
    ];
  });
