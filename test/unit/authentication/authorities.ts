/** Authorities and the certificates of clients, for tests. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { CertificateBundle } from '../../../src/apis/certificates/bundle.js';
import { type ClientCertificate } from '../../../src/authentication/authenticator.js';
import {
  type CertificateTemplate,
  issuerOf,
  signCertificate,
  type Subject,
} from '../../../src/server/certificates/certificate.js';
import * as der from '../../../src/server/certificates/der.js';
import { START } from './cluster.js';

const DAY = 24 * 3600 * 1000;

export interface TestAuthority {
  readonly cert: string;
  readonly key: KeyObject;
  readonly bundle: CertificateBundle;
  /** A certificate in PEM for a new key. */
  issue(template: Partial<CertificateTemplate> & { subject: CertificateTemplate['subject'] }): {
    readonly cert: string;
    readonly key: KeyObject;
  };
}

let serial = 1;

export function authority(
  commonName: string,
  above?: TestAuthority,
  validity?: CertificateTemplate['validity'],
): TestAuthority {
  const { cert, key } = issue({ subject: { commonName }, use: 'authority', ...(validity && { validity }) }, above);
  const made: TestAuthority = {
    cert,
    key,
    bundle: new CertificateBundle(cert),
    issue: (template) => issue(template, made),
  };
  return made;
}

function issue(
  template: Partial<CertificateTemplate> & { subject: CertificateTemplate['subject'] },
  issuer: Pick<TestAuthority, 'cert' | 'key'> | undefined,
): { cert: string; key: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = signCertificate({
    use: 'client',
    validity: { notBefore: START - DAY, notAfter: START + DAY },
    serial: Uint8Array.of(serial++),
    publicKey,
    issuerKey: issuer?.key ?? privateKey,
    ...(issuer && { issuer: issuerOf(issuer.cert) }),
    ...template,
  });
  return { cert, key: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}

/** What a client shows: its own certificate and those it adds. */
export function shown(...certs: readonly string[]): ClientCertificate {
  return { chain: certs.map((cert) => new X509Certificate(cert)) };
}

/** A subject with Kubernetes' own UID attributes. */
export function subjectWithUids({ commonName, organizations = [] }: Subject, ...uids: readonly string[]): Uint8Array {
  const attribute = (type: string, value: string): Buffer =>
    der.set(der.sequence(der.objectIdentifier(type), der.utf8String(value)));
  return der.sequence(
    ...organizations.map((organization) => attribute('2.5.4.10', organization)),
    attribute('2.5.4.3', commonName),
    ...uids.map((uid) => attribute('1.3.6.1.4.1.57683.2', uid)),
  );
}
