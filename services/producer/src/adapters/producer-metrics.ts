import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Tally } from '../ports.ts';

/** The producer's counters, in a registry of their own. */
export function producerMetrics(): { readonly registry: Registry; readonly tally: Tally } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const ended = new Counter({
    name: 'producer_records_total',
    help: 'Records by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  const queued = new Gauge({
    name: 'producer_queued',
    help: 'Records that are not acknowledged yet',
    registers,
  });
  const tally: Tally = {
    ended: (outcome, records) => {
      ended.inc({ outcome }, records);
    },
    queued: (records) => {
      queued.set(records);
    },
  };
  return { registry, tally };
}
