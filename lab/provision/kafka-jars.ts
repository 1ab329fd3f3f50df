import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd } from '../run-to-end.ts';
import { CACHE_FOLDER } from './cache-folder.ts';
import { makeOnce } from './make-once.ts';
import { programPath, requirePrograms } from './prerequisites.ts';
import type { Progress } from './progress.ts';
import { existsSync } from 'node:fs';

const POM = join(import.meta.dirname, 'pom.xml');

/** The jars of a Kafka version as a class path: sorted, because the shared archive is tied to the order. */
export async function provideKafkaJars(version: string, progress: Progress): Promise<string> {
  const folder = join(CACHE_FOLDER, `kafka-${version}`, 'jars');
  if (!existsSync(folder)) {
    await requirePrograms(['mvn'], progress);
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
