/** A certificate authority that signs serving and client certificates with EC P-256 keys. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import type { Clock } from '../../clock/clock.js';
import type { Random } from '../../clock/random.js';
import { type CertificateRequest } from '../../apis/certificates/request.js';
import { requestedExtensions, requestedSubject } from './requested.js';
import { issuerOf, signCertificate, type Subject, type Validity } from './certificate.js';

/** A certificate and its private key, both PEM. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends CertificatePair {
  /** A serving certificate for DNS names and IP addresses. */
  issueServing(sans: readonly string[]): CertificatePair;
  /** A client certificate: the common name is the user, the organizations are its groups. */
  issueClient(subject: Subject): CertificatePair;
  /** When its own certificate ends, in milliseconds since the epoch. */
  readonly notAfter: number;
  /** A certificate in PEM for what a request names. @throws Error with upstream's text. */
  signRequest(request: CertificateRequest, usages: readonly string[], validity: Validity): string;
}

export interface AuthorityOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** A CA to go on with instead of making one. */
  readonly pair?: CertificatePair;
}

const DAY = 24 * 3600 * 1000;
const LIFETIME = 3650 * DAY;

/** Makes an authority, or takes up the given one. Throws what node:crypto throws when the given pair is not readable. */
export function createAuthority(options: AuthorityOptions): Authority {
  const pair = options.pair ?? selfSigned(options);
  const issuer = issuerOf(pair.cert);
  const issuerKey = createPrivateKey(pair.key);
  const issue = (subject: Subject, use: 'server' | 'client', sans: readonly string[]): CertificatePair => {
    const { key, publicKey } = generateKey();
    const cert = signCertificate({
      subject,
      use,
      sans,
      publicKey,
      issuer,
      issuerKey,
      serial: serial(options.random),
      validity: validity(options.clock),
    });
    return { cert, key };
  };
  return {
    ...pair,
    issueServing: (sans) => issue({ commonName: 'kube-apiserver' }, 'server', sans),
    issueClient: (subject) => issue(subject, 'client', []),
    notAfter: Date.parse(new X509Certificate(pair.cert).validTo),
    signRequest: (request, usages, { notBefore, notAfter }) =>
      signCertificate({
        ...{ use: 'client', subject: requestedSubject(request), publicKey: request.publicKey, issuer, issuerKey },
        extensions: requestedExtensions(request, usages, issuer),
        serial: serial(options.random),
        validity: { notBefore, notAfter },
      }),
  };
}

function selfSigned({ clock, random }: AuthorityOptions): CertificatePair {
  const { key, privateKey, publicKey } = generateKey();
  const subject = { commonName: 'kubernetes' };
  const cert = signCertificate({
    subject,
    use: 'authority',
    publicKey,
    issuerKey: privateKey,
    serial: serial(random),
    validity: validity(clock),
  });
  return { cert, key };
}

function generateKey(): { key: string; privateKey: KeyObject; publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Of the forms that an EC key has, fabric8 reads this one alone.
  return { key: privateKey.export({ type: 'sec1', format: 'pem' }).toString(), privateKey, publicKey };
}

function serial(random: Random): Uint8Array {
  const octets = Uint8Array.from(random.bytes(16));
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return octets;
}

/** Spans the server's clock and the machine's: whoever verifies the certificate goes by the latter. */
function validity(clock: Clock): Validity {
  const moments = [clock.now(), Date.now()];
  return { notBefore: Math.min(...moments) - LIFETIME, notAfter: Math.max(...moments) + LIFETIME };
}

/** True when the private key belongs to the certificate; false for unreadable PEM too. */
export function isPair({ cert, key }: CertificatePair): boolean {
  try {
    return new X509Certificate(cert).publicKey.equals(createPublicKey(key));
  } catch {
    return false;
  }
}
