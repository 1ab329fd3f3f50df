import { afterEach, expect, test } from '@jest/globals';
import { jsonAnswer, listenOnLoopback } from '../../../lab/loopback-server.ts';
import { orThrow, parsed } from '../../../lib/core/problem.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { readBuildPushInputs } from './core/inputs.ts';
import { DockerLogins } from './docker-logins.ts';
import { LayerCache } from './layer-cache.ts';
import { openTarget } from './open-target.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

afterEach(() => {
  for (const name of ['AWS_ENDPOINT_URL_ECR_PUBLIC', ...Object.keys(CREDENTIALS)])
    Reflect.deleteProperty(process.env, name);
});

test('the public gallery is opened with a login of its own, and has no API beside it', async () => {
  const authorizationToken = Buffer.from('AWS:for-the-gallery').toString('base64');
  await using server = await listenOnLoopback(() =>
    jsonAnswer(200, { authorizationData: { authorizationToken } }),
  );
  Object.assign(process.env, CREDENTIALS, { AWS_ENDPOINT_URL_ECR_PUBLIC: server.url });
  const runner = new FakeRunner();
  const raw = {
    ...{ repository: 'alias/app', 'registry-endpoint': 'https://public.ecr.aws', scan: 'off' },
    'aws-region': 'eu-west-1',
  };
  const inputs = orThrow(readBuildPushInputs(raw, { listed: parsed([]), source: parsed(null) }));
  const [target] = inputs.targets;
  if (target === undefined) throw new Error('there is one');
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
  const opener = { runner, clock, scratch: '', logins: new DockerLogins(''), use: 'target' } as const;
  const open = await openTarget(target, inputs, { ...opener, layers: new LayerCache(() => undefined) });
  expect([open.registry.host, open.ecr]).toEqual(['public.ecr.aws', null]);
  expect(runner.masked).toEqual(['for-the-gallery']);
});
