import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Broker } from '../kafka/broker.ts';
import { untilRegistered } from '../kafka/cluster.ts';
import { formatNode, temporaryNode } from './formatted-folder.ts';
import type { JavaParts } from '../kafka/java-command.ts';

const DUMP_TIMEOUT_MS = 120_000;

/** Starts one broker and stops it: at its end the JVM writes the classes that it loaded, ready to be mapped. */
export async function makeArchive(kafka: JavaParts, target: string): Promise<void> {
  await using node = await temporaryNode();
  await formatNode(kafka, node.place);
  const broker = new Broker(node.place, { ...kafka, heapMegabytes: 256, archiveAtExit: target });
  broker.start();
  try {
    await untilRegistered([broker]);
    await broker.stop(DUMP_TIMEOUT_MS);
  } finally {
    await broker.kill();
  }
  if (existsSync(target)) return;
  const log = await readFile(join(node.place.folder, 'broker.log'), 'utf8');
  throw new Error(`the JVM made no class-data archive; the end of its log:\n${log.slice(-2000)}`);
}
