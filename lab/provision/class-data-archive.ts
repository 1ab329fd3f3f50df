import { existsSync } from 'node:fs';
import { clusterNode, startFailure } from '../kafka/cluster-node.ts';
import { untilRegistered } from '../kafka/cluster.ts';
import { formatNode, temporaryNode } from './formatted-folder.ts';
import type { JavaParts } from '../kafka/java-command.ts';

const DUMP_TIMEOUT_MS = 120_000;

/** Starts one broker and stops it: at its end the JVM writes the classes that it loaded, ready to be mapped. */
export async function makeArchive(kafka: JavaParts, target: string): Promise<void> {
  await using node = await temporaryNode();
  await formatNode(kafka, node.place);
  const broker = clusterNode(node.place, { ...kafka, heapMegabytes: 256, archiveAtExit: target });
  broker.jvm.start();
  try {
    await untilRegistered([broker]);
    await broker.jvm.stop(DUMP_TIMEOUT_MS);
  } finally {
    await broker.jvm.kill();
  }
  if (existsSync(target)) return;
  throw await startFailure(broker, 'left no class-data archive');
}
