import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, element, integer, objectId, octets, sequence, set, text, utcTime, yes } from './der.ts';

/** A certificate and its private key, as PEM texts. */
export interface KeyedCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface Subject {
  /** The common name; Kafka's principal of a client is `User:CN=<name>`. */
  readonly name: string;
  /** Host names and IPv4 addresses that a server has; none for a client. */
  readonly hosts?: readonly string[];
  /** Milliseconds since the epoch; from a minute ago for a day when they are left out. */
  readonly validFrom?: number;
  readonly validUntil?: number;
}

const MINUTE = 60_000;
const LAB_LIFE = 60 * MINUTE * 24;
const ID = {
  commonName: objectId('2.5.4.3'),
  basicConstraints: objectId('2.5.29.19'),
  subjectAltName: objectId('2.5.29.17'),
  ecdsaWithSha256: objectId('1.2.840.10045.4.3.2'),
};
const ALGORITHM = sequence(ID.ecdsaWithSha256);
const EXPLICIT = (number: number): number => 0xa0 | number;
const PRIMITIVE = (number: number): number => 0x80 | number;

/** An authority of the lab's own: it signs what a private one of a company would, without any tool. */
export class Authority {
  readonly cert: string;
  readonly #name: string;
  readonly #key: KeyObject;

  constructor(name: string) {
    const { publicKey, privateKey } = newKeys();
    this.#name = name;
    this.#key = privateKey;
    const constraints = extension(ID.basicConstraints, sequence(yes()), yes());
    this.cert = this.#sign({ name }, publicKey, constraints);
  }

  issue(subject: Subject): KeyedCertificate {
    const { publicKey, privateKey } = newKeys();
    const { hosts = [] } = subject;
    const names = hosts.length === 0 ? [] : [extension(ID.subjectAltName, alternativeNames(hosts))];
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { cert: this.#sign(subject, publicKey, ...names), key };
  }

  #sign(subject: Subject, publicKey: KeyObject, ...extensions: readonly Buffer[]): string {
    const { validFrom = Date.now() - MINUTE, validUntil = Date.now() + LAB_LIFE } = subject;
    const content = sequence(
      element(EXPLICIT(0), integer(Buffer.from([2]))),
      integer(Buffer.from([1, ...randomBytes(15)])),
      ALGORITHM,
      distinguished(this.#name),
      sequence(utcTime(validFrom), utcTime(validUntil)),
      distinguished(subject.name),
      publicKey.export({ type: 'spki', format: 'der' }),
      ...(extensions.length === 0 ? [] : [element(EXPLICIT(3), sequence(...extensions))]),
    );
    return pem(sequence(content, ALGORITHM, bits(sign('sha256', content, this.#key))));
  }
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const distinguished = (name: string): Buffer => sequence(set(sequence(ID.commonName, text(name))));

const extension = (id: Buffer, value: Buffer, ...critical: readonly Buffer[]): Buffer =>
  sequence(id, ...critical, octets(value));

const alternativeNames = (hosts: readonly string[]): Buffer =>
  sequence(
    ...hosts.map((host) =>
      isIP(host) === 0
        ? element(PRIMITIVE(2), Buffer.from(host))
        : element(PRIMITIVE(7), Buffer.from(host.split('.').map(Number))),
    ),
  );

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
