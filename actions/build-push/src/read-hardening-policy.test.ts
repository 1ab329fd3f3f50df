import { expect, test } from '@jest/globals';
import { describeProblem } from '../../../lib/core/problem.ts';
import type { HardeningPolicy } from './core/hardening/hardening-policy.ts';
import { readHardeningPolicy } from './read-hardening-policy.ts';

const NOW = Date.parse('2026-11-21T23:30:00Z');
const HEAD = 'apiVersion: kafka-fleet/v1\nkind: HardeningPolicy\nspec:\n';

function read(spec: string): HardeningPolicy | string[] {
  const outcome = readHardeningPolicy({ file: 'hardening.yaml', text: HEAD + spec }, NOW);
  return outcome.ok ? outcome.value : outcome.problems.map(describeProblem);
}

const exception = (expires: string): string =>
  `  exceptions:\n    - { rule: no-shell, path: /bin/sh, owner: team-a, reason: why, expires: ${expires} }\n`;

test('rules, a budget and exceptions', () => {
  expect(
    read(`  rules: { no-shell: off, no-latest-base: warn }\n  sizeBudget: 160MB\n${exception('2026-11-30')}`),
  ).toEqual({
    rules: new Map([
      ['no-shell', 'off'],
      ['no-latest-base', 'warn'],
    ]),
    sizeBudget: 160_000_000,
    exceptions: [
      {
        ...{ rule: 'no-shell', path: '/bin/sh', owner: 'team-a', reason: 'why', expires: '2026-11-30' },
        endsAt: Date.parse('2026-12-01T00:00:00Z'),
        place: { file: 'hardening.yaml', line: 7, column: 7 },
      },
    ],
  });
});

test('an exception ends within 90 days', () => {
  expect(read(exception('2027-02-19'))).not.toBeInstanceOf(Array);
  expect(read(exception('2027-02-20'))).toEqual([
    'hardening.yaml:5:77: 2027-02-20 is more than 90 days away. Give 2027-02-19, or an earlier day.',
  ]);
});

test.each<[string, RegExp]>([
  ['  rules: { no-shel: off }\n', /5:12|4:12: unknown key "spec.rules.no-shel". Did you mean no-shell\?/],
  ['  rules: { no-shell: never }\n', /spec.rules.no-shell is "never". Give off, warn or fail./],
  ['  rules: { intact: off }\n', /unknown key "spec.rules.intact"/],
  ['  sizeBudget: big\n', /4:15: "big" is no size. Give a size such as 160MB or 512MiB./],
  [exception('2026-02-30'), /5:77: "2026-02-30" is no day./],
  [exception('soon'), /"soon" is no day./],
  [exception('2026-11-30').replace('owner: team-a, ', ''), /exceptions.0.owner is missing/],
  [exception('2026-11-30').replace('reason: why', "reason: ' '"), /exceptions.0.reason is " "/],
  [exception('2026-11-30').replace('/bin/sh', 'bin/sh'), /exceptions.0.path is "bin\/sh"/],
  ['  sizeBudget: 1MB\n---\na: 1\n', /6:1: there is a second document/],
  ['  sizeBudget: 1MB\n  sizeBudget: 2MB\n', /"sizeBudget" is at .* too/],
])('%j is refused at its line', (spec, problem) => {
  expect(read(spec)).toEqual([expect.stringMatching(problem)]);
});

test('an empty file is refused', () => {
  const outcome = readHardeningPolicy({ file: 'hardening.yaml', text: '# nothing\n' }, NOW);
  expect(outcome).toMatchObject({ ok: false, problems: [{ where: 'hardening.yaml:1:1' }] });
});
