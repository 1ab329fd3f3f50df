import type { RepositoryName } from '../../core/image-reference.ts';
import { RegistryFailure } from '../../core/registry-failure.ts';
import { type Answer, ask, describeQuestion, type Question } from './answer.ts';
import { Authorization, type LoginSource, type Proof, type Scope } from './authorization.ts';
import type { OpenBlob } from './oci-registry.ts';
import { PassingFailure } from './passing-failure.ts';
import { type Persistence, persist, type Tries } from './persist.ts';
import { refusalOf } from './refusal.ts';

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  readonly repository: RepositoryName;
  /** Below the repository (`manifests/v1`), or a whole address that the registry gave. */
  readonly to: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: OpenBlob;
  /** The statuses that are hoped for; any other is thrown as what it means. */
  readonly expect: readonly number[];
}

export type TransportAccess = LoginSource & Persistence;

/** Sends calls to one registry: proves who we are, and says what an answer means. */
export class Transport {
  readonly #access: TransportAccess;
  readonly #authorization: Authorization;

  constructor(access: TransportAccess) {
    this.#access = access;
    this.#authorization = new Authorization(access);
  }

  get origin(): URL {
    return this.#access.origin;
  }

  /** Everything that `once` asks is begun anew when some of it fails in a way that may pass. */
  persist<T>(once: (tries: Tries) => Promise<T>): Promise<T> {
    return persist(this.#access, once);
  }

  async send(call: Call, tries: Tries): Promise<Answer> {
    const answer = await this.#proved(call, tries);
    if (call.expect.includes(answer.status)) return answer;
    throw await refusalOf(answer);
  }

  async #proved(call: Call, tries: Tries): Promise<Answer> {
    const scope = scopeOf(call);
    for (;;) {
      const proof = await this.#authorization.proof(scope);
      const answer = await this.#ask(call, proof);
      const isAgain = await this.#mayGoAgain({ answer, proof, scope }, tries);
      if (!isAgain) return answer;
    }
  }

  async #mayGoAgain(sent: Sent, tries: Tries): Promise<boolean> {
    const { answer, proof, scope } = sent;
    if (answer.status !== 401 && answer.status !== 403) return false;
    if (proof.header === undefined) return answer.status === 401 && this.#learns(answer, scope);
    tries.refusals += 1;
    if (tries.refusals === 1) {
      // Amazon ECR answers 403, not 401, to a login that has ended (flipt-io/flipt#3043).
      this.#access.log(`${refusedOnce(answer)}; logging in again`);
      this.#authorization.learn(scope, answer.header('www-authenticate'));
      await answer.discard();
      this.#authorization.renew(proof.generation);
      return true;
    }
    // A login that was just made is refused now and then, until every server of the registry knows of it.
    if (tries.refusals === 2 && answer.status === 401) {
      await answer.discard();
      throw new PassingFailure('unauthorized', refusedOnce(answer));
    }
    return false;
  }

  async #learns(answer: Answer, scope: Scope): Promise<boolean> {
    if (!this.#authorization.learn(scope, answer.header('www-authenticate'))) return false;
    await answer.discard();
    return true;
  }

  #ask(call: Call, proof: Proof): Promise<Answer> {
    const { origin } = this.#access;
    const url = typeof call.to === 'string' ? new URL(`/v2/${call.repository}/${call.to}`, origin) : call.to;
    // An upload may be sent elsewhere by the registry; our login is not.
    const isOurs = url.origin === origin.origin && proof.header !== undefined;
    const question: Question = {
      method: call.method,
      url,
      headers: { ...call.headers, ...(isOurs && { authorization: proof.header }) },
      body: call.body,
    };
    return ask(question, this.#access);
  }

  /** An address that the registry gave, against the one that was asked. */
  locationOf(answer: Answer, header: string | undefined): URL {
    const base = answer.question.url;
    if (header !== undefined && URL.canParse(header, base.href)) {
      const url = new URL(header, base);
      if (url.protocol === base.protocol) return url;
    }
    const what = `${describeQuestion(answer.question)}: the answer does not say where to go on`;
    throw new RegistryFailure('refused', `${what}. It is no registry that this action understands.`);
  }
}

interface Sent {
  readonly answer: Answer;
  readonly proof: Proof;
  readonly scope: Scope;
}

const refusedOnce = ({ question, status }: Answer): string =>
  `${describeQuestion(question)}: ${String(status)} with a login`;

const scopeOf = ({ repository, method }: Call): Scope =>
  `${repository}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'push'}`;
