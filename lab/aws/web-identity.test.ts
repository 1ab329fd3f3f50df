import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type GenerateKeyPairResult,
  type JWTVerifyGetKey,
  SignJWT,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
} from 'jose';
import { AUDIENCE, REPOSITORY, ROLE_ARN } from './account.ts';
import { ISSUER, refuseWebIdentity } from './web-identity.ts';

let keys: JWTVerifyGetKey;
let own: GenerateKeyPairResult;
let foreign: GenerateKeyPairResult;

beforeAll(async () => {
  own = await generateKeyPair('RS256');
  foreign = await generateKeyPair('RS256');
  keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256' }] });
});

const GOOD = {
  issuer: ISSUER,
  audience: AUDIENCE,
  subject: `repo:${REPOSITORY}:environment:lab`,
  expires: '5m',
};

function sign(changes: Partial<typeof GOOD> = {}, { privateKey } = own): Promise<string> {
  const { issuer, audience, subject, expires } = { ...GOOD, ...changes };
  const token = new SignJWT().setProtectedHeader({ alg: 'RS256', kid: 'k' }).setIssuedAt();
  return token
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setExpirationTime(expires)
    .sign(privateKey);
}

describe('refuseWebIdentity', () => {
  test('lets a good token assume the role', async () => {
    expect(await refuseWebIdentity(await sign(), ROLE_ARN, { keys, iam: undefined })).toBeUndefined();
  });

  test.each([
    ['of another issuer', { issuer: 'https://example.com' }, 'InvalidIdentityToken'],
    ['for another audience', { audience: 'https://github.com/kafka-fleet' }, 'InvalidIdentityToken'],
    ['that has expired', { expires: '1 minute ago' }, 'ExpiredTokenException'],
    ['of another repository', { subject: 'repo:someone/else:environment:lab' }, 'AccessDenied'],
    ['of a repository with a longer name', { subject: `repo:${REPOSITORY}-fork:ref:main` }, 'AccessDenied'],
  ])('refuses a token %s', async (_, changes, code) => {
    expect(await refuseWebIdentity(await sign(changes), ROLE_ARN, { keys, iam: undefined })).toMatchObject({
      code,
    });
  });

  test('refuses a token that another key has signed', async () => {
    const refusal = await refuseWebIdentity(await sign({}, foreign), ROLE_ARN, { keys, iam: undefined });
    expect(refusal).toMatchObject({ code: 'InvalidIdentityToken', status: 400 });
  });

  test('refuses what is no token, and a role that does not exist', async () => {
    expect(await refuseWebIdentity('garbage', ROLE_ARN, { keys, iam: undefined })).toMatchObject({
      code: 'InvalidIdentityToken',
    });
    expect(await refuseWebIdentity(await sign(), `${ROLE_ARN}-x`, { keys, iam: undefined })).toMatchObject({
      code: 'AccessDenied',
    });
  });
});
