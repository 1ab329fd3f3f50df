/** Characters that look random and are the same every time. */
export function filler(length: number, alphabet = 'aB3dE5gH7jK9mN2pQ4rS6tU8vW0xY'): string {
  return Array.from({ length }, (_, at) => alphabet[(at * 7 + (at >> 3)) % alphabet.length]).join('');
}

const UPPER = 'QWERTZUPASDFGH234567';
const DIGITS = '1203984756';

/** The text of a private key in PEM, with a body that is no key. */
export const pem = (kind: string): string =>
  `-----BEGIN ${kind}PRIVATE KEY-----\n${filler(64)}\n${filler(64)}\n-----END ${kind}PRIVATE KEY-----\n`;

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/**
 * One of each kind of secret, by the name that it is found under. They are put together here, so that no file of this
 * repository holds a text that another scanner takes for a leak.
 */
export const SECRET_SAMPLES: readonly (readonly [string, string])[] = [
  ['AWS access key', `AKIA${filler(16, UPPER)}`],
  ['AWS access key', `ASIA${filler(16, UPPER)}`],
  ['AWS secret key', `aws_secret_access_key = ${filler(40)}`],
  ['AWS secret key', `"SecretAccessKey": "${filler(40)}"`],
  ['private key', pem('')],
  ['private key', pem('RSA ')],
  ['private key', pem('OPENSSH ')],
  ['private key', JSON.stringify(pem('EC '))],
  ['private key', pem('RSA ').replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n')],
  [
    'PuTTY private key',
    `PuTTY-User-Key-File-3: ed25519\nPublic-Lines: 1\nx\nPrivate-Lines: 1\n${filler(48)}`,
  ],
  ['age secret key', `AGE-SECRET-KEY-1${filler(58, UPPER)}`],
  ['GitHub token', `ghp_${filler(36)}`],
  ['GitHub token', `github_pat_${filler(22)}_${filler(59)}`],
  ['GitLab token', `glpat-${filler(20)}`],
  ['Slack token', `xoxb-${filler(12, DIGITS)}-${filler(12, DIGITS)}-${filler(24)}`],
  ['Slack webhook', `hooks.slack.com/services/T${filler(8, UPPER)}/B${filler(8, UPPER)}/${filler(24)}`],
  ['npm token', `npm_${filler(36)}`],
  ['npm login', `//npm.example.com/:_authToken=${filler(36)}`],
  ['npm login', `//npm.pkg.github.com/:_password="${filler(24)}"`],
  ['registry login', `{"auths":{"ghcr.io":{"auth": "${encoded(`robot:${filler(20)}`)}"}}}`],
  ['JSON web token', `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyb2JvdCJ9.${filler(86)}`],
  ['Kafka login', `ScramLoginModule required username="app" password="${filler(12)}";`],
  ['Kafka login', JSON.stringify(`PlainLoginModule required\n username='app' password="${filler(8)}";`)],
  ['Google API key', `AIza${filler(35)}`],
  ['Stripe key', `sk_live_${filler(24)}`],
  ['PyPI token', `pypi-AgEIcHlwaS5vcmc${filler(60)}`],
  ['Docker Hub token', `dckr_pat_${filler(27)}`],
  ['Vault token', `hvs.${filler(24)}`],
  ['Anthropic API key', `sk-ant-api03-${filler(80)}`],
  ['OpenAI API key', `sk-proj-${filler(48)}`],
  ['Azure storage key', `AccountKey=${filler(86)}==`],
];
