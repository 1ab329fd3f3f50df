import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_FOLDER } from './cache-folder.ts';
import { extractPackages, ownSuite } from './debian-packages.ts';
import { makeOnce } from './make-once.ts';
import type { Progress } from './progress.ts';

/** Programs that run a container engine, and a registry beside it; none of them is installed. */
export interface ProvidedEngine {
  /** For PATH: docker, dockerd, containerd, runc. */
  readonly binFolders: readonly string[];
  readonly dockerd: string;
  readonly tini: string;
  readonly buildxPlugin: string;
  readonly registry: string;
}

/** Bookworm's dockerd has a BuildKit that knows no `RUN --network`; trixie's runs on bookworm's libraries, its runc does not. */
const NEWER: Readonly<Record<string, string>> = { bookworm: 'trixie' };
const ENGINE = ['docker.io', 'docker-cli', 'containerd', 'docker-buildx'];
const BESIDE = ['runc', 'tini', 'docker-registry'];

export async function provideEngine(progress: Progress): Promise<ProvidedEngine> {
  const own = await ownSuite();
  const suite = NEWER[own] ?? own;
  const root = join(CACHE_FOLDER, `engine-${suite}-1`);
  if (!existsSync(root)) progress(`downloading a container engine of Debian ${suite} (about 80 MB, once)`);
  await makeOnce(root, (unfinished) =>
    extractPackages(
      [
        { suite, packages: ENGINE },
        { suite: own, packages: BESIDE },
      ],
      unfinished,
    ),
  );
  const [bin, sbin] = [join(root, 'usr/bin'), join(root, 'usr/sbin')];
  return {
    binFolders: [bin, sbin],
    dockerd: join(sbin, 'dockerd'),
    tini: join(bin, 'tini-static'),
    buildxPlugin: join(root, 'usr/libexec/docker/cli-plugins/docker-buildx'),
    registry: join(bin, 'docker-registry'),
  };
}
