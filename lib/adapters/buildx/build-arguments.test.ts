import { expect, test } from '@jest/globals';
import { buildArguments, checkArguments } from './build-arguments.ts';
import type { BuildRequest } from './build-request.ts';

const LEAST: BuildRequest = { context: '/src/app', file: '/src/app/Dockerfile', into: '/out/image' };

test('the least that a build needs', () => {
  expect(buildArguments(LEAST, '/out/metadata.json')).toEqual([
    'buildx',
    'build',
    '--progress=rawjson',
    '--metadata-file=/out/metadata.json',
    '--output=type=oci,dest=/out/image,tar=false',
    '--file=/src/app/Dockerfile',
    '--provenance=false',
    '--sbom=false',
    '--',
    '/src/app',
  ]);
});

test('all that can be asked for', () => {
  const request: BuildRequest = {
    ...LEAST,
    platforms: ['linux/amd64', 'linux/arm64'],
    target: 'final',
    buildArgs: new Map([['VERSION', '1=2 --push']]),
    contexts: new Map([['base', 'oci-layout:///base@sha256:aa']]),
    secrets: [
      { id: 'token', variable: 'NPM_TOKEN' },
      { id: 'key', file: '/run/a,b.pem' },
    ],
    labels: new Map([['org.opencontainers.image.title', 'a "b"']]),
    annotations: new Map([['index:org.opencontainers.image.revision', 'c0ffee']]),
    sourceDateEpoch: 0,
    rewriteTimes: true,
    provenance: 'max',
    sbom: true,
    network: 'none',
  };
  expect(buildArguments(request, '/m')).toEqual(
    expect.arrayContaining([
      '--output=type=oci,dest=/out/image,tar=false,rewrite-timestamp=true',
      '--target=final',
      '--platform=linux/amd64,linux/arm64',
      '--network=none',
      '--build-arg=VERSION=1=2 --push',
      '--build-context=base=oci-layout:///base@sha256:aa',
      '--secret=id=token,type=env,env=NPM_TOKEN',
      '--secret=id=key,type=file,"src=/run/a,b.pem"',
      '--label=org.opencontainers.image.title=a "b"',
      '--annotation=index:org.opencontainers.image.revision=c0ffee',
      '--build-arg=SOURCE_DATE_EPOCH=0',
      '--provenance=mode=max',
      '--sbom=true',
    ]),
  );
});

test.each([
  [{ kind: 'none' } as const, []],
  [
    { kind: 'gha', scope: 'main' } as const,
    ['--cache-from=type=gha,scope=main', '--cache-to=type=gha,scope=main,mode=max,ignore-error=true'],
  ],
  [
    { kind: 'registry', image: 'r.example/cache:main' } as const,
    [
      '--cache-from=type=registry,ref=r.example/cache:main',
      '--cache-to=type=registry,ref=r.example/cache:main,image-manifest=true,oci-mediatypes=true,mode=max,ignore-error=true',
    ],
  ],
  [
    { kind: 'folder', folder: '/c' } as const,
    ['--cache-from=type=local,src=/c', '--cache-to=type=local,dest=/c,mode=max,ignore-error=true'],
  ],
])('the cache %j', (cache, wanted) => {
  const given = buildArguments({ ...LEAST, cache }, '/m').filter((each) => each.startsWith('--cache'));
  expect(given).toEqual(wanted);
});

test('a context that looks like an argument or an address is a folder', () => {
  for (const context of ['--push', 'https:/x', 'git@host:repo'])
    expect(buildArguments({ ...LEAST, context }, '/m').at(-1)).toMatch(/^\//);
});

test('a look at the Dockerfile writes nothing', () => {
  const given = checkArguments({ ...LEAST, target: 'final', cache: { kind: 'gha', scope: 'x' } });
  expect(given).toEqual([
    'buildx',
    'build',
    '--call=check,format=json',
    '--file=/src/app/Dockerfile',
    '--target=final',
    '--',
    '/src/app',
  ]);
});
