import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeProblem } from '../../../../lib/core/problem.ts';
import { mostBytes, recordsIn } from '../core/records.ts';
import type { Outbox } from '../outbox.ts';
import type { SendEnd } from '../ports.ts';

export interface PostLimits {
  readonly maxRecordBytes: number;
  readonly timeoutMs: number;
  readonly end: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** `POST /records`, answered when Kafka has acknowledged all of it. */
export const postRecords =
  (outbox: Outbox, limits: PostLimits) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'POST' || request.url !== '/records') return false;
    void answer(request, outbox, limits)
      .catch(() => ({ status: 400, body: { problems: ['the body broke off'] } }))
      .then(({ status, body }) => {
        const later = status === 503 ? { 'retry-after': '1' } : {};
        response
          .writeHead(status, { 'content-type': 'application/json', ...later })
          .end(JSON.stringify(body));
      });
    return true;
  };

async function answer(request: IncomingMessage, outbox: Outbox, limits: PostLimits): Promise<Answer> {
  if (limits.end.aborted) return { status: 503, body: { problems: ['this process is ending'] } };
  if (Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) return TOO_LARGE;
  const records = recordsIn(await text(request));
  if (!records.ok) return { status: 400, body: { problems: records.problems.map(describeProblem) } };
  if (records.value.some((record) => mostBytes(record) > limits.maxRecordBytes)) return TOO_LARGE;
  if (!outbox.hasRoom(records.value.length))
    return { status: 503, body: { problems: ['the queue is full'] } };
  const timeout = sleep(limits.timeoutMs, 'timeout' as const, { ref: false });
  const ends = await Promise.race([outbox.take(records.value), timeout]);
  return ends === 'timeout' ? NOT_KNOWN : outcome(ends);
}

function outcome(ends: readonly SendEnd[]): Answer {
  const failed = ends.find((end) => end.kind !== 'acknowledged');
  if (failed === undefined) return { status: 200, body: { acknowledged: ends.length } };
  const acknowledged = ends.filter(({ kind }) => kind === 'acknowledged').length;
  return {
    status: failed.kind === 'refused' ? 422 : 500,
    body: { acknowledged, problems: [failed.because] },
  };
}

const MOST_BODY_BYTES = 20_000_000;
const TOO_LARGE: Answer = {
  status: 413,
  body: { problems: ['a record is larger than MAX_RECORD_BYTES allows'] },
};
/** The records stay in the queue: they may be written yet. */
const NOT_KNOWN: Answer = {
  status: 504,
  body: { problems: ['not acknowledged yet: it may be written later'] },
};
