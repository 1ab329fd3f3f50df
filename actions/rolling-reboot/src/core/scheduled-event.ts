import type { InstanceId, KafkaNode } from './node.ts';

/** What AWS is going to do to an instance by itself. Times are milliseconds since the epoch. */
export interface ScheduledEvent {
  readonly instance: InstanceId;
  /** Such as `system-maintenance`. */
  readonly code: string;
  /** When AWS begins, at the earliest; undefined where it does not say. */
  readonly notBefore: number | undefined;
  /** Until when the beginning can be put off. */
  readonly deadline: number | undefined;
}

export const eventsOf = (
  { instance }: KafkaNode,
  events: readonly ScheduledEvent[],
): readonly ScheduledEvent[] => events.filter((event) => event.instance === instance);

/** `system-maintenance from 2026-01-10T03:00Z, at the latest 2026-01-17T03:00Z`. */
export function describeEvent({ code, notBefore, deadline }: ScheduledEvent): string {
  const from = notBefore === undefined ? '' : ` from ${minute(notBefore)}`;
  return `${code}${from}${deadline === undefined ? '' : `, at the latest ${minute(deadline)}`}`;
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

/** When AWS lays hands on each node, by its first event; nodes without one come last. */
export const dueAt = (events: readonly ScheduledEvent[]): ((node: KafkaNode) => number) => {
  const due = new Map<InstanceId, number>();
  for (const { instance, notBefore = Infinity } of events) {
    due.set(instance, Math.min(notBefore, due.get(instance) ?? Infinity));
  }
  return ({ instance }) => due.get(instance) ?? Infinity;
};
