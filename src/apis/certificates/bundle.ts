/** A bundle of certificate authorities. Source: k8s.io/apiserver/pkg/server/dynamiccertificates. */
import { type X509Certificate } from 'node:crypto';
import { parseCertificates } from './certificate.js';

/** Does not change: a new bundle is a new object. */
export class CertificateBundle {
  readonly pem: string;
  readonly certificates: readonly X509Certificate[];

  /** Throws an Error where the text holds no certificate, or one that cannot be read. */
  constructor(pem: string) {
    this.pem = pem;
    this.certificates = parseCertificates(pem);
  }
}
