import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { prefixOf } from './abandoned.ts';
import type { NamedRegistry } from './named-registry.ts';

/** Everything that an engine reads and writes. */
export interface EngineFolder {
  readonly root: string;
  readonly etc: { readonly upper: string; readonly work: string };
  /** Its images and what it builds. */
  readonly data: string;
  /** Its API; reachable from outside of the sandbox. */
  readonly socket: string;
  readonly log: string;
  /** DOCKER_CONFIG of its clients. */
  readonly clientConfig: string;
  readonly daemonArguments: readonly string[];
}

export async function makeEngineFolder(
  registries: readonly NamedRegistry[],
  buildxPlugin: string,
): Promise<EngineFolder> {
  const root = await mkdtemp(join(tmpdir(), prefixOf(process.pid)));
  const etc = { upper: join(root, 'etc'), work: join(root, 'etc-work') };
  const [data, clientConfig, socket] = [join(root, 'data'), join(root, 'client'), join(root, 'docker.sock')];
  for (const folder of [etc.upper, etc.work, data, join(clientConfig, 'cli-plugins')])
    await mkdir(folder, { recursive: true });
  await symlink(buildxPlugin, join(clientConfig, 'cli-plugins', 'docker-buildx'));
  await writeFile(join(clientConfig, 'config.json'), '{}\n');
  await nameRegistries(etc.upper, registries);
  const config = join(root, 'daemon.json');
  await writeFile(config, JSON.stringify(daemonConfig(basename(root))));
  const places = ['--data-root', data, '--exec-root', '/run/docker', '--pidfile', '/run/docker.pid'];
  const daemonArguments = ['--config-file', config, ...places, '--host', `unix://${socket}`];
  return { root, etc, data, socket, log: join(root, 'dockerd.log'), clientConfig, daemonArguments };
}

/** It shares the machine's network, so it leaves bridges and packet filters alone: `RUN` needs `--network none`. */
const daemonConfig = (controlGroup: string) => ({
  features: { 'containerd-snapshotter': true },
  bridge: 'none',
  iptables: false,
  ip6tables: false,
  'ip-forward': false,
  'ip-masq': false,
  'cgroup-parent': `/${controlGroup}`,
});

async function nameRegistries(etc: string, registries: readonly NamedRegistry[]): Promise<void> {
  const names = registries.map(({ host, address }) => `${address} ${host}\n`);
  await writeFile(join(etc, 'hosts'), `${readFileSync('/etc/hosts', 'utf8').trimEnd()}\n${names.join('')}`);
  for (const { host, authority } of registries) {
    const folder = join(etc, 'docker', 'certs.d', host);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'ca.crt'), authority);
  }
}
