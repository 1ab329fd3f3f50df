import { expect, test } from '@jest/globals';
import { FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';

const ASKED = { 'probe-env': 'KAFKA=broker:9092' };

/** How often an image was started, and fetched for that. */
const trials = ({ engine, calls }: FakeImageWorld): readonly [number, number] => [
  engine.probed.length,
  calls.asked.filter((call) => call === 'pull').length,
];

test.each([
  ['variables', ASKED],
  ['folders', { 'probe-writable': '/history' }],
  ['stop-timeout', { 'stop-timeout': '5s' }],
])('an image that was tried with other %s is tried again, once, and not built', async (_, raw) => {
  const world = new FakeImageWorld();
  await world.run();
  expect(trials(world)).toEqual([1, 0]);
  const again = await world.run({ tags: 'v2', ...raw });
  expect([again.status, trials(world)]).toEqual(['reused', [2, 1]]);
  await world.run({ tags: 'v3', ...raw });
  expect(trials(world)).toEqual([2, 0]);
  await world.run({ tags: 'v4' });
  expect([trials(world), world.engine.builds.length]).toEqual([[2, 0], 1]);
});

test('a taken image that fails the trial of today is refused', async () => {
  const world = new FakeImageWorld();
  await world.run();
  world.engine.outcome = 'failed';
  expect(await world.run({ tags: 'v2', ...ASKED })).toMatchObject({ status: 'refused' });
  expect(world.tags('west')).not.toHaveProperty('v2');
});

test('an image that nobody could start where it was built is started where somebody can', async () => {
  const world = new FakeImageWorld();
  Object.assign(world.engine, { outcome: 'skipped', cannot: 'no engine' });
  await world.run();
  expect((await world.run({ tags: 'v2' })).probes).toMatchObject([{ outcome: 'skipped' }]);
  expect(trials(world)).toEqual([1, 0]);
  Object.assign(world.engine, { outcome: 'passed', cannot: undefined });
  expect((await world.run({ tags: 'v3' })).probes).toMatchObject([{ outcome: 'passed' }]);
  expect(trials(world)).toEqual([2, 1]);
  await world.run({ tags: 'v4' });
  expect(trials(world)).toEqual([2, 0]);
});

test('what other code judged is not taken: the same content is built anew', async () => {
  const world = new FakeImageWorld();
  const first = await world.run();
  world.code = '0.1.0+two';
  const second = await world.run({ tags: 'v2' });
  expect(second).toMatchObject({ status: 'pushed', reasons: ['this action: 0.1.0+one to 0.1.0+two'] });
  expect(second.contentHash).not.toBe(first.contentHash);
});
