import type { HttpAnswer, HttpRequest } from '../loopback-server.ts';

type Asked = Pick<HttpRequest, 'headers' | 'body'>;

/** Who asks whom: `Credential=<key>/<day>/<region>/ec2/aws4_request`. */
const EC2 = /Credential=([^,]+\/ec2\/aws4_request)/;
const DESCRIBES = /(^|&)Action=Describe/;

/**
 * What EC2 has described stays true until something else is asked of it. To write it again and again is half of what
 * moto does while a run looks every few hundred milliseconds.
 */
export class Described {
  readonly #answers = new Map<string, Promise<HttpAnswer>>();

  /** The answer that was given to the same question before, or what `ask` brings. */
  async answer(asked: Asked, ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    const question = questionOf(asked);
    if (question === undefined) return this.#forgetting(ask);
    const known = this.#answers.get(question) ?? ask();
    this.#answers.set(question, known);
    const forget = (): void => {
      if (this.#answers.get(question) === known) this.#answers.delete(question);
    };
    known.then(({ status }) => {
      if (status !== 200) forget();
    }, forget);
    return known;
  }

  /** Before, and after: what is described meanwhile may have been either. */
  async #forgetting(ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    this.#answers.clear();
    try {
      return await ask();
    } finally {
      this.#answers.clear();
    }
  }
}

/** Undefined where it may change something. */
function questionOf({ headers, body }: Asked): string | undefined {
  const [, who] = EC2.exec(headers.authorization ?? '') ?? [];
  return who !== undefined && DESCRIBES.test(body) ? `${who} ${body}` : undefined;
}
