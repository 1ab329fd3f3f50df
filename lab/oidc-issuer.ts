import { randomBytes, randomUUID } from 'node:crypto';
import {
  type GenerateKeyPairResult,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
} from 'jose';
import { REPOSITORY } from './aws/account.ts';
import { ISSUER } from './aws/web-identity.ts';
import type { Claims } from './iam/may-assume.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer, listenOnLoopback } from './loopback-server.ts';

/** GitHub's token issuer, on loopback. */
export interface OidcIssuer extends AsyncDisposable {
  /** ACTIONS_ID_TOKEN_REQUEST_URL; the audience is appended with `&`. */
  readonly requestUrl: string;
  /** ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
  readonly requestToken: string;
  readonly keys: JWTVerifyGetKey;
}

type SigningKey = GenerateKeyPairResult['privateKey'];

const KEY_ID = 'lab';
const LIFETIME = '5m';

export async function startOidcIssuer(): Promise<OidcIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  const requestToken = randomBytes(16).toString('hex');
  const server = await listenOnLoopback((request) => {
    if (request.url.pathname === '/.well-known/jwks') return jsonAnswer(200, { keys: [jwk] });
    return answerToken(request, requestToken, privateKey);
  });
  const keys = createLocalJWKSet({ keys: [jwk] });
  const requestUrl = `${server.url}/token?api-version=2.0`;
  return { requestUrl, requestToken, keys, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function answerToken(request: HttpRequest, requestToken: string, key: SigningKey): Promise<HttpAnswer> {
  if (request.url.pathname !== '/token') return jsonAnswer(404, { message: 'Not Found' });
  if (request.headers.authorization?.toLowerCase() !== `bearer ${requestToken}`) {
    return jsonAnswer(401, { message: 'Unauthorized' });
  }
  const { searchParams } = request.url;
  const given = JSON.parse(searchParams.get(CLAIMS) ?? '{}') as Claims;
  const audience = searchParams.get('audience') ?? 'https://github.com/kafka-fleet';
  const value = await signToken({ ...given, aud: audience }, key);
  return jsonAnswer(200, { count: value.length, value });
}

/** Over the usual claims. */
const CLAIMS = 'lab-claims';

/** The variables of a lab for a job whose tokens say something else: another repository, workflow, environment. The audience is the one that is asked for. */
export function asJob(env: Readonly<Record<string, string>>, claims: Claims): Record<string, string> {
  const url = new URL(env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
  url.searchParams.set(CLAIMS, JSON.stringify(claims));
  return { ...env, ACTIONS_ID_TOKEN_REQUEST_URL: url.href };
}

function signToken(given: Claims, key: SigningKey): Promise<string> {
  const claims = {
    sub: `repo:${REPOSITORY}:environment:lab`,
    iss: ISSUER,
    repository: REPOSITORY,
    repository_owner: REPOSITORY.split('/')[0],
    ref: 'refs/heads/main',
    environment: 'lab',
    event_name: 'schedule',
    runner_environment: 'self-hosted',
    ...given,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime(LIFETIME)
    .sign(key);
}
