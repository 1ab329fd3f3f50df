import { parseHostPort } from './host-port.ts';
import {
  IAM,
  type KafkaSecurity,
  SASL_MECHANISMS,
  type SaslLogin,
  type SaslMechanism,
  SECURITY_PROTOCOLS,
  type SecurityProtocol,
  type TlsMaterial,
} from './kafka-security.ts';
import { type Parsed, parsed, type Problem, refused } from './problem.ts';
import { type InputReader, oneOf, type RawInputs, readInputs, splitList, text } from './read-inputs.ts';

/** The inputs of every action that talks to Kafka; `readKafkaInputs` checks them against each other. */
export const kafkaInputs = {
  'bootstrap-brokers': {
    allowed: 'host:port items parted by commas or line ends, such as broker-1:9092,broker-2:9092',
    absent: 'required',
    read: bootstrapBrokers,
  } satisfies InputReader<readonly string[]>,
  'security-protocol': oneOf(SECURITY_PROTOCOLS, 'PLAINTEXT'),
  'sasl-mechanism': {
    allowed: `one of ${SASL_MECHANISMS.join(', ')}`,
    absent: { value: undefined },
    read: (given) => SASL_MECHANISMS.find((mechanism) => mechanism === given.toLowerCase()),
  } satisfies InputReader<SaslMechanism | undefined>,
  'sasl-username': text(''),
  // Nothing of these is refused while it is read: a refusal shows the text.
  'sasl-password': text(''),
  'ssl-ca': text(''),
  'ssl-cert': text(''),
  'ssl-key': text(''),
} as const;

interface KafkaSecurityValues {
  readonly 'security-protocol': SecurityProtocol;
  readonly 'sasl-mechanism': SaslMechanism | undefined;
  readonly 'sasl-username': string;
  readonly 'sasl-password': string;
  readonly 'ssl-ca': string;
  readonly 'ssl-cert': string;
  readonly 'ssl-key': string;
}

/** Where the cluster is and how to log in to it. */
export interface KafkaInputs {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly security: KafkaSecurity;
}

export function readKafkaInputs(raw: RawInputs): Parsed<KafkaInputs> {
  const read = readInputs(raw, kafkaInputs);
  if (!read.ok) return read;
  const security = kafkaSecurity(read.value);
  return security.ok
    ? parsed({ brokers: read.value['bootstrap-brokers'], security: security.value })
    : security;
}

/** The inputs as one security setting, or everything that is missing, contradictory or no PEM text. */
function kafkaSecurity(values: KafkaSecurityValues): Parsed<KafkaSecurity> {
  const protocol = values['security-protocol'];
  const sasl = protocol.startsWith('SASL_') ? wrongSasl(values) : unusedInputs(values, SASL_INPUTS);
  const tls = protocol.endsWith('SSL') ? wrongTls(values) : unusedInputs(values, TLS_INPUTS);
  const problems = [...sasl, ...tls];
  return problems.length > 0 ? refused(problems) : parsed(securityOf(protocol, values));
}

type InputName = keyof KafkaSecurityValues;
const SASL_INPUTS = ['sasl-mechanism', 'sasl-username', 'sasl-password'] as const satisfies InputName[];
const TLS_INPUTS = ['ssl-ca', 'ssl-cert', 'ssl-key'] as const satisfies InputName[];

function bootstrapBrokers(given: string): readonly string[] | undefined {
  const items = splitList(given);
  return items.length > 0 && items.every((item) => parseHostPort(item)) ? items : undefined;
}

const isGiven = (values: KafkaSecurityValues, name: InputName): boolean => (values[name] ?? '') !== '';

const problemOf = (name: InputName, what: string, fix: string): Problem => ({
  where: `input ${name}`,
  what,
  fix,
});

const PASSWORD_INPUTS = ['sasl-username', 'sasl-password'] as const satisfies InputName[];

function wrongSasl(values: KafkaSecurityValues): Problem[] {
  if (values['sasl-mechanism'] !== IAM) return missingSasl(values);
  const needless = PASSWORD_INPUTS.filter((name) => isGiven(values, name)).map((name) =>
    problemOf(name, `it was given and sasl-mechanism is ${IAM}, which does not use it`, 'Remove it.'),
  );
  return values['security-protocol'] === 'SASL_SSL' ? needless : [...needless, TOKEN_IN_THE_CLEAR];
}

const TOKEN_IN_THE_CLEAR: Problem = {
  where: 'input security-protocol',
  what: `it is SASL_PLAINTEXT and sasl-mechanism is ${IAM}, whose token would be readable on the way`,
  fix: 'Set security-protocol to SASL_SSL.',
};

function missingSasl(values: KafkaSecurityValues): Problem[] {
  const protocol = values['security-protocol'];
  return SASL_INPUTS.filter((name) => !isGiven(values, name)).map((name) =>
    problemOf(
      name,
      `security-protocol is ${protocol} and it was not given`,
      `Give it, or ${withoutIt(protocol)}.`,
    ),
  );
}

const withoutIt = (protocol: SecurityProtocol): string =>
  `set security-protocol to ${protocol === 'SASL_SSL' ? 'SSL' : 'PLAINTEXT'}`;

function unusedInputs(values: KafkaSecurityValues, names: readonly InputName[]): Problem[] {
  const protocol = values['security-protocol'];
  const wanted = names === SASL_INPUTS ? 'SASL_SSL' : 'SSL or SASL_SSL';
  return names
    .filter((name) => isGiven(values, name))
    .map((name) =>
      problemOf(
        name,
        `it was given and security-protocol is ${protocol}, which does not use it`,
        `Set security-protocol to ${wanted}, or remove it.`,
      ),
    );
}

function wrongTls(values: KafkaSecurityValues): Problem[] {
  const given = TLS_INPUTS.filter((name) => isGiven(values, name));
  const noPem = given.filter((name) => !values[name].includes('-----BEGIN '));
  const single = given.filter((name) => name !== 'ssl-ca');
  const [lonely] = single.length === 1 ? single : [];
  return [
    ...noPem.map((name) =>
      problemOf(name, 'it is not a PEM text', 'Give the text itself (-----BEGIN ...), not a file name.'),
    ),
    ...(lonely ? [halfOfAPair(lonely)] : []),
  ];
}

function halfOfAPair(name: 'ssl-cert' | 'ssl-key'): Problem {
  const other = name === 'ssl-cert' ? 'ssl-key' : 'ssl-cert';
  return problemOf(name, `it was given without ${other}`, `Give ${other} too, or remove it.`);
}

function securityOf(protocol: SecurityProtocol, values: KafkaSecurityValues): KafkaSecurity {
  switch (protocol) {
    case 'PLAINTEXT':
      return { protocol };
    case 'SSL':
      return { protocol, tls: tlsOf(values) };
    case 'SASL_PLAINTEXT':
      return { protocol, sasl: saslOf(values) };
    case 'SASL_SSL':
      return { protocol, tls: tlsOf(values), sasl: saslOf(values) };
  }
}

const tlsOf = (values: KafkaSecurityValues): TlsMaterial => ({
  ...(values['ssl-ca'] === '' ? {} : { ca: values['ssl-ca'] }),
  ...(values['ssl-cert'] === '' ? {} : { cert: values['ssl-cert'] }),
  ...(values['ssl-key'] === '' ? {} : { key: values['ssl-key'] }),
});

function saslOf(values: KafkaSecurityValues): SaslLogin {
  const mechanism = values['sasl-mechanism'];
  if (mechanism === undefined) throw new Error('wrongSasl lets no login without a mechanism pass');
  if (mechanism === IAM) return { mechanism };
  return { mechanism, username: values['sasl-username'], password: values['sasl-password'] };
}
