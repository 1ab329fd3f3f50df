import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseWindow, remainingWindow } from '../../lib/core/window.ts';
import { actionsOf, jobNamed, jobs, workflows } from './read-workflows.ts';

// What no run on this machine can show: GitHub alone keeps permissions, approvals and concurrency.

describe('every workflow', () => {
  test.each([...workflows])('%s gives no permission to all its jobs, and begins by itself', (_, workflow) => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toBeDefined();
    expect(Object.keys(workflow.on)).not.toEqual(expect.arrayContaining(['pull_request_target']));
    expect(Object.keys(workflow.on)).not.toEqual(expect.arrayContaining(['workflow_run']));
  });

  test.each(jobs)('%s ends in time, on a runner that the tests have, and says what it may', (_, job) => {
    expect(job['timeout-minutes']).toBeLessThan(360);
    expect(job['runs-on']).toMatch(/^ubuntu-24\.04$|vars\.KAFKA_FLEET_RUNNER \|\| 'ubuntu-24\.04' \}\}$/);
    expect(job.permissions).toBeDefined();
  });

  test.each([...workflows])(
    '%s drops no run that waits, unless a newer one makes it worthless',
    (_, workflow) => {
      const each = [workflow, ...Object.values(workflow.jobs)];
      const groups = each.map(({ concurrency }) => concurrency).filter((group) => group !== undefined);
      for (const group of groups)
        expect(group).toMatchObject(
          group['cancel-in-progress'] === true ? {} : { 'cancel-in-progress': false, queue: 'max' },
        );
    },
  );

  test.each(jobs)('%s may read what it checks out, also in a private repository', (_, job) => {
    const isFetching = job.steps?.some(({ uses = '' }) => uses.startsWith('actions/checkout@')) === true;
    expect(job.permissions?.['contents'] !== undefined).toBe(isFetching);
  });

  test.each(jobs)(
    '%s fetches the actions also where they are in a private repository',
    (_, { steps = [] }) => {
      const fetched = steps.filter(({ with: given }) => given?.['repository'] !== undefined);
      for (const { with: given } of fetched)
        expect(given?.['token']).toBe('${{ secrets.KAFKA_FLEET_ACTIONS_TOKEN || github.token }}');
    },
  );

  test.each(jobs)('%s leaves no token behind, and pins what it takes from others', (_, { steps = [] }) => {
    for (const { uses = '', with: given } of steps) {
      expect(uses).toMatch(/^(|\.\/\.kafka-fleet-actions\/.+|[\w/.-]+@[0-9a-f]{40})$/);
      expect(uses.startsWith('actions/checkout@') ? given?.['persist-credentials'] : false).toBe(false);
    }
  });
});

describe('a job that needs AWS', () => {
  const takers = jobs.filter(([, job]) =>
    actionsOf(job).some((action) => /topic-sync|rolling-reboot|build-push/.test(action)),
  );

  test('has a token for it, and no other job has', () => {
    const may = jobs.filter(([, { permissions }]) => permissions?.['id-token'] === 'write');
    const names = takers.map(([name]) => name).filter((name) => name !== 'deploy.yml validate');
    expect(may.map(([name]) => name).sort()).toEqual([...names, 'release.yml attest'].sort());
  });

  test('is trusted by the roles under the very name of its file', () => {
    const trusted = globSync('policies/*/*.trust.json').flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/workflows\/([\w-]+\.yml)@/g),
    ]);
    expect(trusted.length).toBeGreaterThan(0);
    const files = new Set(takers.map(([name]) => name.split(' ')[0]));
    expect(trusted.filter(([, file]) => !files.has(file)).map(([ref]) => ref)).toEqual([]);
  });
});

describe('a token says for whom it is', () => {
  interface Trust {
    readonly Statement: readonly {
      readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
    }[];
  }
  /** The environments of a plan and of a reboot are of their own. */
  const kindOf = (environment: string): string => /-(plan|reboot)$/.exec(environment)?.[1] ?? 'environment';

  test('and exactly such jobs are trusted: those of an environment, of its plans, of its reboots', () => {
    const trusted = globSync('policies/dev/*.trust.json').flatMap((file) => {
      const { Statement } = JSON.parse(readFileSync(file, 'utf8')) as Trust;
      return Statement.flatMap(({ Condition }) => {
        const claims = Object.values(Condition).flatMap((keys) => Object.values(keys).flat());
        const [, context] = claims.flatMap((each) => /:environment:(.+)$/.exec(each) ?? []);
        const files = claims.flatMap((each) => /workflows\/([\w-]+\.yml)@/.exec(each)?.[1] ?? []);
        return context === undefined ? [] : files.map((workflow) => `${workflow} ${kindOf(context)}`);
      });
    });
    const asking = jobs
      .filter(
        ([name, { permissions }]) => permissions?.['id-token'] === 'write' && name !== 'release.yml attest',
      )
      .map(([name, { environment }]) => {
        const [file = ''] = name.split(' ');
        return `${file} ${environment === undefined ? 'none' : kindOf(environment)}`;
      });
    expect([...new Set(trusted)].sort()).toEqual([...new Set(asking)].sort());
  });
});

test('what comes from a fork is never run in the network of the brokers', () => {
  const ours =
    'github.event.pull_request.head.repo.full_name == github.repository && vars.KAFKA_FLEET_RUNNER';
  expect(jobNamed('topic-diff.yml', 'plan')['runs-on']).toContain(ours);
  const fromForks = jobs.filter(([, , workflow]) => 'pull_request' in workflow.on);
  const onRunner = fromForks.filter(([, job]) => job['runs-on']?.includes('vars.') === true);
  expect(onRunner.map(([name]) => name)).toEqual(['topic-diff.yml plan']);
});

describe('topics', () => {
  test.each([
    ['topic-diff.yml', 'plan', 'pull-requests'],
    ['drift.yml', 'topics', 'issues'],
  ])('%s %s reads what was applied, has the history, and writes only what it tells', (file, id, writes) => {
    const { permissions, steps = [] } = jobNamed(file, id);
    expect(permissions).toMatchObject({ deployments: 'read', contents: 'read', [writes]: 'write' });
    expect(steps[0]?.with?.['fetch-depth']).toBe(0);
  });
});

describe('rolling-reboot', () => {
  const workflow = workflows.get('rolling-reboot.yml');

  test('waits for the deploys of its environment, and nothing cancels it', () => {
    expect(jobNamed('rolling-reboot.yml', 'reboot').concurrency).toEqual({
      group: 'kafka-fleet-${{ needs.choose.outputs.environment }}',
      'cancel-in-progress': false,
      queue: 'max',
    });
    expect(workflow?.concurrency?.['cancel-in-progress']).toBe(false);
    // Not the environment of the deploys: that has reviewers.
    expect(jobNamed('rolling-reboot.yml', 'reboot').environment).toBe(
      '${{ needs.choose.outputs.environment }}-reboot',
    );
  });

  const names = String(jobNamed('rolling-reboot.yml', 'choose').steps?.at(-1)?.with?.['names']);
  const crons = workflow?.on['schedule'] as readonly { cron: string; timezone: string }[];
  const chosen = [...names.matchAll(/schedule == '([^']+)' && '(\w+)'/g)].map(
    ([, cron = '', name = '']) => [name, cron] as const,
  );

  test('has a time for each environment that has a turn, and one environment for each time', () => {
    const files = globSync('environments/*.yaml').map(
      (file) => parse(readFileSync(file, 'utf8')) as { metadata: { name: string }; spec: { order?: number } },
    );
    const inChain = files.filter(({ spec }) => spec.order !== undefined).map(({ metadata }) => metadata.name);
    expect(chosen.map(([name]) => name).sort()).toEqual(inChain.sort());
    expect(chosen.map(([, cron]) => cron)).toEqual(crons.map(({ cron }) => cron));
  });

  test.each(chosen)('%s begins off the hour, within its window', (name, cron) => {
    const [minute, hour, , , day] = cron.split(' ').map(Number);
    expect([0, 30]).not.toContain(minute);
    const { spec } = parse(readFileSync(`environments/${name}.yaml`, 'utf8')) as {
      spec: { reboot?: { window?: string } };
    };
    const window = parseWindow(spec.reboot?.window ?? 'daily 00:00-23:59 UTC');
    expect(crons.find((each) => each.cron === cron)?.timezone).toBe('Europe/Berlin');
    // 1 November 2026 is a Sunday, and Berlin is an hour ahead of UTC then.
    const begins = Date.UTC(2026, 10, 1 + (day ?? 0), (hour ?? 0) - 1, minute);
    expect(window === undefined ? 0 : remainingWindow(window, begins)).toBeGreaterThan(0);
  });
});
