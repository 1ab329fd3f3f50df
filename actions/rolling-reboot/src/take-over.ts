import { openCycle, openIntents } from './core/ledger.ts';
import { attempt, type Context, type Session } from './context.ts';

/**
 * What a run does before its first look: it fences the runs before it, then reads what they wrote. Where Kafka cannot be
 * reached it goes on, since starting nodes needs EC2 alone, and does both before anything is stopped.
 */
export async function takeOver(session: Session, context: Context): Promise<void> {
  const { ports, order } = context;
  session.progress = { ...session.progress, leftovers: 'possible' };
  await attempt(session, context, async () => {
    // It stops nothing and writes nothing, so a cycle that is under way may go on.
    if (order.settings.mode !== 'recover') await ports.ledger.fence();
    const records = await ports.ledger.read();
    const announced = new Set(openIntents(records).map(({ node }) => node));
    const isOpen = announced.size > 0 || openCycle(records) !== undefined;
    session.progress = { ...session.progress, announced, leftovers: isOpen ? 'possible' : 'none' };
    if (announced.size > 0) ports.log.info(`announced by an earlier run: ${[...announced].join(', ')}`);
  });
}
