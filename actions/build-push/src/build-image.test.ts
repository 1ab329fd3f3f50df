import { expect, test } from '@jest/globals';
import { COMPLETE } from '../../../test/fakes/fake-ecr.ts';
import { DOCKERFILE, FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';

/** Whatever changes a registry. */
const WRITES = / (put|upload|attach|mount|create) /;

test('an image is built once, and the next run with its content takes it', async () => {
  const world = new FakeImageWorld();
  const built = await world.run();
  expect(built).toMatchObject({ status: 'pushed', hardening: { passes: true }, scan: { outcome: 'passed' } });
  expect(world.tags('west')).toEqual({ v1: built.digest });
  expect(world.tags('east')).toEqual({ v1: built.digest });
  const again = await world.run({ tags: 'v2' });
  expect(again).toMatchObject({ status: 'reused', digest: built.digest });
  expect(world.tags('east')).toEqual({ v1: built.digest, v2: built.digest });
  expect(world.engine.builds).toHaveLength(1);
  expect(world.calls.changed.filter((call) => / (upload|mount) /.test(call))).toEqual([]);
});

test('another content is another image, and is told', async () => {
  const world = new FakeImageWorld();
  const first = await world.run();
  world.files.set('app.js', 'serve();');
  const second = await world.run({ tags: 'v2' });
  expect(second).toMatchObject({ status: 'pushed', reasons: ['changed: app.js'] });
  expect(second.digest).not.toBe(first.digest);
});

test('the wanted tags come last, after the scan', async () => {
  const world = new FakeImageWorld();
  await world.run();
  const at = (what: RegExp): number => world.calls.asked.findIndex((call) => what.test(call));
  expect(at(/upload/)).toBeLessThan(at(/ scan /));
  expect(at(/ scan /)).toBeLessThan(at(/put v1/));
});

test('an image that fails a rule never reaches a registry', async () => {
  const world = new FakeImageWorld();
  world.engine.outcome = 'failed';
  expect(await world.run()).toMatchObject({
    status: 'refused',
    because: expect.stringContaining('linux/amd64'),
  });
  expect(world.calls.changed.filter((call) => WRITES.test(call))).toEqual([]);
});

test('what the scan finds, or does not say, stops the tags', async () => {
  const world = new FakeImageWorld();
  const finding = { id: 'CVE-1', severity: 'CRITICAL', title: '', package: 'a', installed: '1' };
  const found = [{ ...finding, fixedIn: undefined }];
  world.at('west').ecr.readings = [{ ...COMPLETE, findings: found }];
  expect(await world.run()).toMatchObject({ status: 'refused', scan: { outcome: 'failed' } });
  world.at('west').ecr.readings = [{ ...COMPLETE, status: 'UNSUPPORTED_IMAGE' }];
  expect(await world.run()).toMatchObject({ status: 'unproved', scan: { outcome: 'unknown' } });
  expect(world.tags('west')).toEqual({});
});

test('a plan changes nothing, and says what would be', async () => {
  const world = new FakeImageWorld();
  expect(await world.run({ mode: 'plan' })).toMatchObject({
    status: 'planned',
    because: 'it would be built',
  });
  expect(world.calls.changed).toEqual([]);
  expect(world.engine.builds).toEqual([]);
  const { digest } = await world.run();
  expect(await world.run({ mode: 'plan', tags: 'v2' })).toMatchObject({ status: 'planned', digest });
  expect(world.calls.changed).toEqual([]);
});

test('a mistake in the Dockerfile is told before anything is asked', async () => {
  const world = new FakeImageWorld();
  world.files.set('./Dockerfile', DOCKERFILE.replace(/FROM .*/, 'FROM node:24'));
  await expect(world.run()).rejects.toThrow('Dockerfile');
  expect(world.calls.asked).not.toContain('open');
});

test('a run that is asked to end after the push tells what it did, and writes no tag', async () => {
  const world = new FakeImageWorld();
  world.at('west').ecr.onScan = () => {
    world.cancellation.abort();
  };
  expect(await world.run()).toMatchObject({
    status: 'partial',
    because: expect.stringContaining('asked to end'),
  });
  expect(world.tags('west')).toEqual({});
});
