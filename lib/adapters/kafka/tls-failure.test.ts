import { describe, expect, test } from '@jest/globals';
import { diagnoseTls } from './tls-failure.ts';

const NOTHING = { ca: false, cert: false };
const ALL = { ca: true, cert: true };

describe('a code of Node or OpenSSL becomes words and what to do', () => {
  test.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', NOTHING, /by an authority that this machine trusts: .* as ssl-ca/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', ALL, /by an authority in ssl-ca: .* as ssl-ca/],
    ['CERT_SIGNATURE_FAILURE', ALL, /by an authority in ssl-ca/],
    ['CERT_HAS_EXPIRED', ALL, /of the broker.* has expired: Renew it on the broker/],
    ['CERT_NOT_YET_VALID', ALL, /not valid yet: Check the clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', ALL, /for other host names: Use the names/],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', NOTHING, /wants a certificate .* none was given: Give ssl-cert/],
    ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', NOTHING, /wants a certificate .* none was given/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', NOTHING, /wants a certificate .* none was given/],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', NOTHING, /wants a certificate .* none was given/],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', ALL, /no version or cipher of TLS in common/],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', ALL, /refused the certificate in ssl-cert: .*truststore/],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', ALL, /in ssl-cert: it has expired: Renew it/],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', ALL, /refused the certificate in ssl-cert/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', ALL, /no version or cipher of TLS in common/],
    ['ERR_OSSL_X509_KEY_VALUES_MISMATCH', ALL, /ssl-key is not the key of the certificate/],
    ['ERR_OSSL_PEM_NO_START_LINE', ALL, /TLS failed: Check that ssl-ca, ssl-cert and ssl-key are whole/],
    ['ERR_MISSING_PASSPHRASE', ALL, /ssl-key is encrypted/],
  ])('%s, given %j', (code, given, message) => {
    const { what, fix } = diagnoseTls(code, given) ?? { what: 'nothing', fix: '' };
    expect(`${what}: ${fix}`).toMatch(message);
  });

  test.each(['ECONNRESET', 'ETIMEDOUT', ''])('%s is not about TLS', (code) => {
    expect(diagnoseTls(code, ALL)).toBeUndefined();
  });
});
