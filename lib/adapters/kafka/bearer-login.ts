import type { Authenticator, AuthenticationProviderArgs } from 'kafkajs';
import { describeHostPort } from '../../core/host-port.ts';
import { IAM } from '../../core/kafka-security.ts';
import { KafkaAuthenticationFailed } from './connection-failures.ts';
import { describeRefusedLogin } from './login-failure.ts';

/**
 * A login by OAUTHBEARER (RFC 7628) with a fresh token. kafkajs's own takes whatever the broker answers for a yes: a
 * refusal comes as a text, and only when that was acknowledged as an error.
 */
export const bearerLogin =
  (token: () => Promise<string>) =>
  ({ host, port, saslAuthenticate }: AuthenticationProviderArgs): Authenticator => ({
    authenticate: async () => {
      const hello = `n,,${END}auth=Bearer ${await token()}${END}${END}`;
      const refusal = await saslAuthenticate({ request: message(hello), response: ANSWER });
      if (refusal === undefined || refusal === '') return;
      await saslAuthenticate({ request: message(END), response: ANSWER });
      throw new KafkaAuthenticationFailed(
        describeHostPort({ host, port }),
        describeRefusedLogin(IAM, refusal),
      );
    },
  });

const END = '\u0001';
const LENGTH_BYTES = 4;

function message(text: string): { encode: () => Buffer } {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeInt32BE(bytes.length);
  return { encode: () => Buffer.concat([length, bytes]) };
}

const ANSWER = {
  decode: (raw: Buffer): Buffer => raw,
  parse: (raw: Buffer): string => raw.subarray(LENGTH_BYTES).toString(),
};
