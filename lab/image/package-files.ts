import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';
import { extract, type Header } from 'tar-stream';
import type { ImageFile } from './image-file.ts';

/** Programs and scripts, and what only people read; a licence stays. */
const LEFT_OUT = [
  /^(usr\/)?s?bin\//,
  /^usr\/share\/(man|info|lintian|locale|bug|menu|base-files|dict|games|misc|ca-certificates)(\/|$)/,
  /^usr\/share\/doc\/(?!.*\/copyright$)/,
  /^usr\/(games|include|src|local)\//,
  /^etc\/(update-motd\.d|profile\.d|default|skel|ca-certificates)(\/|$)/,
  /^(boot|home|proc|sys|dev|root|media|mnt|opt|srv)\//,
  /^var\/(backups|cache|local|mail|opt|spool)(\/|$)/,
];

/** The files of a Debian package as an image without a shell has them. */
export async function packageFiles(deb: string): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  for await (const entry of tarEntries(['--fsys-tarfile', deb])) {
    const file = imageFile(entry);
    if (file !== undefined && !LEFT_OUT.some((pattern) => pattern.test(file.path))) files.push(file);
  }
  return [...files, ...(await packageStatus(deb))];
}

/** The certificates that a package brings, one after another: what `update-ca-certificates` makes. */
export async function certificatesOf(deb: string): Promise<ImageFile> {
  const found: { readonly name: string; readonly bytes: Buffer }[] = [];
  for await (const { header, bytes } of tarEntries(['--fsys-tarfile', deb]))
    if (header.name.endsWith('.crt')) found.push({ name: header.name, bytes });
  const sorted = found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const bytes = Buffer.concat(sorted.map((each) => each.bytes));
  return { kind: 'file', path: 'etc/ssl/certs/ca-certificates.crt', mode: 0o644, bytes };
}

/** Where scanners look for what an image without dpkg is made of. */
async function packageStatus(deb: string): Promise<ImageFile[]> {
  const control = await text(dpkgDeb(['--field', deb]));
  const name = /^Package: (.+)$/m.exec(control)?.[1] ?? '';
  const path = `var/lib/dpkg/status.d/${name}`;
  return [{ kind: 'file', path, mode: 0o644, bytes: Buffer.from(control) }];
}

interface TarEntry {
  readonly header: Header;
  readonly bytes: Buffer;
}

async function* tarEntries(args: readonly string[]): AsyncGenerator<TarEntry> {
  for await (const entry of dpkgDeb(args).pipe(extract()))
    yield { header: entry.header, bytes: await buffer(entry) };
}

/** A broken package ends its output early, which the reader of the archive refuses. */
function dpkgDeb(args: readonly string[]): NodeJS.ReadableStream {
  return spawn('dpkg-deb', args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout;
}

function imageFile({ header, bytes }: TarEntry): ImageFile | undefined {
  const path = header.name.replace(/^\.\//, '').replace(/\/$/, '');
  if (path === '' || path === '.') return undefined;
  if (header.type === 'directory') return { kind: 'folder', path, mode: 0o755 };
  if (header.type === 'symlink') return { kind: 'link', path, to: header.linkname };
  if (header.type === 'file')
    return { kind: 'file', path, mode: isExecutable(header) ? 0o755 : 0o644, bytes };
  throw new Error(`${path} is a ${header.type}, which the lab's base image has no use for`);
}

const isExecutable = ({ mode }: Header): boolean => (mode & 0o100) !== 0;
