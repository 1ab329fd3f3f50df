import { expect, test } from '@jest/globals';
import { eachFailure } from '../../../test/builders/each-failure.ts';
import { COMPLETE } from '../../../test/fakes/fake-ecr.ts';
import { FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';
import type { Report } from './core/report.ts';

/** A world with an image in the west. */
async function built(): Promise<{ readonly world: FakeImageWorld; readonly digest: string }> {
  const world = new FakeImageWorld();
  const { digest } = await world.run({}, ['west']);
  return { world, digest: String(digest) };
}

/** From the west to the north and the east. */
const promote = (world: FakeImageWorld, digest: string, raw = {}): Promise<Report> => {
  const from = { repository: 'kafka/app', 'aws-region': 'west' };
  return world.run({ mode: 'promote', environment: 'prod', digest, ...from, ...raw }, ['north', 'east']);
};

const verify = (world: FakeImageWorld, digest: string, raw = {}): Promise<Report> =>
  world.run({ mode: 'verify', digest, ...raw }, ['west']);

const taken = (world: FakeImageWorld): unknown[] =>
  ['north', 'east'].map((region) => world.tags(region)['env-prod']);

const FOUND = {
  ...COMPLETE,
  findings: [
    { id: 'CVE-1', severity: 'CRITICAL', title: '', package: 'a', installed: '1', fixedIn: undefined },
  ],
};

test('the very bytes are copied, and the tags of the environment are written last', async () => {
  const { world, digest } = await built();
  expect(await promote(world, digest)).toMatchObject({ status: 'promoted', digest });
  expect(taken(world)).toEqual([digest, digest]);
  const tagged = world.calls.changed.findIndex((call) => call.includes('put promoted-'));
  expect(world.calls.changed.slice(tagged).every((call) => /put (promoted|env)-prod/.test(call))).toBe(true);
  expect(world.engine.builds).toHaveLength(1);
});

test('nothing is copied of an image that is refused, or that nobody can prove', async () => {
  const { world, digest } = await built();
  world.at('west').ecr.readings = [FOUND];
  expect(await promote(world, digest)).toMatchObject({ status: 'refused' });
  world.at('west').ecr.readings = [COMPLETE];
  world.key = new FakeImageWorld().key;
  expect(await promote(world, digest)).toMatchObject({ status: 'unproved' });
  expect(taken(world)).toEqual([undefined, undefined]);
});

test('an image that other code judged is read again, and goes by how it ran', async () => {
  const { world, digest } = await built();
  world.code = '0.1.0+two';
  world.engine.outcome = 'failed';
  expect(await promote(world, digest)).toMatchObject({ status: 'promoted' });
  expect(world.calls.asked).toContain('read layout');
  expect(world.engine.probed).toHaveLength(1);
});

test('a dry run changes nothing', async () => {
  const { world, digest } = await built();
  expect(await promote(world, digest, { 'dry-run': 'true' })).toMatchObject({ status: 'planned' });
  expect(world.calls.changed).toEqual([]);
});

test('a call that fails, whichever it is, leaves no environment half way without saying so, and the next run completes it', async () => {
  const { calls, wrong } = await eachFailure(
    async () => (await built()).world,
    (world) => promote(world, String(world.tags('west')['v1'])),
    async ({ world, ended }) => {
      const digest = String(world.tags('west')['v1']);
      const isWhole = taken(world).every((each) => each === digest);
      const isTold = 'status' in ended && ended.status === 'promoted';
      const isWritten = world.calls.changed.some((call) => !call.includes('start scan'));
      await promote(world, digest);
      return [
        ...(isTold === isWhole ? [] : ['told otherwise']),
        ...(isWritten && !('status' in ended) ? ['written without a report'] : []),
        ...(taken(world).every((each) => each === digest) ? [] : ['not completed']),
      ];
    },
  );
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(40);
});

test('a verification pulls and starts the image, and changes nothing', async () => {
  const { world, digest } = await built();
  expect(await verify(world, digest)).toMatchObject({ status: 'verified', digest });
  expect(world.calls.asked).toEqual(expect.arrayContaining(['pull', 'read layout', 'probe']));
  world.engine.outcome = 'failed';
  expect(await verify(world, digest)).toMatchObject({ status: 'refused' });
  world.engine.outcome = 'passed';
  world.at('west').ecr.readings = [{ ...COMPLETE, status: 'FAILED' }];
  expect(await verify(world, digest)).toMatchObject({ status: 'unproved' });
  world.at('west').ecr.readings = [COMPLETE];
  world.key = new FakeImageWorld().key;
  expect(await verify(world, digest)).toMatchObject({ status: 'unproved' });
  expect(world.calls.changed).toEqual([]);
});
