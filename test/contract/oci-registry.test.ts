import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { FakeRegistry, type FakeRegistrySettings } from '../fakes/fake-registry.ts';
import { ociRegistryContract } from './oci-registry-contract.ts';

const FAKES: readonly (readonly [string, FakeRegistrySettings])[] = [
  ['a fake that everybody may use', {}],
  [
    'a fake with passwords, blobs elsewhere, and pages of one',
    { login: 'basic', redirectsBlobs: true, pageSize: 1 },
  ],
  [
    'a fake with tokens that lists no referrers and mounts nothing',
    { login: 'bearer', listsReferrers: false, mounts: false },
  ],
];

describe.each(FAKES)('%s', (_, settings) => {
  let fake: FakeRegistry;
  let scratch: string;
  beforeAll(async () => {
    fake = await FakeRegistry.start(settings);
    scratch = await mkdtemp(path.join(os.tmpdir(), 'registry-'));
  });
  afterAll(async () => {
    await fake[Symbol.asyncDispose]();
    await rm(scratch, { recursive: true });
  });
  const login = { username: 'AWS', password: 'open-sesame' };
  // On a real one: ociRegistryContract(() => ({ origin, login, scratch })) in a describe of its own.
  ociRegistryContract(() => ({ origin: fake.origin, login: settings.login && login, scratch }));
});
