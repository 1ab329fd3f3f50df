import { setTimeout as sleep } from 'node:timers/promises';
import { WorldFailure } from '../../core/world-failure.ts';
import type { Api } from './api.ts';
import { isUnanswered } from './connection-failures.ts';
import type { KafkaConnection } from './connection.ts';
import { errorName, isRetriable } from './error-codes.ts';
import { findCoordinator } from './find-coordinator.ts';

/** The coordinator of a transactional id refused a request, or did not become ready in time. */
export class TransactionFailed extends WorldFailure {
  readonly code: number;

  constructor(transactionalId: string, code: number) {
    const name = errorName(code);
    super(`transactional id ${transactionalId}: ${name}. ${fixOf(name)}`);
    this.name = 'TransactionFailed';
    this.code = code;
  }
}

const PAUSE_MS = 100;
/** While the transaction before is being ended, which takes milliseconds; as Kafka's own producer waits. */
const ENDING_PAUSE_MS = 20;

export interface TransactionalWriter {
  readonly connection: KafkaConnection;
  readonly transactionalId: string;
}

interface Ask<Request, Response> {
  readonly api: Api<Request, Response>;
  readonly request: Request;
  /** As `performance.now()` counts. */
  readonly deadline: number;
}

/**
 * Asks the coordinator again and again until the deadline while the failure is one that passes: it moves with the
 * leader of its partition of __transaction_state, and is busy while the transaction before is being ended.
 */
export async function askCoordinator<Request, Response extends { readonly errorCode: number }>(
  writer: TransactionalWriter,
  ask: Ask<Request, Response>,
): Promise<Response> {
  for (;;) {
    try {
      return await askOnce(writer, ask);
    } catch (failure) {
      if (!passes(failure) || performance.now() >= ask.deadline) throw failure;
      await sleep(isEnding(failure) ? ENDING_PAUSE_MS : PAUSE_MS);
    }
  }
}

async function askOnce<Request, Response extends { readonly errorCode: number }>(
  { connection, transactionalId }: TransactionalWriter,
  { api, request }: Ask<Request, Response>,
): Promise<Response> {
  const coordinator = await connection.send(findCoordinator, { transactionalId }, 'any');
  if (coordinator.errorCode !== 0) throw new TransactionFailed(transactionalId, coordinator.errorCode);
  const answer = await connection.send(api, request, coordinator.nodeId);
  if (answer.errorCode !== 0) throw new TransactionFailed(transactionalId, answer.errorCode);
  return answer;
}

const isEnding = (failure: unknown): boolean =>
  failure instanceof TransactionFailed && errorName(failure.code) === 'CONCURRENT_TRANSACTIONS';

const passes = (failure: unknown): boolean =>
  failure instanceof TransactionFailed ? isRetriable(failure.code) : isUnanswered(failure);

function fixOf(name: string): string {
  if (name.endsWith('AUTHORIZATION_FAILED'))
    return 'Allow this principal to Describe and Write this TransactionalId, and to Write the topic.';
  if (name === 'COORDINATOR_NOT_AVAILABLE')
    return 'Look whether __transaction_state exists: it needs transaction.state.log.replication.factor brokers.';
  if (name === 'INVALID_TRANSACTION_TIMEOUT')
    return 'Raise transaction.max.timeout.ms of the brokers to 60000.';
  return 'Look at the log of the brokers that hold __transaction_state.';
}
