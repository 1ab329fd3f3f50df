import { expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { COMPLETE, type FakeEcr } from '../../../test/fakes/fake-ecr.ts';
import { FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';

const HOUR = 3_600_000;
const CRITICAL = {
  id: 'CVE-1',
  severity: 'CRITICAL',
  title: '',
  package: 'a',
  installed: '1',
  fixedIn: undefined,
};

/** A world whose image was scanned so many hours ago. */
function scannedBefore(hours: number): { readonly world: FakeImageWorld; readonly ecr: FakeEcr } {
  const world = new FakeImageWorld();
  const { ecr } = world.at('west');
  ecr.readings = [{ ...COMPLETE, completedAt: world.clock.now - hours * HOUR }];
  return { world, ecr };
}

const started = ({ calls }: FakeImageWorld): number =>
  calls.changed.filter((call) => call.includes('start scan')).length;

test('a scan of today is taken as it is', async () => {
  const { world } = scannedBefore(2);
  expect(await world.run()).toMatchObject({ status: 'pushed' });
  expect(started(world)).toBe(0);
});

test('an old scan is made again, and its old words do not count', async () => {
  const { world, ecr } = scannedBefore(30);
  const [old = COMPLETE] = ecr.readings;
  const fresh = { ...COMPLETE, completedAt: world.clock.now, findings: [CRITICAL] };
  ecr.readings = [old, old, { ...COMPLETE, status: 'IN_PROGRESS' }, old, fresh];
  expect(await world.run()).toMatchObject({ status: 'refused', scan: { outcome: 'failed' } });
  expect([started(world), world.tags('west')]).toEqual([1, {}]);
});

test('where ECR makes none anew, or nobody may ask, the old one is used and its age is told', async () => {
  const { world, ecr } = scannedBefore(30);
  ecr.onStart = () => false;
  const used = await world.run();
  expect([used.status, used.warnings]).toEqual([
    'pushed',
    [expect.objectContaining({ what: expect.stringContaining('30h00m old') })],
  ]);
  ecr.onStart = () => {
    throw new WorldFailure('StartImageScan is not allowed.');
  };
  const denied = await world.run({ tags: 'v2' });
  expect(denied.warnings).toEqual([
    expect.objectContaining({ what: expect.stringContaining('not allowed') }),
  ]);
});

test('a new scan that never ends is no pass, though an old one passed', async () => {
  const { world } = scannedBefore(30);
  expect(await world.run()).toMatchObject({ status: 'unproved', scan: { outcome: 'unknown' } });
  expect(world.tags('west')).toEqual({});
});

test('a scan that failed is made again, once', async () => {
  const world = new FakeImageWorld();
  const { ecr } = world.at('west');
  const failed = { ...COMPLETE, status: 'FAILED' };
  ecr.readings = [failed, failed, { ...COMPLETE, completedAt: world.clock.now }];
  expect(await world.run()).toMatchObject({ status: 'pushed' });
  ecr.readings = [failed];
  expect(await world.run({ tags: 'v2' })).toMatchObject({ status: 'unproved' });
  expect(started(world)).toBe(1);
});
