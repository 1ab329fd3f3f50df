import { type HttpAnswer, type HttpRequest, jsonAnswer } from './loopback-server.ts';

/** A workflow that was started by the API. */
export interface EmulatedDispatch {
  /** Its file. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** `POST .../actions/workflows/<file>/dispatches`; undefined for every other call. */
export function answerDispatch(
  { method, url, body }: HttpRequest,
  dispatches: EmulatedDispatch[],
): HttpAnswer | undefined {
  const [, workflow] = /\/actions\/workflows\/([^/]+)\/dispatches$/.exec(url.pathname) ?? [];
  if (workflow === undefined) return undefined;
  if (method !== 'POST') return jsonAnswer(404, { message: 'Not Found' });
  const { ref = '', inputs = {} } = JSON.parse(body) as Partial<EmulatedDispatch>;
  dispatches.push({ workflow, ref, inputs });
  return { status: 204, contentType: 'application/json', body: '' };
}
