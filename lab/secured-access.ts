import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodePlace } from './kafka/node-place.ts';
import { AUTHORITY_FILE, BROKER_FILE, OPERATOR_NAME } from './kafka/secured-listeners.ts';
import { USERS } from './kafka/users.ts';
import { Authority, type KeyedCertificate } from './tls/authority.ts';

/** Inputs of an action: where the brokers are and how to log in. */
type KafkaAccess = Readonly<Record<string, string>>;

/** Each way into a secured lab. */
export interface SecuredAccess {
  /** SASL_SSL, as a user who may do everything. */
  readonly scram: KafkaAccess;
  /** The same listener, as a user who may do what it was granted (`grantAcls`) and nothing before. */
  readonly limited: KafkaAccess;
  /** TLS with a certificate of the client, who may do everything. */
  readonly mtls: KafkaAccess;
}

/** What a lab's authority has signed. */
export interface Certificates {
  readonly folder: string;
  readonly ca: string;
  readonly operator: KeyedCertificate;
}

/** Makes an authority and all that it signs; the brokers read files, clients are given texts. */
export async function makeCertificates(labFolder: string): Promise<Certificates> {
  const folder = join(labFolder, 'tls');
  const authority = new Authority('lab authority');
  const broker = authority.issue({ name: 'broker', hosts: ['127.0.0.1', 'localhost'] });
  await mkdir(folder);
  await writeFile(join(folder, AUTHORITY_FILE), authority.cert);
  await writeFile(join(folder, BROKER_FILE), broker.key + broker.cert, { mode: 0o600 });
  return { folder, ca: authority.cert, operator: authority.issue({ name: OPERATOR_NAME }) };
}

/** Undefined where there are no secured listeners. */
export function securedAccess(
  certificates: Certificates | undefined,
  places: readonly NodePlace[],
): SecuredAccess | undefined {
  if (certificates === undefined) return undefined;
  const secured = places.flatMap((place) => (place.roles.includes('broker') ? (place.secured ?? []) : []));
  const brokers = (ports: readonly number[]) => ports.map((port) => `127.0.0.1:${String(port)}`).join(',');
  const login = ({ username, password }: (typeof USERS)[keyof typeof USERS]): KafkaAccess => ({
    'bootstrap-brokers': brokers(secured.map(({ saslPort }) => saslPort)),
    'security-protocol': 'SASL_SSL',
    'sasl-mechanism': 'scram-sha-512',
    'sasl-username': username,
    'sasl-password': password,
    'ssl-ca': certificates.ca,
  });
  return {
    scram: login(USERS.operator),
    limited: login(USERS.limited),
    mtls: {
      'bootstrap-brokers': brokers(secured.map(({ mtlsPort }) => mtlsPort)),
      'security-protocol': 'SSL',
      'ssl-ca': certificates.ca,
      'ssl-cert': certificates.operator.cert,
      'ssl-key': certificates.operator.key,
    },
  };
}

/** `LAB_SCRAM_SASL_PASSWORD` and the like: one variable for each input of each way in. */
export const accessVariables = (access: SecuredAccess | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(access ?? {}).flatMap(([way, inputs]: [string, KafkaAccess]) =>
      Object.entries(inputs).map(([input, value]) => [accessVariable(way, input), value]),
    ),
  );

export const accessVariable = (way: string, input: string): string =>
  `LAB_${way}_${input.replaceAll('-', '_')}`.toUpperCase();
