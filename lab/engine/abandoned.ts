import { existsSync, globSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isAlive } from '../is-alive.ts';

const CGROUPS = '/sys/fs/cgroup';

/** Begins the names of an engine's folder and control groups, and of a registry's folder: with the process that has them. */
export const prefixOf = (pid: number | string): string => `kafka-lab-engine-${String(pid)}-`;

/** The control groups that an engine made; the kernel keeps them although nothing is in them. */
export async function removeControlGroups(name: string): Promise<void> {
  const parents = [CGROUPS, ...globSync(`${CGROUPS}/*/`)].map((parent) => join(parent, name));
  for (const parent of parents.filter((path) => existsSync(path))) await removeTree(parent);
}

/** Two that start at once find the same remains, and one of them comes second. */
async function removeTree(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((each) => each.isDirectory())) await removeTree(join(group, entry.name));
  await rmdir(group).catch(() => undefined);
}

/** What engines and registries have left whose process was killed. */
export async function removeAbandoned(folder: string): Promise<void> {
  const left = [
    ...(await readdir(folder)),
    ...globSync(`${CGROUPS}/{,*/}kafka-lab-engine-*`).map((path) => basename(path)),
  ];
  for (const name of new Set(left)) {
    const pid = new RegExp(`^${prefixOf('(\\d+)')}`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
    await removeControlGroups(name);
  }
}
