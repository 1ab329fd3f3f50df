import { expect, test } from '@jest/globals';
import { FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';
import { seenOf } from '../../../test/fakes/fake-ecr.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { DEFAULT_SETTINGS } from './documents/repository-settings-document.ts';

const DRIFT = { mode: 'drift', tags: '', environment: 'prod', 'github-token': 'ghs' };

function drifted(): FakeImageWorld {
  const world = new FakeImageWorld();
  world.at('east').ecr.repositories.set('kafka/app', seenOf({ ...DEFAULT_SETTINGS, scanOnPush: false }));
  return world;
}

test('repositories that are as their settings say are in sync, and no issue is opened', async () => {
  const world = new FakeImageWorld();
  const report = await world.run(DRIFT);
  expect(report).toMatchObject({ status: 'in-sync', image: 'prod' });
  expect(world.threads.issues).toMatchObject([{ isOpen: false }]);
});

test('what differs is told for each repository, in the log and in the issue of the environment, and nothing is changed', async () => {
  const world = drifted();
  const report = await world.run(DRIFT);
  expect(report.status).toBe('drifted');
  expect(report.because).toBe('1 of 2 repositories differ');
  const [issue] = world.threads.issues;
  expect(issue).toMatchObject({ isOpen: true, title: 'Image repositories drift: prod' });
  expect(issue?.body).toContain('scan on push: off instead of on');
  expect(issue?.body).toContain(world.runUrl);
  expect(world.warned).toEqual([expect.stringContaining('scan on push is off')]);
  expect(world.calls.changed).toEqual([]);
});

test('a repository that is not there is drift too', async () => {
  const world = new FakeImageWorld();
  world.at('east').ecr.repositories.delete('kafka/app');
  const report = await world.run({ ...DRIFT, 'create-repository': 'true' });
  expect(report.places.map(({ drift }) => drift.map(({ seen }) => seen))).toEqual([[], ['not there']]);
  expect(world.calls.changed).toEqual([]);
});

test('nobody logs in to a registry for it', async () => {
  const world = drifted();
  await world.run(DRIFT);
  expect(world.calls.asked).not.toContain('open');
});

test('with drift: fail the step fails, when the issue is written', async () => {
  const world = drifted();
  await expect(world.run({ ...DRIFT, drift: 'fail' })).rejects.toThrow(ProblemsFound);
  expect(world.threads.issues).toMatchObject([{ isOpen: true }]);
});

test('with drift: fix it is told that nothing is changed here', async () => {
  const world = drifted();
  await expect(async () => world.run({ ...DRIFT, drift: 'fix' })).rejects.toThrow('changes nothing');
});

test('without a token no issue is kept', async () => {
  const world = drifted();
  await world.run({ ...DRIFT, 'github-token': '' });
  expect(world.threads.issues).toEqual([]);
});

test('an issue that cannot be written fails the run: nobody looks at the runs of a schedule', async () => {
  const world = drifted();
  world.threads.refusal = 'no';
  await expect(world.run(DRIFT)).rejects.toThrow('The issue that tells of the drift was not written: no');
});

test('a setting that cannot be read is no answer, and the issue stays as it is', async () => {
  const world = drifted();
  world.calls.failureOf = (_, what) => (what.startsWith('west') ? new WorldFailure('no answer') : undefined);
  await expect(world.run(DRIFT)).rejects.toThrow('no answer');
  expect(world.threads.issues).toEqual([]);
});
