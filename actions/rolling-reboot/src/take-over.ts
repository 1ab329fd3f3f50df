import { openIntents } from './core/ledger.ts';
import { attempt, type Context, type Session } from './context.ts';

/**
 * What a run does before its first look: it fences the runs before it, then reads what they wrote. Where Kafka cannot be
 * reached it goes on, since starting nodes needs EC2 alone, and does both before anything is stopped.
 */
export async function takeOver(session: Session, context: Context): Promise<void> {
  const { ports, order } = context;
  await attempt(session, context, async () => {
    // It stops nothing and writes nothing, so a cycle that is under way may go on.
    if (order.settings.mode !== 'recover') await ports.ledger.fence();
    const announced = new Set(openIntents(await ports.ledger.read()).map(({ node }) => node));
    session.progress = { ...session.progress, announced };
    if (announced.size > 0) ports.log.info(`announced by an earlier run: ${[...announced].join(', ')}`);
  });
}
