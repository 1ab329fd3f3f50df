import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { entryOf, type SourceMap } from '../../../../lib/core/source-value.ts';
import { type SeenPolicy, type SeenStatement, textsOf } from './seen-policy.ts';

export type Suggest = (word: string, known: Iterable<string>) => string | undefined;

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
const NEGATED = ['NotAction', 'NotPrincipal', 'NotResource'];

const OPERATORS = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ...['StringLike', 'StringNotLike', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
  ...['NumericGreaterThan', 'NumericGreaterThanEquals', 'DateEquals', 'DateNotEquals', 'DateLessThan'],
  ...['DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'Bool', 'BinaryEquals'],
  ...['IpAddress', 'NotIpAddress', 'Null'],
];

/** The operator without what it says of several values, or of keys that are absent. */
export const bareOperator = (operator: string): string =>
  operator.replace(/^For(All|Any)Values?:/, '').replace(/IfExists$/, '');

/** What the grammar of policies allows, and what it allows and means more than it seems to. */
export function shapeProblems(document: SourceMap, policy: SeenPolicy, suggest: Suggest): Problem[] {
  return [
    ...versionProblems(document, policy),
    ...policy.statements.flatMap((statement) => [
      ...elementProblems(statement, suggest),
      ...operatorProblems(statement, suggest),
    ]),
    ...sidProblems(policy),
  ];
}

function versionProblems(document: SourceMap, { place, statements }: SeenPolicy): Problem[] {
  const [version] = textsOf(entryOf(document, 'Version')?.value);
  const fix = 'Write "Version": "2012-10-17": the older one knows no variables.';
  return [
    ...(version?.text === '2012-10-17'
      ? []
      : [problemAt(version?.place ?? place, 'the Version is not 2012-10-17', fix)]),
    ...(statements.length > 0 ? [] : [problemAt(place, 'it has no Statement', 'Write one.')]),
  ];
}

function elementProblems({ source, place, isAllow }: SeenStatement, suggest: Suggest): Problem[] {
  const problems = source.entries.flatMap(({ key, keyPlace }) => {
    if (NEGATED.includes(key) && isAllow) {
      const positive = key.slice('Not'.length);
      return [
        problemAt(
          keyPlace,
          `${key} allows all that it does not name`,
          `Write ${positive} with what is meant.`,
        ),
      ];
    }
    if ([...ELEMENTS, ...NEGATED].includes(key)) return [];
    const near = suggest(key, ELEMENTS);
    const fix = near === undefined ? `Known are ${ELEMENTS.join(', ')}.` : `Did you mean ${near}?`;
    return [problemAt(keyPlace, `${key} is no element of a statement`, fix)];
  });
  const [effect] = textsOf(entryOf(source, 'Effect')?.value);
  const isKnown = effect?.text === 'Allow' || effect?.text === 'Deny';
  const wrong = problemAt(
    effect?.place ?? place,
    'the Effect is neither Allow nor Deny',
    'Write one of the two.',
  );
  return isKnown ? problems : [...problems, wrong];
}

function operatorProblems({ conditions, isAllow }: SeenStatement, suggest: Suggest): Problem[] {
  return conditions.flatMap(({ operator, key, place }) => {
    const bare = bareOperator(operator);
    if (!OPERATORS.includes(bare)) {
      const near = suggest(bare, OPERATORS);
      const fix = near === undefined ? 'See the condition operators of IAM.' : `Did you mean ${near}?`;
      return [problemAt(place, `${operator} is no operator`, fix)];
    }
    if (!isAllow) return [];
    if (operator.startsWith('ForAllValues:')) {
      const fix =
        'Write ForAnyValue, or StringEquals for a key of one value, and a Deny for what is not wanted.';
      return [problemAt(place, `ForAllValues holds when there is no ${key} at all`, fix)];
    }
    if (!operator.endsWith('IfExists')) return [];
    return [problemAt(place, `${operator} holds when there is no ${key} at all`, `Write ${bare}.`)];
  });
}

function sidProblems({ statements }: SeenPolicy): Problem[] {
  const sids = statements.flatMap(({ sid }) => sid ?? []);
  return sids.flatMap(({ text, place }, index) => {
    if (!/^[A-Za-z\d]+$/.test(text))
      return [problemAt(place, `the Sid ${text} has other signs than letters and digits`, 'Leave them out.')];
    const isTwice = sids.slice(0, index).some((other) => other.text === text);
    return isTwice
      ? [problemAt(place, `the Sid ${text} is there twice`, 'Give each statement its own.')]
      : [];
  });
}
