import type { KafkaNode } from './core/node.ts';
import { recall } from './core/recall.ts';
import { settledLate } from './core/transition.ts';
import { wantedOf } from './open.ts';
import { settleEach } from './settle.ts';
import type { Acting } from './stop.ts';

/**
 * An earlier run announced a stop of this node, and it was parked when those of the others were settled. Before it may
 * be stopped it is found out what became of that stop: it may have its restart already.
 */
export async function settleLate(node: KafkaNode, { session, context, seen }: Acting): Promise<void> {
  const { ports, setting } = context;
  const { instances } = seen;
  const records = await ports.ledger.read();
  const { intents } = recall({ records, nodes: setting.nodes, instances }, wantedOf(context));
  const own = intents.filter((intent) => intent.node === node.name);
  const fencedAt = session.fencedAt ?? ports.clock.now();
  const announcements = { intents: own, instances, cycle: session.progress.cycle, fencedAt };
  const settled = await settleEach(announcements, session, context);
  if (settled !== 'wait') session.progress = settledLate(session.progress, node, settled);
}
