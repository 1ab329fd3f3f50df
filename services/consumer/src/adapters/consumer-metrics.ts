import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Tally } from '../ports.ts';

/** The consumer's counters, in a registry of their own. */
export function consumerMetrics(): { readonly registry: Registry; readonly tally: Tally } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[] = []): Counter =>
    new Counter({ name: `consumer_${name}`, help, labelNames, registers: [registry] });
  const ended = counter('actions_total', 'Attempts of actions by how they ended', ['outcome']);
  const skipped = counter('skipped_total', 'Messages whose action had been done before');
  const settled = counter('in_doubt_total', 'Actions found in doubt by how they were settled', ['settled']);
  const lost = counter('in_doubt_lost_total', 'Actions in doubt whose message is no longer in Kafka');
  const partitions = new Gauge({
    name: 'consumer_partitions',
    help: 'Partitions of this process; held ones wait for somebody or something',
    labelNames: ['state'],
    registers: [registry],
  });
  const tally: Tally = {
    ended: (outcome) => {
      ended.inc({ outcome });
    },
    skipped: () => {
      skipped.inc();
    },
    settled: (by) => {
      settled.inc({ settled: by });
    },
    lost: () => {
      lost.inc();
    },
    partitions: ({ owned, held }) => {
      partitions.set({ state: 'owned' }, owned);
      partitions.set({ state: 'held' }, held);
    },
  };
  return { registry, tally };
}
