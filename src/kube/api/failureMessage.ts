/** Says in words why a server could not be reached. */
export const failureMessage = (server: string, error: NodeJS.ErrnoException): string => {
  // Several addresses tried and none answered: the reason stands in the first of them.
  const cause =
    error instanceof AggregateError ? ((error.errors[0] as NodeJS.ErrnoException) ?? error) : error;
  const code = isPlain(cause) ? 'ERR_SSL_WRONG_VERSION_NUMBER' : (cause.code ?? '');
  const found = reasons.get(code) ?? (cause.message || code || 'connection failed');
  const needed = needs.get(code);
  return `Cannot reach the Kubernetes API "${server}": ${found}${needed === undefined ? '' : `, needed ${needed}`}`;
};

/** OpenSSL's words for an answer that is no TLS; Node has EPROTO for these, as for other faults of TLS. */
const isPlain = ({ code, message }: NodeJS.ErrnoException): boolean =>
  code === 'EPROTO' && /wrong version number|packet length too long/.test(message);

const unknownAuthority = 'its certificate is not signed by an authority we know';

const noTls = 'it speaks no TLS';

const reasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection closed by the other end'],
  ['EPIPE', 'connection closed by the other end'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'no route to the network'],
  ['ETIMEDOUT', 'connection timed out'],
  ['ENOTFOUND', 'the name does not resolve'],
  ['EAI_AGAIN', 'the name does not resolve at the moment'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', unknownAuthority],
  ['SELF_SIGNED_CERT_IN_CHAIN', unknownAuthority],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', unknownAuthority],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unknownAuthority],
  ['ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'the client key does not belong to the client certificate'],
  ['ERR_OSSL_BAD_DECRYPT', 'the client key is encrypted'],
  ['ERR_OSSL_PEM_NO_START_LINE', 'the client certificate is no PEM'],
  ['ERR_OSSL_UNSUPPORTED', 'the client key is no PEM'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', noTls],
  ['ERR_INVALID_CHAR', 'the token, or a name to act as, has a character that no header may have'],
  ['ERR_PROXY_INVALID_CONFIG', 'the URL of the proxy cannot be used'],
]);

const authority = 'its certificate authority (certificate-authority in the kubeconfig)';

const plainHttp = 'http:// in place of https://, or the port of the API';

const pem = (what: string): string => `text that begins with -----BEGIN ${what}-----`;

const needs: ReadonlyMap<string, string> = new Map([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', authority],
  ['SELF_SIGNED_CERT_IN_CHAIN', authority],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', authority],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', authority],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'a name the certificate has (tls-server-name in the kubeconfig)'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', plainHttp],
  ['ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'a pair (where both are being replaced, the next try finds one)'],
  ['ERR_OSSL_BAD_DECRYPT', 'one without a passphrase'],
  ['ERR_OSSL_PEM_NO_START_LINE', pem('CERTIFICATE')],
  ['ERR_OSSL_UNSUPPORTED', pem('PRIVATE KEY')],
  ['ERR_PROXY_INVALID_CONFIG', 'http://host:port or https://host:port'],
  ['CERT_HAS_EXPIRED', 'a valid certificate, or a clock that is right'],
]);
