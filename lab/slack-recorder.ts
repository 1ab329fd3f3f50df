import type { Holds } from './hold.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer, serveOnLoopback } from './loopback-server.ts';

/** One message that reached Slack. */
export interface SlackMessage {
  /** ISO time. */
  readonly at: string;
  /** `webhook`, or the method of the Web API (`chat.postMessage`). */
  readonly by: string;
  readonly channel: string | undefined;
  readonly text: string;
  /** All that was sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

export const SLACK_TOKEN = 'xoxb-lab';

/** Records what is sent to an incoming webhook or to the Web API, and fails when it is told to. */
export class SlackRecorder {
  readonly messages: SlackMessage[] = [];
  readonly url: string;
  failures = 0;

  private constructor(url: string) {
    this.url = url;
  }

  static async start(holds: Holds): Promise<SlackRecorder> {
    let recorder: SlackRecorder | undefined = undefined;
    const url = await serveOnLoopback((request) =>
      holds.around({ call: 'slack', text: request.body, gone: request.gone }, () =>
        recorder === undefined ? notFound() : recorder.answer(request),
      ),
    );
    recorder = new SlackRecorder(url);
    return recorder;
  }

  get webhookUrl(): string {
    return `${this.url}/services/T00000000/B00000000/lab`;
  }

  answer(request: HttpRequest): HttpAnswer {
    if (request.method !== 'POST') return notFound();
    if (this.failures > 0) {
      this.failures -= 1;
      return { status: 500, contentType: 'text/plain', body: 'internal_error' };
    }
    const { pathname } = request.url;
    if (pathname.startsWith('/services/')) return this.#record('webhook', request);
    return pathname.startsWith('/api/')
      ? this.#answerApi(pathname.slice('/api/'.length), request)
      : notFound();
  }

  #answerApi(method: string, request: HttpRequest): HttpAnswer {
    const authorized = request.headers.authorization === `Bearer ${SLACK_TOKEN}`;
    if (!authorized) return jsonAnswer(200, { ok: false, error: 'invalid_auth' });
    return this.#record(method, request);
  }

  #record(by: string, request: HttpRequest): HttpAnswer {
    const body = readBody(request);
    const channel = textOf(body['channel']);
    const at = new Date().toISOString();
    this.messages.push({ at, by, channel, text: textOf(body['text']) ?? '', body });
    if (by === 'webhook') return { status: 200, contentType: 'text/plain', body: 'ok' };
    return jsonAnswer(200, { ok: true, channel, ts: `${String(Date.now() / 1000)}00`, message: body });
  }
}

const notFound = (): HttpAnswer => ({ status: 404, contentType: 'text/plain', body: 'no_service' });

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Slack's clients send JSON or forms; nested values of a form are JSON. */
function readBody({ headers, body }: HttpRequest): Record<string, unknown> {
  if (headers['content-type']?.includes('json') === true) return JSON.parse(body) as Record<string, unknown>;
  return Object.fromEntries(new URLSearchParams(body));
}
