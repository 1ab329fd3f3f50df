import { expect, test } from '@jest/globals';
import { clientOf, repositoryName } from '../../../test/builders/image-place.ts';
import { builtImage, localImage } from '../../../test/builders/oci-image.ts';
import { FakeRegistry } from '../../../test/fakes/fake-registry.ts';
import type { Place } from './places.ts';
import type { Ports } from './ports.ts';
import { everywhere } from './push-everywhere.ts';
import { pushImage } from './push-image.ts';
import { newSession } from './session.ts';
import type { BuildPushInputs } from './core/inputs.ts';

const APP = repositoryName('kafka/app');
const IMAGE = builtImage('app');
const DIGEST = IMAGE.manifest.descriptor.digest;

const placeAt = (fake: FakeRegistry, name: string): Place => ({
  ...{ registry: clientOf(fake).registry, repository: APP, name },
  ...{ ecr: null, settings: null, drift: [] },
});

const sessionHere = () =>
  newSession(
    { mode: 'build' } as BuildPushInputs,
    {
      clock: { now: () => 0 },
      say: () => undefined,
    } as unknown as Ports,
  );

test('a region that is down fails alone, and the next run completes it with the same digest', async () => {
  await using near = await FakeRegistry.start();
  await using far = await FakeRegistry.start();
  const places = [placeAt(far, 'far'), placeAt(near, 'near')];
  const push = () =>
    everywhere(places, sessionHere(), (place) => pushImage(localImage(IMAGE.manifest, [IMAGE]), place));
  far.dieAt(3, 'cut');
  const first = await push();
  expect([...first].map(([{ name }, { outcome }]) => `${name} ${outcome}`)).toEqual([
    'far failed',
    'near pushed',
  ]);
  expect(far.store.repository(APP).manifests.has(DIGEST)).toBe(false);
  far.revive();
  const second = await push();
  expect([...second].map(([{ name }, { outcome }]) => `${name} ${outcome}`)).toEqual([
    ...['far pushed', 'near already-there'],
  ]);
  for (const fake of [far, near]) expect([...fake.store.repository(APP).manifests.keys()]).toEqual([DIGEST]);
});
