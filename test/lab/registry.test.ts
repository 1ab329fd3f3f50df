import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type Engine, startEngine } from '../../lab/engine/engine.ts';
import { type Registry, startRegistry } from '../../lab/registry/registry.ts';
import { runCommand } from '../../scripts/run-command.ts';
import { describeOnEngine } from './on-engine.ts';
import { ask, digestOf, manifestOf, putBlob, putManifest } from './registry-client.ts';

jest.setTimeout(300_000);

const REPOSITORY = 'team/app';

let registry: Registry;

function useRegistry(): void {
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
  });
  afterEach(() => {
    registry.front.faults.clear();
    registry.front.repositories = undefined;
    registry.front.calls.length = 0;
  });
}

const codeOf = async (answer: Response): Promise<string | undefined> =>
  ((await answer.json()) as { errors: { code: string }[] }).errors[0]?.code;

async function listed(path: string): Promise<readonly object[]> {
  const answer = await ask(registry, `/v2/${REPOSITORY}/referrers/${path}`);
  return ((await answer.json()) as { manifests: object[] }).manifests;
}

describeOnEngine('a registry', () => {
  useRegistry();

  test('wants ECR’s password, and a new one as soon as it is renewed', async () => {
    const refused = await ask(registry, '/v2/', { password: 'wrong' });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Basic realm=');
    expect((await ask(registry, '/v2/')).status).toBe(200);
    registry.front.passwords.delete(registry.credentials.password);
    expect((await ask(registry, '/v2/')).status).toBe(401);
    registry.front.passwords.add(registry.credentials.password);
  });

  test('counts calls by their kinds, and bytes', async () => {
    const digest = await putBlob(registry, REPOSITORY, 'layer');
    await (await ask(registry, `/v2/${REPOSITORY}/blobs/${digest}`)).text();
    expect(registry.front.calls).toMatchObject([
      { kind: 'upload-start', repository: REPOSITORY, status: 202, sent: 0 },
      { kind: 'upload-end', status: 201, sent: 5 },
      { kind: 'blob-get', reference: digest, status: 200, received: 5 },
    ]);
  });

  test('tells what refers to an image', async () => {
    const subject = await manifestOf(registry, REPOSITORY);
    const about = { mediaType: 'x', digest: digestOf(subject), size: subject.length };
    const referrer = await manifestOf(registry, REPOSITORY, { artifactType: 'text/proof', subject: about });
    await putManifest(registry, { repository: REPOSITORY, reference: digestOf(subject) }, subject);
    const put = await putManifest(
      registry,
      { repository: REPOSITORY, reference: digestOf(referrer) },
      referrer,
    );
    expect(put.headers.get('oci-subject')).toBe(about.digest);
    expect(await listed(about.digest)).toMatchObject([
      { digest: digestOf(referrer), artifactType: 'text/proof' },
    ]);
    expect(await listed(`${about.digest}?artifactType=other`)).toEqual([]);
  });
});

describeOnEngine('as ECR, a registry', () => {
  useRegistry();

  test('knows its own repositories alone', async () => {
    registry.front.repositories = new Map([[REPOSITORY, { immutable: false }]]);
    const unknown = await ask(registry, '/v2/other/blobs/uploads/', { method: 'POST' });
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'NAME_UNKNOWN']);
    expect(await putBlob(registry, REPOSITORY, 'x')).toMatch(/^sha256:/);
  });

  test('keeps an immutable tag, but for exclusions', async () => {
    registry.front.repositories = new Map([[REPOSITORY, { immutable: true, exclusions: ['env-*'] }]]);
    const manifest = await manifestOf(registry, REPOSITORY);
    const put = (reference: string) => putManifest(registry, { repository: REPOSITORY, reference }, manifest);
    expect((await put('kept')).status).toBe(201);
    const again = await put('kept');
    expect([again.status, await codeOf(again)]).toEqual([400, 'TAG_INVALID']);
    for (const reference of ['env-prod', 'env-prod', digestOf(manifest), digestOf(manifest)])
      expect((await put(reference)).status).toBe(201);
  });
});

describeOnEngine('on purpose, a registry', () => {
  useRegistry();

  test('refuses the second and third look at a blob', async () => {
    const digest = await putBlob(registry, REPOSITORY, 'refused');
    const trouble = { status: 401, code: 'UNAUTHORIZED', message: 'expired' };
    registry.front.faults.order({ kind: 'blob-head', about: digest, after: 1, times: 2, trouble });
    const looks: number[] = [];
    for (let look = 0; look < 4; look += 1)
      looks.push((await ask(registry, `/v2/${REPOSITORY}/blobs/${digest}`, { method: 'HEAD' })).status);
    expect(looks).toEqual([200, 401, 401, 200]);
  });

  test.each([
    ['cut-before', 404],
    ['cut-after', 200],
  ] as const)('%s: a manifest that is put with no answer', async (trouble, then) => {
    const manifest = await manifestOf(registry, REPOSITORY);
    const place = { repository: REPOSITORY, reference: trouble };
    registry.front.faults.order({ kind: 'manifest-put', trouble });
    await expect(putManifest(registry, place, manifest)).rejects.toThrow('fetch failed');
    expect(registry.front.calls.at(-1)).toMatchObject({ kind: 'manifest-put', status: 'cut' });
    const accept = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const look = await ask(registry, `/v2/${REPOSITORY}/manifests/${trouble}`, {
      method: 'HEAD',
      headers: accept,
    });
    expect(look.status).toBe(then);
  });

  test('cuts a blob in its middle', async () => {
    const digest = await putBlob(registry, REPOSITORY, 'x'.repeat(1_000_000));
    registry.front.faults.order({ kind: 'blob-get', trouble: 'cut-midway' });
    const answer = await ask(registry, `/v2/${REPOSITORY}/blobs/${digest}`);
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
  });

  test('never answers', async () => {
    registry.front.faults.order({ kind: 'ping', trouble: 'hang' });
    await expect(ask(registry, '/v2/', { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
  });
});

describeOnEngine('a registry of an engine', () => {
  let registry: Registry;
  let engine: Engine;
  beforeAll(async () => {
    registry = await startRegistry({ account: '210987654321', region: 'us-east-1' });
    engine = await startEngine({ registries: [registry.named] });
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  const docker = (...args: readonly string[]) =>
    runCommand(['docker', ...args], { cwd: engine.env['HOME'] ?? '', env: engine.env });

  test('takes a push by its name in ECR, once the engine has logged in', async () => {
    await writeFile(
      path.join(engine.env['HOME'] ?? '', 'Dockerfile'),
      'FROM scratch\nCOPY Dockerfile /file\n',
    );
    const image = `${registry.named.host}/app:1`;
    expect(await docker('buildx', 'build', '--tag', image, '.')).toMatchObject({ code: 0 });
    expect((await docker('push', image)).code).not.toBe(0);
    const { username, password } = registry.credentials;
    expect(await docker('login', '-u', username, '-p', password, registry.named.host)).toMatchObject({
      code: 0,
    });
    expect(await docker('push', image)).toMatchObject({ code: 0 });
    expect((await ask(registry, '/v2/app/tags/list')).status).toBe(200);
  });

  test('is pulled from by its address as well', async () => {
    const { username, password } = registry.credentials;
    expect(await docker('login', '-u', username, '-p', password, registry.address)).toMatchObject({
      code: 0,
    });
    expect(await docker('pull', `${registry.address}/app:1`)).toMatchObject({ code: 0 });
    const unknown = await docker('pull', `${registry.address}/none:1`);
    expect(unknown.code).toBe(1);
  });
});
