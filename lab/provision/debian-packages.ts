import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../run-to-end.ts';
import { type SourceFile, sourcesOf } from './apt-sources.ts';

/** A release of the distribution (`bookworm`) and packages of it. */
export interface PackageOrder {
  readonly suite: string;
  readonly packages: readonly string[];
}

/** Downloads packages into a folder; the machine's own apt is read and left as it is, and nothing is installed. */
export async function downloadPackages({ suite, packages }: PackageOrder, folder: string): Promise<void> {
  const apt = await mkdtemp(join(tmpdir(), 'kafka-lab-apt-'));
  try {
    const flags = await privateApt(apt, suite);
    await runToEnd('apt-get', [...flags, 'update'], folder);
    await runToEnd('apt-get', [...flags, 'download', ...packages], folder);
  } finally {
    await rm(apt, { recursive: true, force: true });
  }
}

/** Packages laid over each other in a folder; no script of theirs is run. */
export async function extractPackages(orders: readonly PackageOrder[], root: string): Promise<void> {
  const downloads = join(root, 'debs');
  await mkdir(downloads, { recursive: true });
  for (const order of orders) await downloadPackages(order, downloads);
  for (const name of await readdir(downloads))
    await runToEnd('dpkg-deb', ['--extract', join(downloads, name), root], root);
  await rm(downloads, { recursive: true });
}

/** The release that the machine runs, as apt's sources call it. */
export async function ownSuite(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const codename = /^VERSION_CODENAME=["']?([\w-]+)/m.exec(release)?.[1];
  if (codename === undefined) throw new Error('/etc/os-release names no release of Debian or Ubuntu');
  return codename;
}

async function privateApt(folder: string, suite: string): Promise<string[]> {
  const parts = join(folder, 'sources');
  for (const place of [parts, join(folder, 'lists', 'partial'), join(folder, 'cache', 'archives', 'partial')])
    await mkdir(place, { recursive: true });
  const sources = sourcesOf(await machineSources(), await ownSuite(), suite);
  if (sources.length === 0) throw new Error('apt has no source of the distribution itself');
  for (const { name, text } of sources) await writeFile(join(parts, name), `${text}\n`);
  const settings = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': `${parts}/`,
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    // Its own user may not write here.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'Acquire::Retries': '3',
  };
  return ['-q', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

async function machineSources(): Promise<SourceFile[]> {
  const parts = '/etc/apt/sources.list.d';
  const names = existsSync(parts) ? await readdir(parts) : [];
  const known = names.filter((name) => /\.(list|sources)$/.test(name)).map((name) => join(parts, name));
  const files = ['/etc/apt/sources.list', ...known].filter((file) => existsSync(file));
  return await Promise.all(
    files.map(async (file) => ({ name: file.split('/').at(-1) ?? file, text: await readFile(file, 'utf8') })),
  );
}
