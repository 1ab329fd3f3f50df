import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd } from '../run-to-end.ts';
import { CACHE_FOLDER } from './cache-folder.ts';
import { makeOnce } from './make-once.ts';
import { programPath } from './prerequisites.ts';
import type { Progress } from './progress.ts';
import { existsSync } from 'node:fs';

const POM = join(import.meta.dirname, 'pom.xml');

export const jarsFolder = (version: string): string => join(CACHE_FOLDER, `kafka-${version}`, 'jars');

/** The jars of a Kafka version as a class path: sorted, because the shared archive is tied to the order. */
export async function provideKafkaJars(version: string, progress: Progress): Promise<string> {
  const folder = jarsFolder(version);
  if (!existsSync(folder)) {
    progress(`downloading Apache Kafka ${version} (about 45 MB, once)`);
  }
  await makeOnce(folder, (unfinished) => copyJars(version, unfinished));
  const jars = await readdir(folder);
  return jars
    .toSorted()
    .map((jar) => join(folder, jar))
    .join(':');
}

async function copyJars(version: string, folder: string): Promise<void> {
  const options = [`-Dkafka.version=${version}`, `-DoutputDirectory=${folder}`];
  const goal = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', ...options];
  await runToEnd(programPath('mvn'), goal, import.meta.dirname);
}
