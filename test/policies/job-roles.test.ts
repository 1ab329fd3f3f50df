import { describe, expect, test } from '@jest/globals';
import { rolesFor } from '../../actions/build-push/src/core/roles-for.ts';
import { writes } from '../../actions/topic-sync/src/core/pull-request.ts';
import { mayAssume } from '../../lab/iam/may-assume.ts';
import { type Purpose, PURPOSES } from '../../scripts/policies/core/purpose.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';
import { jobs, ownAction, stepsOf, type WorkflowStep } from '../gates/read-workflows.ts';
import { MAIN, PULL, token } from './tokens.ts';

const environments = await renderEnvironments(process.cwd());

type Given = Readonly<Record<string, unknown>>;

/** How each action chooses its role; one that is not here looks at no account. */
const ROLE_OF = new Map<string, (given: Given) => Purpose | undefined>([
  ['actions/rolling-reboot', () => 'reboot'],
  ['actions/topic-sync', (given) => roleOfTopics(given, textOf(given['command']))],
  ['actions/build-push', ({ mode }) => PURPOSES.find((each) => `${each}-role` === rolesFor(textOf(mode))[0])],
]);

function roleOfTopics(given: Given, command: string): Purpose | undefined {
  if (command === 'lint') return undefined;
  const takesThatOfApply = given['role-to-assume'] === '${{ fromJSON(inputs.to).topicsRole }}';
  return writes(command) || takesThatOfApply ? 'topics-apply' : 'topics-plan';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function roleOf({ uses, with: given = {} }: WorkflowStep): Purpose[] {
  const role = ROLE_OF.get(ownAction(uses) ?? '')?.(given);
  return role === undefined ? [] : [role];
}

const taking = jobs.flatMap(([name, job]) => {
  const roles = [...new Set(stepsOf(job).flatMap(roleOf))];
  return roles.length > 0 ? [[name, job, roles] as const] : [];
});

describe.each(environments)('in $settings.name', ({ settings, roles }) => {
  test.each(taking)(
    '%s may take the role of each of its steps',
    async (name, { environment = '' }, wanted) => {
      const [workflow = ''] = name.split(' ');
      const [kind = ''] = /-\w+$/.exec(environment) ?? [];
      const ref = workflow === 'topic-diff.yml' ? PULL : MAIN;
      const claims = token({ workflow, context: `environment:${settings.name}${kind}`, ref });
      for (const purpose of wanted) {
        const role = roles.get(purpose);
        const isAllowed = role === undefined ? 'is not rendered' : (await mayAssume(role, claims)).allowed;
        expect([purpose, isAllowed]).toEqual([purpose, true]);
      }
    },
  );
});

test('jobs of every workflow that takes a role are looked at', () => {
  const files = taking.map(([name]) => name.split(' ')[0]);
  expect([...new Set(files)].sort()).toEqual([
    'deploy.yml',
    'drift.yml',
    'rolling-reboot.yml',
    'topic-diff.yml',
  ]);
});
