/** What TLS needs: the serving certificate, the bundle for client certificates, and the administrator's own. */
import { X509Certificate } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import type { Random } from '../clock/random.js';
import { type CertificatePair, isPair, loadAuthority, loadServingPair, servingSans } from './certificates/index.js';
import type { ServerOptions } from './options.js';

export interface TlsMaterial {
  /** The serving certificate (with its chain) and its private key, PEM. */
  readonly serving: CertificatePair;
  /** PEM that a client trusts the server by. */
  readonly ca: string;
  /** PEM bundle that client certificates are verified with: --client-ca-file's and always the made CA. */
  readonly clientCA: string;
  /** A client certificate of user kubernetes-admin in group system:masters. */
  readonly admin: CertificatePair;
}

/** Reads or makes all certificates. @throws Error with one line for the user when a given PEM does not fit. */
export function tlsMaterial(options: ServerOptions, clock: Clock, random: Random): TlsMaterial {
  const keeping = { clock, random, certDir: options.certDir };
  const authority = loadAuthority(keeping);
  const admin = authority.issueClient({ commonName: 'kubernetes-admin', organizations: ['system:masters'] });
  const clientCA =
    options.clientCA === undefined ? authority.cert : `${checkedBundle(options.clientCA)}\n${authority.cert}`;
  if (options.tls !== undefined) {
    return { serving: checkedPair(options.tls), ca: options.tls.cert, clientCA, admin };
  }
  const sans = servingSans([options.bindAddress, options.advertiseAddress], options.tlsSans);
  const { cert, key } = loadServingPair(authority, sans, keeping);
  // With the CA behind it, as upstream's self-made apiserver.crt has it: what is published as the root CA is this file.
  return { serving: { cert: `${cert.trimEnd()}\n${authority.cert}`, key }, ca: authority.cert, clientCA, admin };
}

function checkedPair(pair: CertificatePair): CertificatePair {
  if (!isPair(pair)) {
    throw new Error('the TLS private key does not belong to the TLS certificate, or one of them is no PEM');
  }
  return pair;
}

function checkedBundle(pem: string): string {
  try {
    for (const block of certificatesOf(pem)) new X509Certificate(block);
  } catch {
    throw new Error('the client CA bundle holds a certificate that cannot be read');
  }
  if (certificatesOf(pem).length === 0) throw new Error('the client CA bundle holds no PEM certificate');
  return pem.trimEnd();
}

function certificatesOf(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
