import { WorldFailure } from '../../core/world-failure.ts';
import { addPartitionsToTxn } from './add-partitions-to-txn.ts';
import type { Api } from './api.ts';
import type { KafkaConnection } from './connection.ts';
import { endTxn } from './end-txn.ts';
import { errorName } from './error-codes.ts';
import { initProducerId, NO_PRODUCER, type ProducerIdentity } from './init-producer-id.ts';
import { atLeader, PartitionFailed } from './partition-leader.ts';
import { askCoordinator, TransactionFailed } from './transaction-coordinator.ts';

/** Another writer was opened with the same transactional id: this one must not act any more. */
export class Fenced extends WorldFailure {
  constructor({ topic, transactionalId }: FencedLogSettings, options: ErrorOptions) {
    super(
      `another run has taken over: it writes ${topic} with the transactional id ${transactionalId} now. ` +
        'Let it go on, and look at its log. If there is none, this run had not reached Kafka for too long.',
      options,
    );
    this.name = 'Fenced';
  }
}

export interface FencedLogSettings {
  /** Of one partition. */
  readonly topic: string;
  readonly transactionalId: string;
  /** Must outlast one append, with its retries; a transaction that is open for longer is aborted by the cluster. */
  readonly transactionTimeoutMs: number;
  /** How long failures that pass are tried again; 60 s when not given. */
  readonly patienceMs?: number;
}

/**
 * A coordinator on a killed broker moves when its session ends, 9 s by default. One that hands the end of a transaction
 * to a broker that hangs waits for it for request.timeout.ms, 30 s by default, and is busy until then.
 */
const PATIENCE_MS = 60_000;
/** How long the leader waits for the in-sync replicas before it says REQUEST_TIMED_OUT. */
const REPLICATION_MS = 5_000;

/**
 * The writer of a log that only one may write at a time.
 *
 * 1. To open it fences whoever had the transactional id, and aborts the transaction that they left open.
 * 2. Each record is a transaction of its own, so a fenced writer's record is never read, however far it came.
 * 3. Sequence numbers make a record that is sent again, for its answer was lost, the same record.
 * 4. After an append that failed, the transaction is aborted and the next epoch taken: the record may be there or not.
 */
export class FencedLog {
  readonly #connection: KafkaConnection;
  readonly #settings: FencedLogSettings;
  #producer: ProducerIdentity = NO_PRODUCER;
  #sequence = 0;
  #unfinished = false;
  #fenced: Fenced | undefined;
  #queue: Promise<void> = Promise.resolve();

  private constructor(connection: KafkaConnection, settings: FencedLogSettings) {
    this.#connection = connection;
    this.#settings = settings;
  }

  /** `patienceMs` is how long it may take to open it, where that differs from an append. */
  static async open(
    connection: KafkaConnection,
    settings: FencedLogSettings,
    patienceMs?: number,
  ): Promise<FencedLog> {
    const log = new FencedLog(connection, settings);
    await log.#takeEpoch(log.#deadline(patienceMs));
    return log;
  }

  /** Returns when the record is committed. Records are written one after another, in the order of the calls. */
  append(record: { readonly key: string; readonly value: string }): Promise<void> {
    const written = this.#queue.then(() => this.#write(record));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  async #write(record: { readonly key: string; readonly value: string }): Promise<void> {
    if (this.#fenced !== undefined) throw this.#fenced;
    const { topic } = this.#settings;
    const deadline = this.#deadline();
    try {
      if (this.#unfinished) await this.#abandon(deadline);
      this.#unfinished = true;
      await this.#ask(addPartitionsToTxn, { topic, partition: 0 }, deadline);
      await this.#produce(record, deadline);
      await this.#ask(endTxn, { commit: true }, deadline);
      this.#unfinished = false;
    } catch (failure) {
      if (!isFencing(failure)) throw failure;
      this.#fenced = new Fenced(this.#settings, { cause: failure });
      throw this.#fenced;
    }
  }

  async #produce({ key, value }: { readonly key: string; readonly value: string }, deadline: number) {
    const { topic, transactionalId } = this.#settings;
    const messages = [{ key: Buffer.from(key), value: Buffer.from(value) }];
    const request = {
      topicData: [{ topic, partitions: [{ partition: 0, firstSequence: this.#sequence, messages }] }],
      transactionalId,
      producerId: String(this.#producer.id),
      producerEpoch: this.#producer.epoch,
      acks: -1,
      timeout: REPLICATION_MS,
    };
    const patienceMs = deadline - performance.now();
    await atLeader(this.#connection, { topic, patienceMs }, (link) =>
      link.use((broker) => broker.produce(request), REPLICATION_MS),
    );
    this.#sequence += 1;
  }

  /** The record of the transaction that failed must not be committed by the next one, nor its sequence number be taken. */
  async #abandon(deadline: number): Promise<void> {
    await this.#ask(endTxn, { commit: false }, deadline).catch((failure: unknown) => {
      // It had not begun, or it was committed and the answer lost.
      if (codeNameOf(failure) !== 'INVALID_TXN_STATE') throw failure;
    });
    await this.#takeEpoch(deadline);
  }

  /** With an identity it is the next epoch of this writer, which is refused when another one took over. */
  async #takeEpoch(deadline: number): Promise<void> {
    const { transactionTimeoutMs } = this.#settings;
    const { producer } = await this.#ask(initProducerId, { transactionTimeoutMs }, deadline);
    this.#producer = producer;
    this.#sequence = 0;
  }

  #deadline(patienceMs = this.#settings.patienceMs ?? PATIENCE_MS): number {
    return performance.now() + patienceMs;
  }

  #ask<Own extends object, Response extends { readonly errorCode: number }>(
    api: Api<Own & { readonly transactionalId: string; readonly producer: ProducerIdentity }, Response>,
    own: Own,
    deadline: number,
  ): Promise<Response> {
    const { transactionalId } = this.#settings;
    const request = { ...own, transactionalId, producer: this.#producer };
    return askCoordinator({ connection: this.#connection, transactionalId }, { api, request, deadline });
  }
}

const FENCING = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_TXN_STATE',
  'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTIONAL_ID_NOT_FOUND',
]);

const isFencing = (failure: unknown): boolean => FENCING.has(codeNameOf(failure) ?? '');

function codeNameOf(failure: unknown): string | undefined {
  if (failure instanceof TransactionFailed) return errorName(failure.code);
  return failure instanceof PartitionFailed ? failure.errorName : undefined;
}
