import { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { isJsonObject, parseJsonObject } from '../core/json-object.ts';
import { attemptsOf } from './aws-attempt.ts';
import { type AwsSettings, withTimeouts } from './aws-settings.ts';
import { loginOf } from './ecr-token.ts';
import type { RegistryLogin } from './oci-registry/oci-registry.ts';

/** The public gallery has its API here alone, whatever the region of the job is. */
const REGION = 'us-east-1';
const ANSWER_WITHIN_MS = 30_000;

const attempt = attemptsOf({
  name: 'ECR Public',
  advice: {
    AccessDeniedException:
      'Give the role ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken in us-east-1.',
  },
  lookUp: 'Look it up under "Common errors" of the Amazon ECR Public API, mend it and run again.',
});

/** A login to public.ecr.aws. The caller masks the password before its first use. */
export function ecrPublicLogin(settings: AwsSettings): Promise<RegistryLogin> {
  const { config } = new STSClient(withTimeouts({ ...settings, region: REGION }));
  const { credentials, sha256 } = config;
  const signer = new SignatureV4({ service: 'ecr-public', region: REGION, credentials, sha256 });
  return attempt('GetAuthorizationToken', async () => loginIn(await ask(signer)));
}

async function ask(signer: SignatureV4): Promise<string> {
  const url = endpoint();
  const body = '{}';
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: '/',
    body,
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'SpencerFrontendService.GetAuthorizationToken',
    },
  });
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch(url, { method: 'POST', headers, body, signal });
  const text = await answer.text();
  if (!answer.ok) throw refusal(text, answer.status);
  return text;
}

/** Where the SDK's clients would ask, too. */
const endpoint = (): URL =>
  new URL(
    process.env['AWS_ENDPOINT_URL_ECR_PUBLIC'] ??
      process.env['AWS_ENDPOINT_URL'] ??
      `https://api.ecr-public.${REGION}.amazonaws.com`,
  );

/** An error as the SDK's clients throw it. */
function refusal(text: string, status: number): Error {
  const told = parseJsonObject(text) ?? {};
  const textOf = (name: string): string => (typeof told[name] === 'string' ? told[name] : '');
  const name = textOf('__type').replace(/^.*#/, '');
  return Object.assign(new Error(textOf('message') || textOf('Message')), {
    name: name === '' ? `HTTP ${String(status)}` : name,
    $fault: status < 500 ? 'client' : 'server',
  });
}

function loginIn(text: string): RegistryLogin {
  const data = parseJsonObject(text)?.['authorizationData'];
  const given = isJsonObject(data) ? data['authorizationToken'] : undefined;
  return loginOf(typeof given === 'string' ? given : '', 'ECR Public');
}
