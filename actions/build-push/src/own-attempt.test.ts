import { expect, test } from '@jest/globals';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import type { Report } from './core/report.ts';
import { DOCKERFILE, FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';

const AWAY = new RegistryFailure('unreachable', 'the registry is away.');
/** Not reusable: it may be another image tomorrow. */
const ONLINE = DOCKERFILE.replace('COPY', 'RUN ["fetch"]\nCOPY');

/** A run in which the calls that fit fail. */
async function cutOff(world: FakeImageWorld, what: RegExp, raw = {}): Promise<Report> {
  world.calls.failureOf = (_, call) => (what.test(call) ? AWAY : undefined);
  const ended = await world.run(raw);
  world.calls.failureOf = () => undefined;
  return ended;
}

const builds = ({ engine }: FakeImageWorld): number => engine.builds.length;

test.each([
  ['content-hash off', { 'content-hash': 'off' }, DOCKERFILE],
  ['a build that reaches the network', {}, ONLINE],
])('%s: a tag that was written in one registry is completed with the same image', async (_, raw, file) => {
  const world = new FakeImageWorld();
  world.files.set('./Dockerfile', file);
  const first = await cutOff(world, /east put v1/, raw);
  expect([first.status, world.tags('east')]).toEqual(['partial', {}]);
  world.runUrl = 'https://github.example/runs/2';
  const again = await world.run(raw);
  expect(again).toMatchObject({ status: 'reused', digest: first.digest });
  expect([world.tags('east'), builds(world)]).toEqual([{ v1: first.digest }, 1]);
});

test('a push that was cut off is completed by a re-run of the same run, and another run builds anew', async () => {
  const world = new FakeImageWorld();
  world.files.set('./Dockerfile', ONLINE);
  const first = await cutOff(world, /east upload/);
  expect(first.status).toBe('partial');
  expect(await world.run()).toMatchObject({ status: 'reused', digest: first.digest });
  world.runUrl = 'https://github.example/runs/2';
  expect(await world.run({ tags: 'v2' })).toMatchObject({ status: 'pushed', warnings: [] });
  expect(builds(world)).toBe(2);
});

test('without a key nobody can tell whose image has the tag: it is said before anything is built', async () => {
  const world = new FakeImageWorld();
  world.key = undefined;
  await cutOff(world, /east put v1/);
  const again = await world.run();
  expect(again).toMatchObject({
    status: 'refused',
    because: expect.stringContaining('nothing was overwritten'),
  });
  expect([builds(world), world.calls.changed]).toEqual([1, []]);
});

test('a build that is the same image each time needs no key to be completed', async () => {
  const world = new FakeImageWorld();
  Object.assign(world, { key: undefined });
  world.engine.isReproducible = true;
  const first = await cutOff(world, /east put v1/, { provenance: 'false' });
  const again = await world.run({ provenance: 'false' });
  expect(again).toMatchObject({ status: 'pushed', digest: first.digest });
  expect(world.tags('east')).toEqual({ v1: first.digest });
});

test.each([
  ['before it is built', {}, 1],
  ['after it is built, where it could have been the same', { provenance: 'false' }, 2],
  ['by a plan', { mode: 'plan' }, 1],
])('a tag that another content has is refused %s, and nothing is pushed', async (_, raw, built) => {
  const world = new FakeImageWorld();
  const { digest } = await world.run();
  world.files.set('app.js', 'serve();');
  expect(await world.run(raw)).toMatchObject({ status: 'refused' });
  expect([world.calls.changed, builds(world)]).toEqual([[], built]);
  expect(world.tags('east')).toEqual({ v1: digest });
});

test('an image of another key has the tag: it is refused, not taken', async () => {
  const world = new FakeImageWorld();
  await world.run();
  world.key = new FakeImageWorld().key;
  expect(await world.run()).toMatchObject({ status: 'refused', scan: null });
  expect(builds(world)).toBe(1);
});

test('tags that cannot be looked for stop it before the build', async () => {
  const world = new FakeImageWorld();
  await expect(cutOff(world, /east head v1/)).rejects.toThrow(AWAY);
  expect([builds(world), world.calls.changed]).toEqual([0, []]);
});

test('a build whose content was built by others is not called by it, and in what they differ is told', async () => {
  const world = new FakeImageWorld();
  await world.run();
  world.key = new FakeImageWorld().key;
  const again = await world.run({ tags: 'v2' });
  expect(again.status).toBe('pushed');
  expect(again.warnings).toContainEqual(
    expect.objectContaining({ what: expect.stringMatching(/they differ in linux\/amd64 layer 1 of 1 \(/) }),
  );
});

test('where the name of its content could not be written, nothing is said of another image', async () => {
  const world = new FakeImageWorld();
  const { warnings } = await cutOff(world, /east put c-/);
  const [warning] = warnings.filter(({ what }) => what.includes('and not under c-'));
  expect(warning?.what).toMatch(/the registry is away\.$/);
});
