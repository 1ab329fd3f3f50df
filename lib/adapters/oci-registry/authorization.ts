import { RegistryFailure } from '../../core/registry-failure.ts';
import { basic, bearerToken } from './bearer-token.ts';
import { type Challenge, keepsSecrets, parseChallenge } from './challenge.ts';
import type { RegistryLogin } from './oci-registry.ts';
import type { Patience } from './stall.ts';

export interface LoginSource extends Patience {
  readonly origin: URL;
  /** `again`: the registry no longer takes what was given before. Undefined: nobody is logged in. */
  readonly login: (again: boolean) => Promise<RegistryLogin | undefined>;
  readonly now: () => number;
}

/** What a request may do, and where: the registry's challenge and the token are kept for it. */
export type Scope = string;

/** The header for a request, and which login it stands on. */
export interface Proof {
  readonly header: string | undefined;
  readonly generation: number;
}

/** A token is not used in its last seconds: it could end on the way. */
const MARGIN_MS = 10_000;

/** Proves who we are as the registry asks for it: not before it asked, and to nobody else. */
export class Authorization {
  readonly #source: LoginSource;
  readonly #challenges = new Map<Scope, Challenge>();
  readonly #tokens = new Map<Scope, { readonly header: string; readonly until: number }>();
  /** A registry with Basic wants it everywhere. */
  #isBasic = false;
  #login: Promise<RegistryLogin | undefined> | undefined;
  #generation = 1;

  constructor(source: LoginSource) {
    this.#source = source;
  }

  async proof(scope: Scope): Promise<Proof> {
    const generation = this.#generation;
    const challenge = this.#challenges.get(scope);
    if (this.#isBasic) return { header: await this.#basic(), generation };
    if (challenge?.scheme !== 'bearer') return { header: undefined, generation };
    return { header: await this.#bearer(scope, challenge), generation };
  }

  /** False: it says nothing that we could do. */
  learn(scope: Scope, header: string | undefined): boolean {
    const challenge = parseChallenge(header ?? '');
    if (challenge === undefined) return false;
    this.#isBasic = challenge.scheme === 'basic';
    this.#challenges.set(scope, challenge);
    return true;
  }

  /** Logs in again, unless somebody did since that generation. */
  renew(generation: number): void {
    if (generation !== this.#generation) return;
    this.#generation += 1;
    this.#tokens.clear();
    this.#login = this.#source.login(true);
    // Whoever asks for the proof meets the failure; until then it is nobody's.
    this.#login.catch(() => undefined);
  }

  async #basic(): Promise<string> {
    const login = await this.#loggedIn();
    const { origin } = this.#source.origin;
    if (login === undefined) {
      throw new RegistryFailure('unauthorized', `${origin} wants a login, and nobody is logged in.`);
    }
    if (!keepsSecrets(this.#source.origin)) {
      throw new RegistryFailure('unauthorized', `No password is sent to ${origin} without TLS. Use https.`);
    }
    return basic(login);
  }

  async #bearer(scope: Scope, challenge: Extract<Challenge, { scheme: 'bearer' }>): Promise<string> {
    const { now } = this.#source;
    const kept = this.#tokens.get(scope);
    if (kept !== undefined && kept.until > now()) return kept.header;
    const asked = now();
    const { text, lasts } = await bearerToken(challenge, await this.#loggedIn(), this.#source);
    const header = `Bearer ${text}`;
    this.#tokens.set(scope, { header, until: asked + lasts * 1_000 - MARGIN_MS });
    return header;
  }

  async #loggedIn(): Promise<RegistryLogin | undefined> {
    this.#login ??= this.#source.login(false);
    try {
      return await this.#login;
    } catch (failure) {
      // The next one asks anew.
      this.#login = undefined;
      throw failure;
    }
  }
}
