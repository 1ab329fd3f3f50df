import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Registry, startRegistry } from '../../lab/registry/registry.ts';
import { FakeRegistry, type FakeRegistrySettings } from '../fakes/fake-registry.ts';
import { describeOnEngine } from '../lab/on-engine.ts';
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

const LOGIN = { username: 'AWS', password: 'open-sesame' };

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(os.tmpdir(), 'registry-'));
});
afterAll(() => rm(scratch, { recursive: true }));

describe.each(FAKES)('%s', (_, settings) => {
  let fake: FakeRegistry;
  beforeAll(async () => {
    fake = await FakeRegistry.start(settings);
  });
  afterAll(() => fake[Symbol.asyncDispose]());
  ociRegistryContract(() => ({ origin: fake.origin, login: settings.login && LOGIN, scratch }));
});

describeOnEngine('the registry of Debian, behind what plays Amazon ECR', () => {
  let real: Registry;
  beforeAll(async () => {
    real = await startRegistry();
  });
  afterAll(async () => {
    await real[Symbol.asyncDispose]();
  });
  ociRegistryContract(() => ({ origin: real.url, login: real.credentials, scratch }));
});
