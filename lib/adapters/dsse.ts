import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { isJsonObject, type JsonObject, parseJsonObject } from '../core/json-object.ts';
import { type Parsed, parsed, refused } from '../core/problem.ts';

/** What became of checking an envelope. */
export type Verified =
  | { readonly kind: 'verified'; readonly payload: string }
  | { readonly kind: 'malformed' | 'wrong-key' | 'tampered'; readonly because: string };

/** A key that signs what is said, or only checks it. https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
export interface DsseKey {
  /** SHA-256 of the public key's SPKI, in hex. */
  readonly id: string;
  verify(envelope: Uint8Array): Verified;
  /** An envelope; undefined: only the public key is here. */
  readonly sign: ((payload: string) => Uint8Array) | undefined;
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** One of ours has one; a few keys may sign the same. */
const MOST_SIGNATURES = 8;

/** A key as PEM: Ed25519, or ECDSA on P-256; a private key signs and verifies, a public one verifies. */
export function dsseKey(pem: string, where: string): Parsed<DsseKey> {
  const keys = keysIn(pem);
  if (keys === undefined) {
    const what = 'it is no key that this action signs with';
    const fix =
      'Give a PEM without a passphrase: Ed25519 (openssl genpkey -algorithm ed25519) or ECDSA on P-256.';
    return refused([{ where, what, fix }]);
  }
  const { publicKey, privateKey } = keys;
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(spki).digest('hex');
  return parsed({
    id,
    verify: (envelope) => check(envelope, publicKey, id),
    sign: privateKey && ((payload) => sealed(payload, privateKey, id)),
  });
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject | undefined;
}

function keysIn(pem: string): Keys | undefined {
  try {
    const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem) ? createPrivateKey(pem) : undefined;
    const publicKey = createPublicKey(pem);
    return isKnown(publicKey) ? { publicKey, privateKey } : undefined;
  } catch {
    // What Node says of it could hold parts of the key.
    return undefined;
  }
}

function isKnown({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  return type === 'ed25519' || (type === 'ec' && details?.namedCurve === 'prime256v1');
}

const hashOf = ({ asymmetricKeyType: type }: KeyObject): string | null =>
  type === 'ed25519' ? null : 'sha256';

function sealed(payload: string, key: KeyObject, keyid: string): Uint8Array {
  const bytes = Buffer.from(payload);
  const sig = sign(hashOf(key), preAuthentication(bytes), key).toString('base64');
  const envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: bytes.toString('base64'),
    signatures: [{ keyid, sig }],
  };
  return Buffer.from(JSON.stringify(envelope));
}

/** What is signed: the type belongs to it, so that a payload is never taken for one of another kind. */
const preAuthentication = (payload: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`DSSEv1 ${String(PAYLOAD_TYPE.length)} ${PAYLOAD_TYPE} ${String(payload.length)} `),
    payload,
  ]);

function check(envelope: Uint8Array, key: KeyObject, id: string): Verified {
  const read = readEnvelope(parseJsonObject(Buffer.from(envelope).toString('utf8')));
  if (read === undefined) return { kind: 'malformed', because: 'it is no signed statement' };
  const { payload, signatures } = read;
  // The id is a hint that everybody may write: one without it is tried as well.
  const mine = signatures.filter(({ keyid }) => keyid === id || keyid === undefined || keyid === '');
  if (mine.length === 0)
    return { kind: 'wrong-key', because: `it is not signed with the key ${id.slice(0, 16)}…` };
  const signed = preAuthentication(payload);
  const holds = mine.some(({ sig }) => verify(hashOf(key), signed, key, sig));
  if (!holds) return { kind: 'tampered', because: 'its signature does not hold' };
  return { kind: 'verified', payload: payload.toString('utf8') };
}

interface Signature {
  readonly keyid: string | undefined;
  readonly sig: Buffer;
}

function readEnvelope(
  value: JsonObject | undefined,
): { readonly payload: Buffer; readonly signatures: readonly Signature[] } | undefined {
  const { payloadType, payload, signatures } = value ?? {};
  const bytes = fromBase64(payload);
  if (payloadType !== PAYLOAD_TYPE || bytes === undefined || !Array.isArray(signatures)) return undefined;
  const read = signatures.slice(0, MOST_SIGNATURES).map(readSignature);
  const whole = read.filter((each) => each !== undefined);
  return whole.length === read.length ? { payload: bytes, signatures: whole } : undefined;
}

function readSignature(value: unknown): Signature | undefined {
  if (!isJsonObject(value)) return undefined;
  const sig = fromBase64(value['sig']);
  const keyid = typeof value['keyid'] === 'string' ? value['keyid'] : undefined;
  return sig && { keyid, sig };
}

/** Node reads anything as Base64; a text that is none is refused, so that an envelope has one reading. */
function fromBase64(value: unknown): Buffer | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64') === value ? bytes : undefined;
}
