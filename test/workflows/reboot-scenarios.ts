import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { underReplicated } from '../e2e/lab-kafka.ts';
import { allOf, jobResults, outcomeOf } from './job-results.ts';
import type { WorkflowRun } from './run-act.ts';
import type { WorkflowBench } from './workflow-bench.ts';

const reboot = (bench: WorkflowBench, inputs: Readonly<Record<string, string>>): Promise<WorkflowRun> =>
  bench.run({ workflow: 'rolling-reboot.yml', event: 'workflow_dispatch', payload: { inputs } });

const statusOf = ({ jobs }: WorkflowRun): string | undefined =>
  jobs.find(({ job }) => job === 'reboot')?.outputs['status'];

/** The nodes that were stopped so far. */
async function stopsOf({ lab }: WorkflowBench): Promise<string[]> {
  const nameOf = new Map(lab.nodes.map(({ instanceId, identity }) => [instanceId, identity]));
  return (await lab.awsCalls())
    .filter(({ action, dryRun }) => action === 'StopInstances' && !dryRun)
    .flatMap(({ instanceIds }) => instanceIds.map((id) => nameOf.get(id) ?? id));
}

export function rebootScenarios(ofBench: () => WorkflowBench): void {
  test('by hand it only plans, unless that is switched off', async () => {
    const bench = ofBench();
    const run = await reboot(bench, { environment: 'dev' });
    expect(jobResults(run)).toEqual(['choose success', 'reboot success']);
    expect(statusOf(run)).toBe('planned');
    expect(await stopsOf(bench)).toEqual([]);
  });

  test('one that has no time left starts the next run, which goes on where it was', async () => {
    const bench = ofBench();
    const asked = { environment: 'dev', 'dry-run': 'false', nodes: 'broker-1,broker-2', canary: 'false' };
    const first = await reboot(bench, asked);
    expect(jobResults(first)).toEqual(['choose success', 'reboot success', 'go-on success']);
    expect(statusOf(first)).toBe('paused');
    expect(bench.github.dispatches).toEqual([
      { workflow: 'rolling-reboot.yml', ref: 'refs/heads/main', inputs: asked },
    ]);
    const second = await reboot(bench, bench.github.dispatches[0]?.inputs ?? {});
    expect(jobResults(second)).toEqual(['choose success', 'reboot success']);
    expect(statusOf(second)).toBe('completed');
    expect((await stopsOf(bench)).sort()).toEqual(['broker-1', 'broker-2']);
    expect(await underReplicated(bench.lab)).toBe(0);
  });
}

const DEV = 'environments/dev.yaml';

/** By the clock, at a time of the workflow. */
const at = (bench: WorkflowBench, schedule: string): Promise<WorkflowRun> =>
  bench.run({ workflow: 'rolling-reboot.yml', event: 'schedule', payload: { schedule } });

const devOf = ({ repository }: WorkflowBench): Promise<string> =>
  readFile(path.join(repository.folder, DEV), 'utf8');

export function clockScenarios(ofBench: () => WorkflowBench): void {
  test('by the clock it is no rehearsal, where there is nothing to restart either', async () => {
    const bench = ofBench();
    const dev = await devOf(bench);
    const stale = dev.replace('reboot: {', 'reboot: { only: stale, olderThan: 30d,');
    bench.repository.commit('Stale only', { [DEV]: stale });
    const run = await at(bench, '17 2 * * 1');
    bench.repository.commit('All of them', { [DEV]: dev });
    expect(outcomeOf(run)).toEqual(allOf(['choose success', 'reboot success']));
    expect(statusOf(run)).toBe('nothing-to-do');
  });

  test('by the clock it is the environment whose time it is, and nothing is restarted where that is off', async () => {
    const bench = ofBench();
    const before = await stopsOf(bench);
    const dev = await devOf(bench);
    bench.repository.commit('Off', { [DEV]: dev.replace('rebootCron: true', 'rebootCron: false') });
    const run = await at(bench, '17 2 * * 1');
    expect(outcomeOf(run)).toEqual(allOf(['choose success', 'reboot success']));
    expect(run.jobs[0]?.outputs['names']).toBe('["dev"]');
    expect(statusOf(run)).toBe('planned');
    expect(run.log).toContain('features.rebootCron is off: this scheduled run is a dry run');
    expect(jobResults(await at(bench, '0 0 * * *'))).toEqual(['choose failure']);
    expect(await stopsOf(bench)).toEqual(before);
  });
}
