import { parseJsonObject } from '../../core/json-object.ts';
import { RegistryFailure } from '../../core/registry-failure.ts';
import { type Answer, ask } from './answer.ts';
import { type Challenge, keepsSecrets } from './challenge.ts';
import type { RegistryLogin } from './oci-registry.ts';
import { refusalOf } from './refusal.ts';
import type { Patience } from './stall.ts';

export interface BearerToken {
  readonly text: string;
  /** Seconds from when it was made. */
  readonly lasts: number;
}

type BearerChallenge = Extract<Challenge, { scheme: 'bearer' }>;

/** What a token holds for where its service does not say. https://distribution.github.io/distribution/spec/auth/token/ */
const LASTS_S = 60;
const ANSWER_BYTES = 256 * 1_024;

/** Asks the token service that the registry named; without a login for what everybody may do. */
export async function bearerToken(
  challenge: BearerChallenge,
  login: RegistryLogin | undefined,
  patience: Patience,
): Promise<BearerToken> {
  const url = tokenUrl(challenge);
  const headers = login === undefined ? {} : { authorization: basic(login) };
  const answer = await ask({ method: 'GET', url, headers }, patience);
  if (answer.status !== 200) throw await refusalOf(answer);
  return read(answer);
}

function tokenUrl({ realm, service, scope }: BearerChallenge): URL {
  if (!keepsSecrets(realm)) {
    throw new RegistryFailure(
      'unauthorized',
      `the registry names ${realm.origin} for its tokens, to which no password is sent without TLS. Check the address of the registry.`,
    );
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const each of scope?.split(' ') ?? []) url.searchParams.append('scope', each);
  return url;
}

async function read(answer: Answer): Promise<BearerToken> {
  const text = Buffer.from(await answer.bytes(ANSWER_BYTES)).toString('utf8');
  const { token, access_token: access, expires_in: lasts } = parseJsonObject(text) ?? {};
  const given = token ?? access;
  if (typeof given !== 'string' || !/^[\w.~+/=-]+$/.test(given)) {
    const { origin } = answer.question.url;
    throw new RegistryFailure('unauthorized', `${origin} answered without a token. Check the registry.`);
  }
  return { text: given, lasts: typeof lasts === 'number' && lasts > 0 ? lasts : LASTS_S };
}

export const basic = ({ username, password }: RegistryLogin): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
