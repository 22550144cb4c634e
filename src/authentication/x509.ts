/** Client certificates. Source: k8s.io/apiserver/pkg/authentication/request/x509/x509.go. */
import { type Features } from '../features/features.js';
import {
  AuthenticationError,
  type AuthenticatorResponse,
  type ClientCertificate,
  type RequestAuthenticator,
  type RequestCredentials,
} from './authenticator.js';

const CREDENTIAL_ID_KEY = 'authentication.kubernetes.io/credential-id';

/** The subject's common name is the user, its organizations are the groups. */
export class X509 implements RequestAuthenticator {
  readonly #features: Features;

  constructor(features: Features) {
    this.#features = features;
  }

  authenticateRequest({ clientCertificate }: RequestCredentials): AuthenticatorResponse | undefined {
    return clientCertificate === undefined ? undefined : this.#response(clientCertificate);
  }

  #response(certificate: ClientCertificate): AuthenticatorResponse | undefined {
    if (certificate.error !== undefined) {
      throw new AuthenticationError(`verifying certificate failed: ${certificate.error}`);
    }
    if (certificate.commonName === '') return undefined;
    const uid = this.#features.enabled('AllowParsingUserUIDFromCertAuth') ? certificate.uid : undefined;
    if (uid === '') throw new AuthenticationError('UID cannot be an empty string');
    const credential = { [CREDENTIAL_ID_KEY]: [`X509SHA256=${certificate.fingerprint}`] };
    return {
      user: {
        username: certificate.commonName,
        ...(uid === undefined ? {} : { uid }),
        groups: certificate.organizations,
        ...(this.#features.behaviours.certificateCredentialId ? { extra: credential } : {}),
      },
    };
  }
}
