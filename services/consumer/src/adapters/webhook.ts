import type { Finding } from '../core/settle.ts';
import type { Action, ActionEnd, Message } from '../ports.ts';

export interface WebhookSettings {
  readonly url: string;
  /** Asked with GET, `{key}` standing for the idempotency key; undefined where there is no check. */
  readonly checkUrl: string | undefined;
  /** Sent as a bearer token; empty when there is none. */
  readonly token: string;
  readonly timeoutMs: number;
}

/** The action of a message is one POST; its idempotency key goes with it in the header of that name. */
export class Webhook implements Action {
  readonly #settings: WebhookSettings;

  constructor(settings: WebhookSettings) {
    this.#settings = settings;
  }

  async run(message: Message, key: string, signal: AbortSignal): Promise<ActionEnd> {
    const within = AbortSignal.any([signal, AbortSignal.timeout(this.#settings.timeoutMs)]);
    try {
      const { status } = await this.#request(this.#settings.url, {
        method: 'POST',
        headers: { ...headersOf(message), 'idempotency-key': encodeURIComponent(key) },
        body: Buffer.from(message.value ?? new Uint8Array()),
        signal: within,
      });
      return { outcome: outcomeOf(status), because: `the receiver answered ${String(status)}` };
    } catch (failure) {
      const because = `the receiver did not answer: ${describe(failure)}`;
      return { outcome: neverSent(failure) ? 'not-done' : 'unknown', because };
    }
  }

  async check(key: string): Promise<Finding> {
    const { checkUrl, timeoutMs } = this.#settings;
    if (checkUrl === undefined) return 'no-check';
    try {
      const url = checkUrl.replaceAll('{key}', encodeURIComponent(key));
      const { status } = await this.#request(url, { method: 'GET', signal: AbortSignal.timeout(timeoutMs) });
      if (status === 200) return 'done';
      return status === 404 ? 'not-done' : 'unknown';
    } catch {
      return 'unknown';
    }
  }

  async #request(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#settings.token !== '') headers.set('authorization', `Bearer ${this.#settings.token}`);
    const response = await fetch(url, { ...init, headers, redirect: 'error' });
    await response.body?.cancel();
    return response;
  }
}

/** 408 and 5xx may come from something between: the receiver may have done it. */
function outcomeOf(status: number): ActionEnd['outcome'] {
  if (status >= 200 && status < 300) return 'done';
  if (status === 429) return 'not-done';
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unknown';
}

const headersOf = ({ topic, partition, offset, key }: Message): Record<string, string> => ({
  'content-type': 'application/octet-stream',
  'kafka-topic': topic,
  'kafka-partition': String(partition),
  'kafka-offset': String(offset),
  ...(key === undefined ? {} : { 'kafka-key': encodeURIComponent(key) }),
});

/** What a connection can fail with before a byte of the request is sent. */
const BEFORE_SENDING = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** fetch hides what happened behind `fetch failed`. */
const codeOf = (failure: unknown): string | undefined =>
  (failure as { readonly cause?: Partial<NodeJS.ErrnoException> }).cause?.code;

const neverSent = (failure: unknown): boolean => BEFORE_SENDING.includes(codeOf(failure) ?? '');

const describe = (failure: unknown): string =>
  codeOf(failure) ?? (failure instanceof Error ? failure.message : String(failure));
