/** Which inputs a connection was given, never their texts. */
export interface TlsGiven {
  readonly ca: boolean;
  readonly cert: boolean;
}

interface Diagnosis {
  readonly what: string;
  readonly fix: string;
}

/** What a code of Node or OpenSSL says, in the words of the inputs; undefined for one that is not about TLS. */
export function diagnoseTls(code: string, given: TlsGiven): Diagnosis | undefined {
  if (UNTRUSTED.has(code)) return untrusted(given);
  if (ALERT.test(code)) return ALERTS[code.replace(ALERT, '')]?.(given) ?? refusedByBroker(given);
  return OWN_WORDS[code] ?? (ABOUT_TLS.test(code) ? { what: 'TLS failed', fix: ANY_TEXT } : undefined);
}

// Node's own checks of certificates have plain names, those of OpenSSL have prefixes: https://nodejs.org/api/tls.html
const ABOUT_TLS = /^(EPROTO$|ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|UNABLE_TO_|CRL_)/;
// Between the two is SSLV3, TLSV1 or TLSV13, and in newer releases of OpenSSL SSL/TLS.
const ALERT = /^ERR_SSL_[\w/]*?_ALERT_/;

const UNTRUSTED = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
]);

const untrusted = ({ ca }: TlsGiven): Diagnosis => ({
  what: ca
    ? 'the certificate of the broker is not signed by an authority in ssl-ca'
    : 'the certificate of the broker is not signed by an authority that this machine trusts',
  fix: 'Give the authority that signed the certificates of the brokers as ssl-ca.',
});

const ANY_TEXT = 'Check that ssl-ca, ssl-cert and ssl-key are whole PEM texts.';

const NOT_ENCRYPTED: Diagnosis = {
  what: 'ssl-key is encrypted',
  fix: 'Give it without a passphrase, as a secret.',
};

const OWN_WORDS: Readonly<Record<string, Diagnosis>> = {
  CERT_HAS_EXPIRED: {
    what: 'the certificate of the broker, or of the authority that signed it, has expired',
    fix: 'Renew it on the broker; ssl-ca too if it is the authority’s.',
  },
  CERT_NOT_YET_VALID: {
    what: 'the certificate of the broker is not valid yet',
    fix: 'Check the clock of this machine, and the dates of the certificate.',
  },
  CERT_REVOKED: {
    what: 'the certificate of the broker was revoked',
    fix: 'Give the broker a new one.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: 'the certificate of the broker is for other host names',
    fix: 'Use the names that are in it as bootstrap-brokers and advertised.listeners, or have it issued for this one.',
  },
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: {
    what: 'ssl-key is not the key of the certificate in ssl-cert',
    fix: 'Give the two that belong together.',
  },
  ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED: NOT_ENCRYPTED,
  ERR_OSSL_BAD_DECRYPT: NOT_ENCRYPTED,
  ERR_MISSING_PASSPHRASE: NOT_ENCRYPTED,
};

/** Kafka says `bad certificate` where it wants one and got none, TLS 1.3 has an alert of its own for that. */
const refusedByBroker = ({ cert }: TlsGiven): Diagnosis =>
  cert
    ? {
        what: 'the broker refused the certificate in ssl-cert',
        fix: 'Give one that is valid now and signed by an authority in the truststore of the brokers.',
      }
    : {
        what: 'the broker wants a certificate of the client, and none was given',
        fix: 'Give ssl-cert and ssl-key, or the port of a listener that asks for a login instead.',
      };

const NO_COMMON_TLS = (): Diagnosis => ({
  what: 'the broker has no version or cipher of TLS in common with this program',
  fix: 'Enable TLSv1.2 or TLSv1.3 on the broker (ssl.enabled.protocols, ssl.cipher.suites).',
});

const ALERTS: Readonly<Record<string, (given: TlsGiven) => Diagnosis>> = {
  PROTOCOL_VERSION: NO_COMMON_TLS,
  INSUFFICIENT_SECURITY: NO_COMMON_TLS,
  // What is missing is the certificate where there is none, and a cipher otherwise.
  HANDSHAKE_FAILURE: (given) => (given.cert ? NO_COMMON_TLS() : refusedByBroker(given)),
  CERTIFICATE_EXPIRED: () => ({
    what: 'the broker refused the certificate in ssl-cert: it has expired',
    fix: 'Renew it, and give the new one with its key.',
  }),
};
