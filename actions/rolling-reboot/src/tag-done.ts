import type { KafkaNode } from './core/node.ts';
import type { Cycle } from './core/progress.ts';
import { DONE_TAG, INTENT_TAG, writeMark } from './core/tags.ts';
import type { Ports } from './ports.ts';

/** First the lasting tag, then no intent any more: in between the node is both, and done is what counts. */
export async function tagDone(
  { instance }: KafkaNode,
  cycle: Pick<Cycle, 'id' | 'openedAt'> | undefined,
  { instances }: Pick<Ports, 'instances'>,
): Promise<void> {
  if (cycle !== undefined) {
    await instances.tag(instance, DONE_TAG, writeMark({ cycle: cycle.id, at: cycle.openedAt }));
  }
  await instances.untag(instance, INTENT_TAG);
}
