import { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { WorldFailure } from '../core/world-failure.ts';
import { adviceFor, reasonOf } from './aws-failure.ts';
import { type AwsSettings, withTimeouts } from './aws-settings.ts';

/** Seconds; Amazon MSK ends a connection that was opened with a token when the token does. */
const LIFETIME_S = 900;

/**
 * Gives a token for a login to Amazon MSK by IAM, a fresh one each time: the URL of the action Connect, signed with
 * the credentials of `settings`, in base64url. https://github.com/aws/aws-msk-iam-sasl-signer-js
 */
export function mskIamToken(settings: AwsSettings, now: () => number = Date.now): () => Promise<string> {
  // The client is not called: it has the credentials of the default chain where none are given, and renews them.
  const { config } = new STSClient(withTimeouts(settings));
  const { region } = settings;
  const { credentials, sha256 } = config;
  const signer = new SignatureV4({ service: 'kafka-cluster', region, credentials, sha256 });
  const hostname = `kafka.${region}.amazonaws.com`;
  const request = {
    method: 'GET',
    protocol: 'https:',
    hostname,
    path: '/',
    query: { Action: 'kafka-cluster:Connect' },
    headers: { host: hostname },
  };
  return async () => {
    const options = { expiresIn: LIFETIME_S, signingDate: new Date(now()) };
    const signed = await signer.presign(request, options).catch((error: unknown) => {
      throw noCredentials(error);
    });
    // MSK logs what comes after the signature, and does not check it.
    const query = queryText({ ...signed.query, 'User-Agent': 'kafka-fleet-actions' });
    return Buffer.from(`https://${hostname}/?${query}`).toString('base64url');
  };
}

function noCredentials(error: unknown): unknown {
  if (error instanceof WorldFailure) return error;
  const advice = adviceFor(error, () => 'Check them.');
  return new WorldFailure(`No AWS credentials for the login by aws-msk-iam: ${reasonOf(error)}. ${advice}`, {
    cause: error,
  });
}

type Query = Readonly<Record<string, string | string[] | null>>;

const queryText = (query: Query): string =>
  Object.entries(query)
    .map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`)
    .join('&');

/** As RFC 3986 wants it, and the signature with it. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
