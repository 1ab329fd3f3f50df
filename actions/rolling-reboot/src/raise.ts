import { watch, type Alert } from './core/watch.ts';
import type { Decision } from './core/decision.ts';
import type { Seen } from './core/observation.ts';
import { alertText } from './core/slack-text.ts';
import { attempt, type Context, type Session, warn } from './context.ts';

/** Warns of a problem and tells Slack, once, however often it is met in this run. */
export async function raise(session: Session, context: Context, alert: Alert): Promise<void> {
  if (session.raised.has(alert.about)) return;
  warn(session, context, alert.text);
  await tellOnce(session, context, alert);
}

/** Tells Slack once of what was warned of already. */
export async function tellOnce(session: Session, context: Context, { about, text }: Alert): Promise<void> {
  if (session.raised.has(about)) return;
  session.raised = new Set([...session.raised, about]);
  const { ports, order } = context;
  await attempt(session, context, () => ports.postToSlack(alertText(text, order.slack)));
}

interface Look {
  readonly decision: Decision;
  readonly seen: Seen;
}

/** Raises what has held for too long, by this look and those before it. */
export async function keepWatch(session: Session, context: Context, { decision, seen }: Look): Promise<void> {
  const { progress } = session;
  const watched = watch(session.watch, seen, { decision, progress, setting: context.setting });
  session.watch = watched.watch;
  for (const alert of watched.alerts) await raise(session, context, alert);
}
