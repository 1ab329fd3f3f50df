import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpHost } from '../../hosting/src/adapters/http-host.ts';
import { kafkaClient } from '../../hosting/src/adapters/kafka-client.ts';
import type { Log } from '../../hosting/src/log.ts';
import type { Settings } from '../../hosting/src/read-settings.ts';
import { KafkaSink } from './adapters/kafka-sink.ts';
import { postRecords } from './adapters/post-records.ts';
import { producerMetrics } from './adapters/producer-metrics.ts';
import { stdinLines } from './adapters/stdin-lines.ts';
import type { ProducerInputs } from './inputs.ts';
import { Outbox } from './outbox.ts';
import { produce } from './produce.ts';

const BATCH = 500;

/** Produces until the source or the process ends, writes what was taken, and resolves with the exit code. */
export async function serve(settings: Settings<ProducerInputs>, log: Log, end: AbortSignal): Promise<number> {
  const { kafka, own } = settings;
  const { registry, tally } = producerMetrics();
  const client = kafkaClient(kafka, `producer-${hostname()}`, log);
  const sink = await KafkaSink.open(client, own.topic, { access: kafka, log });
  const outbox = new Outbox(sink, { queued: own.queueLimit, batch: BATCH }, tally);
  const lost = new AbortController();
  void outbox.lost.then((because) => {
    log.error('nothing more can be written', { because });
    lost.abort();
  });
  const over = AbortSignal.any([end, lost.signal]);
  const limits = { maxRecordBytes: own.maxRecordBytes, timeoutMs: own.postTimeoutMs, end: over };
  const notReady = (): string | undefined => (outbox.hasRoom() ? undefined : 'the queue is full');
  const more = own.source === 'http' ? { other: postRecords(outbox, limits) } : {};
  const http = await HttpHost.listen(
    own.port,
    { notAlive: () => undefined, notReady, registry, ...more },
    log,
  );
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

const pause = (ms: number, end: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal: end }).catch(() => undefined);
