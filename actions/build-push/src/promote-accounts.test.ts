import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ProblemsFound, orThrow, parsed } from '../../../lib/core/problem.ts';
import { repositoryName } from '../../../test/builders/image-place.ts';
import { builtImage, localImage } from '../../../test/builders/oci-image.ts';
import { FakeAccounts, passwordOf } from '../../../test/fakes/fake-accounts.ts';
import { FakeRegistry } from '../../../test/fakes/fake-registry.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { copyImage } from './copy-image.ts';
import { type BuildPushInputs, readBuildPushInputs } from './core/inputs.ts';
import { DockerLogins } from './docker-logins.ts';
import { DEFAULT_SETTINGS } from './documents/repository-settings-document.ts';
import { readRegistries, readSource } from './documents/registries-document.ts';
import { LayerCache } from './layer-cache.ts';
import { openTarget } from './open-target.ts';
import { openPlaces, openSource } from './places.ts';
import type { Ports } from './ports.ts';
import { pushImage } from './push-image.ts';

const [DEV, PROD] = ['111111111111', '222222222222'];
const IMAGE = builtImage('app');
const DIGEST = IMAGE.manifest.descriptor.digest;

let aws: FakeAccounts;
let source: FakeRegistry;
let target: FakeRegistry;
let scratch: string;

beforeEach(async () => {
  aws = await FakeAccounts.start();
  process.env['AWS_ENDPOINT_URL'] = aws.url;
  source = await FakeRegistry.start({ login: 'basic', password: passwordOf(DEV) });
  target = await FakeRegistry.start({ login: 'basic', password: passwordOf(PROD) });
  scratch = await mkdtemp(path.join(os.tmpdir(), 'accounts-'));
});

afterEach(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await Promise.all([aws, source, target].map((each) => each[Symbol.asyncDispose]()));
  await rm(scratch, { recursive: true });
});

const roleOf = (account: string): string => `arn:aws:iam::${account}:role/images`;
const entry = (account: string, { origin }: FakeRegistry, role = roleOf(account)): string =>
  `{ account: "${account}", region: eu-west-1, repository: app, role: "${role}", endpoint: "${origin}" }`;

/** What only the part of the ports that opens registries is asked for. */
function portsHere(): Ports {
  const runner = new FakeRunner();
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
  const opener = {
    runner,
    scratch,
    clock,
    logins: new DockerLogins(scratch),
    layers: new LayerCache(() => undefined),
  };
  return {
    open: (...[where, inputs, use]: Parameters<Ports['open']>) =>
      openTarget(where, inputs, { ...opener, use }),
    say: (line: string) => {
      runner.info(line);
    },
  } as Ports;
}

/** In prod: its account and its role, as the environment file gives them. */
function promotion(raw: Readonly<Record<string, string>>, named: { source?: string; registries?: string }) {
  return orThrow(
    readBuildPushInputs(
      {
        ...{ mode: 'promote', environment: 'prod', digest: DIGEST, 'aws-region': 'eu-west-1' },
        ...{ 'aws-account': PROD, 'role-to-assume': roleOf(PROD), 'create-repository': 'true', ...raw },
      },
      {
        source: named.source === undefined ? parsed(null) : readSource(named.source),
        listed: readRegistries(named.registries ?? ''),
      },
    ),
  );
}

async function open(inputs: BuildPushInputs) {
  const ports = portsHere();
  if (inputs.source === null) throw new Error('a promotion has one');
  const from = await openSource(inputs.source, inputs, ports);
  return { from, places: await openPlaces(inputs, DEFAULT_SETTINGS, ports) };
}

const actionsOf = (account: string): string[] =>
  aws.calls.filter((call) => call.account === account).map(({ action }) => action);

test('an image goes from one account to another, each by its own role, and the source is only read', async () => {
  const inputs = promotion(
    { repository: 'app', 'registry-endpoint': target.origin },
    { source: entry(DEV, source) },
  );
  const { from, places } = await open(inputs);
  const [to] = places;
  if (to === undefined) throw new Error('there is one');
  await pushImage(localImage(IMAGE.manifest, [IMAGE]), from);
  source.seen.length = 0;
  await copyImage(DIGEST, { from, to });
  expect(target.store.repository(repositoryName('app')).manifests.has(DIGEST)).toBe(true);
  const reads = source.seen.map(({ line }) => line.split(' ')[0]);
  expect(new Set(reads)).toEqual(new Set(['GET']));
  expect(actionsOf(DEV)).toEqual([
    ...['AssumeRoleWithWebIdentity', 'GetCallerIdentity', 'GetAuthorizationToken'],
  ]);
  expect(actionsOf(PROD)).toContain('CreateRepository');
});

test('without a role the source is read as the job, whose account is the environment’s', async () => {
  const inputs = promotion({ repository: 'app' }, { registries: entry(PROD, target).replace(/^/, '- ') });
  const { from } = await open(inputs);
  expect(from.registry.host).toBe(`${PROD}.dkr.ecr.eu-west-1.amazonaws.com`);
  expect(actionsOf(DEV)).toEqual([]);
});

test.each<[string, Parameters<typeof promotion>]>([
  [
    'the role of dev was pasted in a target of prod',
    [
      {},
      { registries: `- ${otherTarget()}\n- { region: eu-west-1, repository: b, role: "${roleOf(DEV)}" }` },
    ],
  ],
  ['the role of dev was pasted in the job', [{ 'role-to-assume': roleOf(DEV), repository: 'app' }, {}]],
  [
    'a target of another account has no role of its own',
    [{}, { registries: `- ${otherTarget()}\n- { account: "${DEV}", region: eu-west-1, repository: b }` }],
  ],
])('%s: nothing is written, anywhere', async (_, [raw, named]) => {
  const inputs = promotion(raw, { source: entry(DEV, source), ...named });
  await expect(open(inputs)).rejects.toThrow(ProblemsFound);
  expect(aws.calls.filter(({ action }) => action === 'CreateRepository')).toEqual([]);
  expect([...source.seen, ...target.seen]).toEqual([]);
});

/** A target that nothing is wrong with. */
function otherTarget(): string {
  return `{ account: "${PROD}", region: eu-west-1, repository: a }`;
}

test('a role that is not what its ARN says is found by who it is', async () => {
  // Only the account of the host is said: the identity is compared with it, not the text of the ARN alone.
  const inputs = promotion(
    { repository: 'app', 'registry-endpoint': target.origin },
    {
      source: entry(DEV, source),
    },
  );
  const { source: from } = inputs;
  if (from?.registry.kind !== 'ecr') throw new Error('it is one of ECR');
  const altered = { ...from, registry: { ...from.registry, role: roleOf(PROD) } };
  await expect(open({ ...inputs, source: altered })).rejects.toThrow(`${PROD}, and ${DEV} is expected`);
  expect(actionsOf(PROD)).not.toContain('GetAuthorizationToken');
});
