import { existsSync } from 'node:fs';
import { type ProvidedKafka, provideKafka } from './kafka.ts';
import { jarsFolder } from './kafka-jars.ts';
import { MOTO_FOLDER, provideMoto } from './moto.ts';
import { type Prerequisite, requirePrograms } from './prerequisites.ts';
import type { Progress } from './progress.ts';

export interface Provided {
  readonly kafka: ProvidedKafka;
  /** A Python that has moto. */
  readonly python: string;
}

/** Makes all that a lab needs; what was made before is taken as it is. All missing programs are told at once. */
export async function provide(kafkaVersion: string, progress: Progress): Promise<Provided> {
  await requirePrograms(programsFor(kafkaVersion), progress);
  const [kafka, python] = await Promise.all([provideKafka(kafkaVersion, progress), provideMoto(progress)]);
  return { kafka, python };
}

function programsFor(kafkaVersion: string): Prerequisite[] {
  const programs: Prerequisite[] = ['setpriv', 'java'];
  if (!existsSync(jarsFolder(kafkaVersion))) programs.push('mvn');
  // A cached environment is only a link to the Python that it was made with.
  if (!existsSync(MOTO_FOLDER)) programs.push('python3');
  return programs;
}
