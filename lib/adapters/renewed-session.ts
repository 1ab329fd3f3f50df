import type { CredentialsEnd } from '../core/credentials-end.ts';
import type { AwsCredentials } from './aws-settings.ts';
import { WorldFailure } from '../core/world-failure.ts';

/** A session of an hour is renewed when it has ten minutes left; a shorter one in its last third. */
const MARGIN_MS = 600_000;
const MARGIN_PART = 1 / 3;
/** Who asks for more than a whole session holds gets one that has at least half of it left. */
const ASKED_PART = 1 / 2;
/** It is renewed by so much before that, at most a part of its life: one renewal that fails is not yet a lack of time. */
const EARLY_MS = 300_000;
const EARLY_PART = 1 / 12;
/** So long nothing is asked after a renewal that failed, while the session still holds. */
const RETRY_AFTER_MS = 10_000;

interface Session {
  readonly credentials: AwsCredentials;
  readonly openedAt: number;
}

/**
 * One session that all clients share. It is renewed well before it ends, by one call however many ask; while a renewal
 * fails the old one is given for as long as it holds.
 */
export class RenewedSession {
  readonly #open: () => Promise<AwsCredentials>;
  readonly #now: () => number;
  #session: Session | undefined;
  #pending: Promise<AwsCredentials> | undefined;
  #failure: { readonly at: number; readonly reason: string } | undefined;

  constructor(open: () => Promise<AwsCredentials>, now: () => number = Date.now) {
    this.#open = open;
    this.#now = now;
  }

  /** In the shape that the SDK's clients take; `forceRefresh` is for a session that AWS says has ended. */
  async credentials(options: { readonly forceRefresh?: boolean } = {}): Promise<AwsCredentials> {
    return options.forceRefresh === true ? this.#renew() : this.#lasting(0);
  }

  /** `outlasting` is how long, in milliseconds, it should hold from now on: it is renewed for that if need be. */
  async #lasting(outlasting: number): Promise<AwsCredentials> {
    const session = this.#session;
    if (session === undefined) return this.#renew();
    if (!this.#isDue(session, outlasting)) return session.credentials;
    try {
      return await this.#renew();
    } catch (failure) {
      if (!(failure instanceof WorldFailure) || this.#left(session) <= 0) throw failure;
      return session.credentials;
    }
  }

  /** Undefined as long as renewals work, or the session holds so many milliseconds: until then they are tried again. */
  async end(outlasting = 0): Promise<CredentialsEnd | undefined> {
    const { expiration } = await this.#lasting(outlasting);
    const session = this.#session;
    if (expiration === undefined || session === undefined || this.#failure === undefined) return undefined;
    if (this.#left(session) >= this.#needed(session, outlasting)) return undefined;
    return { until: expiration.getTime(), because: `it could not be renewed: ${this.#failure.reason}` };
  }

  #left({ credentials: { expiration } }: Session): number {
    return (expiration?.getTime() ?? Infinity) - this.#now();
  }

  #lifetime(session: Session): number {
    return this.#left(session) + this.#now() - session.openedAt;
  }

  /** So much should be left of it, in milliseconds; `early` more of what is asked for. */
  #needed(session: Session, outlasting: number, early = 0): number {
    const lifetime = this.#lifetime(session);
    const asked = Math.min(outlasting, lifetime * ASKED_PART) + early;
    return Math.max(asked, Math.min(MARGIN_MS, lifetime * MARGIN_PART));
  }

  #isDue(session: Session, outlasting: number): boolean {
    const left = this.#left(session);
    const early = Math.min(EARLY_MS, this.#lifetime(session) * EARLY_PART);
    if (left >= this.#needed(session, outlasting, early)) return false;
    const since = this.#now() - (this.#failure?.at ?? -Infinity);
    return left <= 0 || since >= RETRY_AFTER_MS;
  }

  #renew(): Promise<AwsCredentials> {
    this.#pending ??= this.#reopen().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #reopen(): Promise<AwsCredentials> {
    try {
      const credentials = await this.#open();
      this.#session = { credentials, openedAt: this.#now() };
      this.#failure = undefined;
      return credentials;
    } catch (failure) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      this.#failure = { at: this.#now(), reason };
      throw failure;
    }
  }
}
