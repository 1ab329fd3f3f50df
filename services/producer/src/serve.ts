import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpHost, type Probes } from '../../hosting/src/adapters/http-host.ts';
import { kafkaClient } from '../../hosting/src/adapters/kafka-client.ts';
import type { Log } from '../../hosting/src/log.ts';
import { LoopHeartbeat } from '../../hosting/src/loop-heartbeat.ts';
import type { Settings } from '../../hosting/src/read-settings.ts';
import { KafkaSink } from './adapters/kafka-sink.ts';
import { postRecords } from './adapters/post-records.ts';
import { producerMetrics } from './adapters/producer-metrics.ts';
import { stdinLines } from './adapters/stdin-lines.ts';
import type { ProducerInputs } from './inputs.ts';
import { Outbox } from './outbox.ts';
import { produce } from './produce.ts';
import { whyNotAlive } from './why-not-alive.ts';
import { untilReachable } from './until-reachable.ts';

const BATCH = 500;

/** Produces until the source or the process ends, writes what was taken, and resolves with the exit code. */
export async function serve(settings: Settings<ProducerInputs>, log: Log, end: AbortSignal): Promise<number> {
  const { kafka, own } = settings;
  const { registry, tally } = producerMetrics();
  const client = kafkaClient(kafka, `producer-${hostname()}`, log);
  /** What is there once Kafka was reached. */
  const working: { outbox?: Outbox; other?: Probes['other'] } = {};
  const notReady = (): string | undefined => whyNotReady(working.outbox);
  const loop = new LoopHeartbeat(() => performance.now());
  const probes = { notAlive: () => whyNotAlive(loop), notReady, registry };
  const http = await HttpHost.listen(
    own.port,
    { ...probes, other: (request, response) => working.other?.(request, response) ?? false },
    log,
  );
  const open = () => KafkaSink.open(client, own.topic, { access: kafka, log, loop });
  const sink = await untilReachable(open, { log, pause, end });
  if (sink === undefined) {
    await http.close();
    return 0;
  }
  const outbox = new Outbox(sink, { queued: own.queueLimit, batch: BATCH }, tally);
  working.outbox = outbox;
  const lost = new AbortController();
  void outbox.lost.then((because) => {
    log.error('nothing more can be written', { because });
    lost.abort();
  });
  const over = AbortSignal.any([end, lost.signal]);
  const limits = { maxRecordBytes: own.maxRecordBytes, timeoutMs: own.postTimeoutMs, end: over };
  if (own.source === 'http') working.other = postRecords(outbox, limits);
  await produce(outbox, own, { lines: stdinLines, pause, end: over });
  const undelivered = await outbox.flush(own.flushBudgetMs);
  await http.close();
  if (undelivered > 0) {
    log.error('records were not delivered', { undelivered });
    return 1;
  }
  await sink.close();
  return 0;
}

function whyNotReady(outbox: Outbox | undefined): string | undefined {
  if (outbox === undefined) return 'Kafka was not reached yet';
  return outbox.hasRoom() ? undefined : 'the queue is full';
}

const pause = (ms: number, end: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal: end }).catch(() => undefined);
