import { afterEach, expect, test } from '@jest/globals';
import { type HttpRequest, jsonAnswer, listenOnLoopback } from '../../lab/loopback-server.ts';
import { ecrPublicLogin } from './ecr-public.ts';

const credentials = () => Promise.resolve({ accessKeyId: 'AKID', secretAccessKey: 'b', sessionToken: 'c' });
const SETTINGS = { region: 'eu-west-1', credentials };

afterEach(() => {
  delete process.env['AWS_ENDPOINT_URL_ECR_PUBLIC'];
});

async function asked(status: number, answer: object) {
  const seen: HttpRequest[] = [];
  await using server = await listenOnLoopback((request) => {
    seen.push(request);
    return jsonAnswer(status, answer);
  });
  process.env['AWS_ENDPOINT_URL_ECR_PUBLIC'] = server.url;
  const login = await ecrPublicLogin(SETTINGS).catch((failure: unknown) => String(failure));
  return { login, seen };
}

test('the gallery is asked in us-east-1, whatever the region of the job', async () => {
  const authorizationToken = Buffer.from('AWS:pass:word').toString('base64');
  const { login, seen } = await asked(200, { authorizationData: { authorizationToken } });
  expect(login).toEqual({ username: 'AWS', password: 'pass:word' });
  expect(seen.map(({ headers }) => headers)).toMatchObject([
    {
      authorization: expect.stringMatching(/Credential=AKID\/\d{8}\/us-east-1\/ecr-public\/aws4_request/),
      'x-amz-target': 'SpencerFrontendService.GetAuthorizationToken',
      'x-amz-security-token': 'c',
    },
  ]);
});

test('a refusal says what the role lacks', async () => {
  const { login } = await asked(400, { __type: 'AccessDeniedException', message: 'no' });
  expect(login).toContain('ECR Public GetAuthorizationToken failed: AccessDeniedException: no.');
  expect(login).toContain('sts:GetServiceBearerToken');
});

test.each([{}, { authorizationData: {} }, { authorizationData: { authorizationToken: 'x' } }])(
  'an answer without a token is none: %j',
  async (answer) => {
    expect((await asked(200, answer)).login).toContain('gave no token');
  },
);
