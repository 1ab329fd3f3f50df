import { announcedBefore, judgeIntent, type OpenIntent, openUntil } from './core/ledger.ts';
import type { Instance, KafkaNode } from './core/node.ts';
import type { Cycle, FinishedNode } from './core/progress.ts';
import { INTENT_TAG } from './core/tags.ts';
import { withoutNodes } from './core/transition.ts';
import { type Context, keepWait, type Session } from './context.ts';
import { tagDone } from './tag-done.ts';
import { watch } from './watch.ts';

export interface Announcements {
  readonly intents: readonly OpenIntent[];
  readonly instances: readonly Instance[];
  /** The cycle that this run is going to continue. */
  readonly cycle: Pick<Cycle, 'id' | 'openedAt'> | undefined;
  /** When this run had fenced all others, in milliseconds since the epoch. */
  readonly fencedAt: number;
}

/** The most that is waited at a time, so that a long wait is told again and again, and the least; in milliseconds. */
const WAITS_FOR = { most: 20_000, least: 1_000 } as const;

/**
 * Finds out what became of stops whose runs did not live to report them; the cluster is well at this point. They may be
 * of any cycle: a run that was fenced may still make the call that it announced. `wait` as long as one may.
 */
export async function settle(
  announcements: Announcements,
  session: Session,
  context: Context,
): Promise<readonly FinishedNode[] | 'wait'> {
  const finished = await settleEach(announcements, session, context);
  if (finished === 'wait') return 'wait';
  await dropStrayTags(announcements, context);
  const { length } = announcements.intents;
  if (length > 0) context.ports.log.info(`announced stops that are settled: ${String(length)}`);
  return finished;
}

/** The stops of some nodes alone; what the tags of others say is left as it is. */
export async function settleEach(
  announcements: Announcements,
  session: Session,
  context: Context,
): Promise<readonly FinishedNode[] | 'wait'> {
  const { setting } = context;
  const { instances, fencedAt } = announcements;
  const intents = announcements.intents.map((intent) => announcedBefore(fencedAt, intent));
  const nodes = new Map(setting.nodes.map((node) => [node.name, node]));
  const finished: FinishedNode[] = [];
  for (const intent of intents) {
    const node = nodes.get(intent.node);
    const instance = instances.find(({ id }) => id === node?.instance);
    // One that is parked counts as down already, and may stay stopped for weeks: nobody waits for it.
    if (node?.parked) keepAnnounced(session, intent);
    if (node === undefined || instance === undefined || node.parked) continue;
    const lastAway = session.progress.lastAway.get(node.name);
    const evidence = { node, instance, lastAway, cycle: announcements.cycle };
    const outcome = await settleOne(intent, evidence, context);
    if (outcome === 'wait') {
      await waitFor(intent, session, context);
      return 'wait';
    }
    session.progress = {
      ...session.progress,
      announced: withoutNodes(session.progress.announced, [intent]),
    };
    finished.push(...outcome);
  }
  return finished;
}

/** Should it be unparked in this run, that comes before a stop of it. */
function keepAnnounced(session: Session, { node }: OpenIntent): void {
  const announced = new Set([...session.progress.announced, node]);
  session.progress = { ...session.progress, announced };
}

interface Announced extends Pick<Announcements, 'cycle'> {
  readonly node: KafkaNode;
  readonly instance: Instance;
  readonly lastAway: number | undefined;
}

/** A reboot may be over before it would be looked for again. */
async function waitFor(intent: OpenIntent, session: Session, context: Context): Promise<void> {
  const { clock, log, cancelled } = context.ports;
  log.info(`waiting: another run may still ${verbOf(intent)} ${intent.node}, until its intent expires`);
  const began = clock.now();
  const left = Math.min(Math.max(openUntil(intent) - clock.now() + 1, WAITS_FOR.least), WAITS_FOR.most);
  if (intent.by === 'reboot') await watch(intent, clock.now() + left, { session, context });
  else await clock.sleep(left, cancelled);
  const lasted = clock.now() - began;
  keepWait(session, { reason: 'stops that other runs announced', lasted, example: intent.node });
}

const verbOf = ({ by }: OpenIntent): string => (by === 'reboot' ? 'reboot' : 'stop');

async function settleOne(
  intent: OpenIntent,
  { node, instance, lastAway, cycle }: Announced,
  { ports, order }: Context,
): Promise<readonly FinishedNode[] | 'wait'> {
  const at = ports.clock.now();
  const outcome = judgeIntent(intent, { instance, lastAway, now: at });
  const record = { cycle: intent.cycle, node: node.name, at, run: order.run } as const;
  switch (outcome) {
    case 'still-open':
      return 'wait';
    case 'not-stopped':
      await ports.ledger.append({ ...record, state: 'not-stopped' });
      await ports.instances.untag(node.instance, INTENT_TAG);
      ports.log.info(`${node.name}: the stop that an earlier run announced did not take place`);
      return [];
    case 'restarted': {
      const isOfThisCycle = intent.cycle === cycle?.id;
      await ports.ledger.append({ ...record, state: 'restarted', times: {}, underReplicatedPeak: 0 });
      await tagDone(node, isOfThisCycle ? cycle : undefined, ports);
      ports.log.info(`${node.name}: the stop that an earlier run announced took place`);
      const result = { node: node.name, by: 'earlier-run', times: {}, underReplicatedPeak: 0 } as const;
      return isOfThisCycle ? [result] : [];
    }
  }
}

/** Tags of stops that the ledger says are over: their run died before it could remove them. */
async function dropStrayTags(
  { intents, instances }: Announcements,
  { ports, setting }: Context,
): Promise<void> {
  const open = new Set(intents.map(({ node }) => node));
  for (const { name, instance } of setting.nodes.filter((node) => !open.has(node.name))) {
    const tags = instances.find(({ id }) => id === instance)?.tags ?? {};
    if (!(INTENT_TAG in tags)) continue;
    ports.log.info(`${name}: the tag of a stop that is over is removed`);
    await ports.instances.untag(instance, INTENT_TAG);
  }
}
