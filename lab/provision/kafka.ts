import { realpath, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { JavaParts } from '../kafka/java-command.ts';
import { CACHE_FOLDER } from './cache-folder.ts';
import { makeArchive } from './class-data-archive.ts';
import { formatFolder } from './formatted-folder.ts';
import { provideKafkaJars } from './kafka-jars.ts';
import { makeNewest, makeOnce } from './make-once.ts';
import { programPath } from './prerequisites.ts';
import type { Progress } from './progress.ts';

/** What is needed to start brokers of one version. */
export interface ProvidedKafka extends JavaParts {
  /** The shared class-data archive of this version and JVM. */
  readonly archive: string;
  /** A formatted log directory of a node, to be copied. */
  readonly formatted: string;
}

export async function provideKafka(version: string, progress: Progress): Promise<ProvidedKafka> {
  const java = await realpath(programPath('java'));
  const classPath = await provideKafkaJars(version, progress);
  const folder = join(CACHE_FOLDER, `kafka-${version}`);
  const formatted = join(folder, 'formatted-with-users');
  const archive = join(folder, `classes-${await fingerprint(java, classPath)}.jsa`);
  const provided = { java, classPath, archive, formatted };
  await makeOnce(formatted, (unfinished) => formatFolder(provided, unfinished));
  if (!existsSync(archive))
    progress(`making the class-data archive of Kafka ${version} (a few seconds, once)`);
  await makeNewest(archive, /^classes-\w+\.jsa$/, (unfinished) => makeArchive(provided, unfinished));
  return provided;
}

/** An archive is only good for the very JVM and jars (place, time, order) that it was made with. */
async function fingerprint(java: string, classPath: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [java, ...classPath.split(':')]) {
    const { mtimeMs, size } = await stat(file);
    hash.update(`${file} ${String(mtimeMs)} ${String(size)}\n`);
  }
  return hash.digest('hex').slice(0, 12);
}
