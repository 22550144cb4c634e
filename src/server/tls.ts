/** What TLS needs: the serving certificate, the bundles for client certificates, and the administrator's own. */
import { CertificateBundle } from '../apis/certificates/bundle.js';
import type { Clock } from '../clock/clock.js';
import type { Random } from '../clock/random.js';
import {
  type Authority,
  type CertificatePair,
  isPair,
  loadAuthority,
  loadServingPair,
  servingSans,
} from './certificates/index.js';
import { Current } from './current.js';
import type { ServerOptions } from './options.js';

export interface TlsMaterial {
  readonly authority: Authority;
  /** The serving certificate (with its chain) and its private key, PEM. */
  readonly serving: Current<CertificatePair>;
  /** PEM that a client trusts the server by. */
  ca(): string;
  /** Whose client certificates name users: --client-ca-file's authorities and always the made CA. */
  readonly clientCA: Current<CertificateBundle>;
  /** Whose client certificates let a proxy name users. */
  readonly requestHeaderCA: Current<CertificateBundle | undefined>;
  /** A client certificate of user kubernetes-admin in group system:masters. */
  readonly admin: CertificatePair;
}

/** Reads or makes all certificates. @throws Error with one line for the user when a given PEM does not fit. */
export function tlsMaterial(options: ServerOptions, clock: Clock, random: Random): TlsMaterial {
  const keeping = { clock, random, certDir: options.certDir };
  const authority = loadAuthority(keeping);
  const given = options.tls && checkedPair(options.tls);
  const made = given ?? madePair();
  const serving = new Current(made);
  return {
    authority,
    serving,
    ca: () => (given === undefined && serving.value === made ? authority.cert : serving.value.cert),
    clientCA: new Current(clientCABundle(options.clientCA, authority)),
    requestHeaderCA: new Current(options.requestHeader && requestHeaderBundle(options.requestHeader.clientCA)),
    admin: authority.issueClient({ commonName: 'kubernetes-admin', organizations: ['system:masters'] }),
  };

  function madePair(): CertificatePair {
    const sans = servingSans([options.bindAddress, options.advertiseAddress], options.tlsSans);
    const { cert, key } = loadServingPair(authority, sans, keeping);
    // With the CA behind it, as upstream's self-made apiserver.crt has it: what is published as the root CA is this file.
    return { cert: `${cert.trimEnd()}\n${authority.cert}`, key };
  }
}

/** @throws Error with one line for the user. */
export function checkedPair(pair: CertificatePair): CertificatePair {
  if (!isPair(pair)) {
    throw new Error('the TLS private key does not belong to the TLS certificate, or one of them is no PEM');
  }
  return pair;
}

/** What is given, and the CA that was made. @throws Error with one line for the user. */
export function clientCABundle(given: string | undefined, { cert }: Pick<Authority, 'cert'>): CertificateBundle {
  if (given === undefined) return new CertificateBundle(cert);
  return new CertificateBundle(`${checkedBundle('client', given).pem.trimEnd()}\n${cert}`);
}

/** @throws Error with one line for the user. */
export function requestHeaderBundle(pem: string): CertificateBundle {
  return checkedBundle('request header', pem);
}

function checkedBundle(name: string, pem: string): CertificateBundle {
  try {
    return new CertificateBundle(pem);
  } catch (error) {
    throw new Error(`the ${name} CA bundle: ${(error as Error).message}`, { cause: error });
  }
}
