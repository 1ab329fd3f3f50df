import type { TokenClaims } from '../core/token-claims.ts';

/** The claims of a JSON web token, not verified: to tell what STS was shown. None where it is no such token. */
export function tokenPayload(token: string): TokenClaims {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? (payload as TokenClaims) : {};
  } catch {
    return {};
  }
}
