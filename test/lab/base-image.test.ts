import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { extract } from 'tar-stream';
import { type Engine, startEngine } from '../../lab/engine/engine.ts';
import { blobPath, type OciLayout } from '../../lab/image/oci-layout.ts';
import { pushLayout } from '../../lab/image/push-layout.ts';
import { basePackages, makeBaseImage, provideBaseImage } from '../../lab/provision/base-image.ts';
import { type Registry, startRegistry } from '../../lab/registry/registry.ts';
import { runCommand } from '../../scripts/run-command.ts';
import { describeOnEngine } from './on-engine.ts';

jest.setTimeout(300_000);

const MEGABYTES = 1_000_000;
const SHELL_OR_PACKAGES = /(^|\/)(sh|bash|dash|busybox|apt|apt-get|dpkg|npm|npx|yarn|corepack)$/;

interface Listed {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
}

async function filesOf({ folder, digest }: OciLayout): Promise<Listed[]> {
  const read = (each: string) => readFile(blobPath(folder, each));
  const { layers } = JSON.parse((await read(digest)).toString()) as { layers: { digest: string }[] };
  const files: Listed[] = [];
  for (const layer of layers) {
    const tar = Readable.from([gunzipSync(await read(layer.digest))]).pipe(extract());
    for await (const entry of tar) {
      const { name, mode, size } = entry.header;
      files.push({ name, mode, size });
      entry.resume();
    }
  }
  return files;
}

describeOnEngine('the base image', () => {
  let base: OciLayout;
  let folder: string;
  beforeAll(async () => {
    base = await provideBaseImage(() => undefined);
    folder = await mkdtemp(path.join(tmpdir(), 'base-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is made of the same bytes when it is made again', async () => {
    const again = await makeBaseImage(await basePackages(), path.join(folder, 'again'));
    expect(again.digest).toBe(base.digest);
  });

  test('has no shell, no package manager, nothing setuid, and is small', async () => {
    const files = await filesOf(base);
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'nodejs/bin/node',
        'etc/ssl/certs/ca-certificates.crt',
        'var/lib/dpkg/status.d/libc6',
      ]),
    );
    expect(files.filter(({ name }) => SHELL_OR_PACKAGES.test(name))).toEqual([]);
    expect(files.filter(({ mode }) => (mode & 0o6000) !== 0)).toEqual([]);
    expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(150 * MEGABYTES);
  });
});

describeOnEngine('the base image in a registry', () => {
  let registry: Registry;
  let engine: Engine;
  beforeAll(async () => {
    registry = await startRegistry();
    engine = await startEngine();
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  test('is pulled by its digest and runs Node.js as nobody in particular', async () => {
    const name = await pushLayout(registry, 'base', await provideBaseImage(() => undefined));
    const docker = (...args: readonly string[]) =>
      runCommand(['docker', ...args], { cwd: engine.env['HOME'] ?? '', env: engine.env });
    const { username, password } = registry.credentials;
    await docker('login', '-u', username, '-p', password, registry.address);
    expect(await docker('pull', '--quiet', name)).toMatchObject({ code: 0 });
    const program = "console.log(process.getuid(), require('tls').getCACertificates('default').length > 100)";
    const ran = await docker(
      'run',
      '--rm',
      '--network=none',
      '--read-only',
      '--cap-drop=ALL',
      name,
      '-e',
      program,
    );
    expect(ran).toEqual({ code: 0, output: '65532 true\n' });
  });
});
