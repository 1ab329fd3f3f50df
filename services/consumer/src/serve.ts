import { hostname } from 'node:os';
import { HttpHost } from '../../hosting/src/adapters/http-host.ts';
import { kafkaClient } from '../../hosting/src/adapters/kafka-client.ts';
import type { Log } from '../../hosting/src/log.ts';
import { LoopHeartbeat } from '../../hosting/src/loop-heartbeat.ts';
import type { Settings } from '../../hosting/src/read-settings.ts';
import { consumerMetrics } from './adapters/consumer-metrics.ts';
import { HistoryFiles } from './adapters/history-files.ts';
import { KafkaMessages } from './adapters/kafka-messages.ts';
import { Print } from './adapters/print.ts';
import { Webhook } from './adapters/webhook.ts';
import { Consumption } from './consume.ts';
import type { ConsumerInputs } from './inputs.ts';
import type { Action } from './ports.ts';

/** What a message in hand may take beyond its action before the process counts as stuck: file system, check. */
const STALL_MARGIN_MS = 60_000;

/** Consumes until the end, and resolves with the exit code. */
export async function serve(settings: Settings<ConsumerInputs>, log: Log, end: AbortSignal): Promise<number> {
  const { kafka, own } = settings;
  const { registry, tally } = consumerMetrics();
  const name = hostname();
  const loop = new LoopHeartbeat(() => performance.now());
  const abandon = new AbortController();
  const tools = { action: actionOf(own, log), policy: own.policy, clock: Date, log, tally };
  const taker = new Consumption(new HistoryFiles(own.historyFolder), tools, { limits: own.limits, name });
  const client = kafkaClient(kafka, `consumer-${name}`, log);
  const messages = new KafkaMessages(client, own, { log, loop, abandon: abandon.signal, taker });
  const stallMs = 2 * own.policy.actionTimeoutMs + STALL_MARGIN_MS;
  const notAlive = (): string | undefined =>
    loop.age() > stallMs
      ? `a message has been in hand for ${String(Math.round(loop.age() / 1000))} s`
      : undefined;
  const notReady = (): string | undefined => (messages.joined ? undefined : 'not a member of the group now');
  const http = await HttpHost.listen(own.port, { notAlive, notReady, registry }, log);
  await messages.start(end);
  await Promise.race([messages.crashed, ended(end)]);
  setTimeout(() => {
    abandon.abort();
  }, own.shutdownBudgetMs).unref();
  await messages.stop();
  await taker.releaseAll();
  await http.close();
  return 0;
}

const actionOf = ({ webhook, policy }: ConsumerInputs, log: Log): Action =>
  webhook === undefined ? new Print(log) : new Webhook({ ...webhook, timeoutMs: policy.actionTimeoutMs });

const ended = (end: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (end.aborted) resolve();
    else
      end.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
