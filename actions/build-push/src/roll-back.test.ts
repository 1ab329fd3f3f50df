import { expect, test } from '@jest/globals';
import { eachFailure } from '../../../test/builders/each-failure.ts';
import { FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';
import type { Report } from './core/report.ts';

/** So many images, built and promoted one after the other. */
async function promoted(count: number): Promise<{ world: FakeImageWorld; digests: string[] }> {
  const world = new FakeImageWorld();
  const digests: string[] = [];
  for (let at = 1; at <= count; at += 1) {
    world.files.set('app.js', `listen(${String(at)});`);
    const { digest } = await world.run({ tags: `v${String(at)}` });
    digests.push(String(digest));
    await promote(world, String(digest));
    await world.clock.sleep(1_000);
  }
  return { world, digests };
}

/** From the west to both regions. */
const promote = (world: FakeImageWorld, digest: string): Promise<Report> =>
  world.run({ ...{ mode: 'promote', environment: 'prod', digest }, ...WEST });
const WEST = { repository: 'kafka/app', 'aws-region': 'west' };

async function rollBack(world: FakeImageWorld, raw = {}): Promise<Report> {
  await world.clock.sleep(1_000);
  return world.run({ mode: 'rollback', environment: 'prod', ...raw });
}

const taken = (world: FakeImageWorld): unknown[] =>
  ['west', 'east'].map((region) => world.tags(region)['env-prod']);

test('two rollbacks go back two images, and a third says that there is none', async () => {
  const { world, digests } = await promoted(3);
  const [first, second, third] = digests;
  expect(taken(world)).toEqual([third, third]);
  expect(await rollBack(world)).toMatchObject({ status: 'rolled-back', digest: second });
  expect(taken(world)).toEqual([second, second]);
  expect(await rollBack(world)).toMatchObject({ status: 'rolled-back', digest: first });
  expect(taken(world)).toEqual([first, first]);
  await expect(rollBack(world)).rejects.toThrow('nothing tells what it took before');
  await promote(world, String(third));
  expect(await rollBack(world)).toMatchObject({ digest: first });
});

test('only tags are written, and the same rollback is done again without harm', async () => {
  const { world, digests } = await promoted(2);
  await rollBack(world, { digest: digests[0] });
  expect(world.calls.changed.every((call) => /put (rolled-back-|env-)prod/.test(call))).toBe(true);
  expect(await rollBack(world, { digest: digests[0] })).toMatchObject({ status: 'rolled-back' });
  expect(taken(world)).toEqual([digests[0], digests[0]]);
});

test('an image that was never promoted is none to go back to', async () => {
  const { world, digests } = await promoted(2);
  world.files.set('app.js', 'other();');
  const { digest } = await world.run({ tags: 'other' });
  await expect(rollBack(world, { digest: String(digest) })).rejects.toThrow('was never promoted');
  expect(taken(world)).toEqual([digests[1], digests[1]]);
});

test('a dry run says what it would take, and changes nothing', async () => {
  const { world, digests } = await promoted(2);
  expect(await rollBack(world, { 'dry-run': 'true' })).toMatchObject({
    status: 'planned',
    digest: digests[0],
  });
  expect(world.calls.changed).toEqual([]);
});

test('a call that fails, whichever it is, is told, and the digest completes it', async () => {
  const { calls, wrong } = await eachFailure(
    async () => (await promoted(2)).world,
    (world) => rollBack(world),
    async ({ world, ended }) => {
      const before = taken(world);
      const isDone = 'status' in ended && ended.status === 'rolled-back';
      const [, first] = Object.entries(world.tags('west')).find(([tag]) => tag === 'v1') ?? [];
      await rollBack(world, { digest: first });
      const found = isDone === before.every((digest) => digest === first) ? [] : ['told otherwise'];
      return taken(world).every((digest) => digest === first) ? found : [...found, 'not completed'];
    },
  );
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(15);
});
