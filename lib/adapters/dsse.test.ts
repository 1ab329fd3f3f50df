import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { dsseKey, type DsseKey } from './dsse.ts';

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const PRIVATE = pemOf(generateKeyPairSync('ed25519').privateKey);
const OTHER = pemOf(generateKeyPairSync('ed25519').privateKey);
const CURVE = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const PAYLOAD = '{"_type":"https://in-toto.io/Statement/v1"}';

function keyOf(pem: string): DsseKey {
  const key = dsseKey(pem, 'input signing-key');
  if (!key.ok) throw new Error('no key');
  return key.value;
}

const publicOf = (pem: string): string =>
  createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();

interface Envelope {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

function signed(pem = PRIVATE): Envelope {
  const bytes = keyOf(pem).sign?.(PAYLOAD) ?? new Uint8Array();
  return JSON.parse(Buffer.from(bytes).toString()) as Envelope;
}

const checked = (envelope: unknown, pem = PRIVATE): unknown =>
  keyOf(publicOf(pem)).verify(Buffer.from(JSON.stringify(envelope)));

test.each([PRIVATE, CURVE])('what a private key signs, its public key confirms', (pem) => {
  expect(checked(signed(pem), pem)).toEqual({ kind: 'verified', payload: PAYLOAD });
  expect(keyOf(publicOf(pem)).sign).toBeUndefined();
});

test('the signature is over the type and the payload, as the protocol says', () => {
  const { signatures } = signed();
  const said = `DSSEv1 28 application/vnd.in-toto+json ${String(PAYLOAD.length)} ${PAYLOAD}`;
  const sig = Buffer.from(signatures[0]?.sig ?? '', 'base64');
  expect(verify(null, Buffer.from(said), createPublicKey(PRIVATE), sig)).toBe(true);
});

test('a key is named by its public part', () => {
  const spki = createPublicKey(PRIVATE).export({ type: 'spki', format: 'der' });
  expect(keyOf(PRIVATE).id).toBe(createHash('sha256').update(spki).digest('hex'));
  expect(signed().signatures[0]?.keyid).toBe(keyOf(publicOf(PRIVATE)).id);
});

const OTHERS = signed(OTHER);
const MINE = signed();
const [SIGNATURE] = MINE.signatures;
const FORGED = { ...SIGNATURE, sig: OTHERS.signatures[0]?.sig };

test.each<[string, object, string]>([
  ['of another key', OTHERS, 'wrong-key'],
  ['of nobody', { ...MINE, signatures: [] }, 'wrong-key'],
  ['of another key that calls itself ours', { ...OTHERS, signatures: [FORGED] }, 'tampered'],
  ['of another key without a name', { ...OTHERS, signatures: [{ sig: FORGED.sig }] }, 'tampered'],
  ['with another payload', { ...MINE, payload: Buffer.from('{}').toString('base64') }, 'tampered'],
  ['with an empty signature', { ...MINE, signatures: [{ ...SIGNATURE, sig: '' }] }, 'tampered'],
  ['of another type', { ...MINE, payloadType: 'text/plain' }, 'malformed'],
  ['with a payload that is read in two ways', { ...MINE, payload: `${MINE.payload}\n` }, 'malformed'],
  ['with signatures that are none', { ...MINE, signatures: [null] }, 'malformed'],
  ['without a payload', { ...MINE, payload: undefined }, 'malformed'],
])('an envelope %s is not believed', (_, envelope, kind) => {
  expect(checked(envelope)).toMatchObject({ kind });
});

test('one more signature beside ours does no harm', () => {
  const signatures = [...OTHERS.signatures, ...MINE.signatures];
  expect(checked({ ...MINE, signatures })).toMatchObject({ kind: 'verified' });
});

test.each([
  ['nothing', ''],
  ['RSA', pemOf(generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey)],
  ['another curve', pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey)],
  ['a damaged one', PRIVATE.replace(/.{10}\n-----END/, '\n-----END')],
  [
    'one with a passphrase',
    generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString(),
  ],
])('%s is no key, and nothing of it is told', (_, pem) => {
  const outcome = dsseKey(pem, 'input signing-key');
  expect(outcome).toMatchObject({ ok: false, problems: [{ where: 'input signing-key' }] });
  const lines = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  expect(lines.filter((line) => JSON.stringify(outcome).includes(line))).toEqual([]);
});
