/** Why a server gave no answer, as Go's net and crypto/tls would say it. */

const UNKNOWN_AUTHORITY = 'tls: failed to verify certificate: x509: certificate signed by unknown authority';

/** By node's error codes; those of OpenSSL among them. */
const REASONS: Readonly<Record<string, (where: Address) => string>> = {
  ECONNREFUSED: (where) => `dial tcp ${where.address}: connect: connection refused`,
  EHOSTUNREACH: (where) => `dial tcp ${where.address}: connect: no route to host`,
  ENETUNREACH: (where) => `dial tcp ${where.address}: connect: network is unreachable`,
  ETIMEDOUT: (where) => `dial tcp ${where.address}: i/o timeout`,
  ENOTFOUND: (where) => `dial tcp: lookup ${where.host}: no such host`,
  EAI_AGAIN: (where) => `dial tcp: lookup ${where.host}: server misbehaving`,
  ECONNRESET: () => 'EOF',
  SELF_SIGNED_CERT_IN_CHAIN: () => UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: () => UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: () => UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: () => UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: () => UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: () => 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: () => 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
  ERR_TLS_CERT_ALTNAME_INVALID: (where) =>
    `tls: failed to verify certificate: x509: certificate is not valid for ${where.host}`,
  ERR_SSL_WRONG_VERSION_NUMBER: () => 'http: server gave HTTP response to HTTPS client',
  EPROTO: () => 'http: server gave HTTP response to HTTPS client',
};

interface Address {
  /** Without brackets. */
  readonly host: string;
  /** `127.0.0.1:6443`. */
  readonly address: string;
}

export function describeFailure(error: unknown, { hostname, port, protocol }: URL): string {
  const { code } = error as NodeJS.ErrnoException;
  const message = error instanceof Error ? error.message : String(error);
  const where = {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    address: `${hostname}:${port === '' ? (protocol === 'http:' ? '80' : '443') : port}`,
  };
  return (code === undefined ? undefined : REASONS[code])?.(where) ?? message;
}
