import { RegistryFailure } from '../../core/registry-failure.ts';
import { PassingFailure } from './passing-failure.ts';
import type { OpenBlob } from './oci-registry.ts';
import { type Patience, Stall } from './stall.ts';

export interface Question {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: OpenBlob | undefined;
}

/** `PUT https://registry.example/v2/app/manifests/v1`, without what a query may hold: signatures, states. */
export const describeQuestion = ({ method, url }: Pick<Question, 'method' | 'url'>): string =>
  `${method} ${url.origin}${url.pathname}`;

/** Bytes as they are stored: fetch would ask for packed ones, whose length a HEAD would tell. */
const PLAIN = { 'accept-encoding': 'identity' };

/** Asks once. Redirects are followed; fetch takes the Authorization away where one leads to another origin. */
export async function ask(question: Question, patience: Patience): Promise<Answer> {
  const stall = new Stall(patience);
  const { method, url, headers } = question;
  try {
    const blob = question.body && stall.watch(await question.body());
    const body = blob === undefined ? {} : { body: blob };
    const sent = { ...PLAIN, ...headers };
    const response = await fetch(url, { method, headers: sent, signal: stall.signal, ...body });
    stall.touch();
    return new Answer(question, response, stall);
  } catch (error) {
    stall.end();
    throw unreachable(question, error, stall);
  }
}

/** What came back; it is read to its end or discarded, else its connection stays taken. */
export class Answer {
  readonly question: Question;
  readonly #response: Response;
  readonly #stall: Stall;

  constructor(question: Question, response: Response, stall: Stall) {
    this.question = question;
    this.#response = response;
    this.#stall = stall;
  }

  get status(): number {
    return this.#response.status;
  }

  header(name: string): string | undefined {
    return this.#response.headers.get(name) ?? undefined;
  }

  async *chunks(): AsyncGenerator<Uint8Array, undefined> {
    try {
      for await (const chunk of this.#response.body ?? []) {
        this.#stall.touch();
        yield chunk;
      }
    } catch (error) {
      throw unreachable(this.question, error, this.#stall);
    } finally {
      this.#stall.end();
    }
  }

  /** All of it, in memory. */
  async bytes(most: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.chunks()) {
      length += chunk.byteLength;
      if (length > most) {
        const what = `${describeQuestion(this.question)}: the answer is longer than ${String(most)} bytes`;
        throw new RegistryFailure(
          'refused',
          `${what}. It is none that an image needs: see who put it there.`,
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  async discard(): Promise<void> {
    this.#stall.end();
    await this.#response.body?.cancel().catch(() => undefined);
  }
}

/** What another attempt would meet as well: nobody mends a certificate in seconds. */
const LASTING = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_INVALID_)/;

function unreachable(question: Question, error: unknown, { isCancelled }: Stall): RegistryFailure {
  if (error instanceof RegistryFailure) return error;
  if (isCancelled) return cancelled(question, error);
  const { code, message } = rootOf(error);
  const what = `${describeQuestion(question)}: no whole answer (${code === undefined ? message : `${code}: ${message}`})`;
  const fix = 'Check the network to the registry, and its address.';
  return code !== undefined && LASTING.test(code)
    ? new RegistryFailure('unreachable', `${what}. ${fix}`, { cause: error })
    : new PassingFailure('unreachable', `${what}. ${fix}`, { cause: error });
}

const cancelled = (question: Question, cause: unknown): RegistryFailure =>
  new RegistryFailure(
    'cancelled',
    `${describeQuestion(question)}: the run was asked to end. What is there already is not sent again by the next one.`,
    { cause },
  );

/** fetch hides what happened behind `fetch failed`. */
function rootOf(error: unknown): { readonly code: string | undefined; readonly message: string } {
  if (!(error instanceof Error)) return { code: undefined, message: String(error) };
  if (error.cause instanceof Error) return rootOf(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { code, message: error.message };
}
