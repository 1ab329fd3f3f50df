import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answers } from '../../../lib/adapters/zookeeper/read-answers.ts';

/** What the servers of ZooKeeper 3.8.4, which is the one in Kafka 3.9.2, answered; by who was asked. */
export type Recording = Readonly<Record<string, { readonly [word in keyof Answers]: string }>>;

const FILE = join(import.meta.dirname, 'recorded', 'zookeeper-3.8.4.json');

export const readRecording = async (): Promise<Recording> =>
  JSON.parse(await readFile(FILE, 'utf8')) as Recording;

export const writeRecording = (recording: Recording): Promise<void> =>
  writeFile(FILE, `${JSON.stringify(recording, null, 2)}\n`);
