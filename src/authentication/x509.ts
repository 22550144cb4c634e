/** Client certificates. Source: k8s.io/apiserver/pkg/authentication/request/x509/x509.go. */
import { certificateIdentifier, subjectOf } from '../apis/certificates/certificate.js';
import { type Features } from '../features/features.js';
import { CREDENTIAL_ID_KEY } from '../serviceaccount/username.js';
import {
  AuthenticationError,
  type AuthenticatorResponse,
  type ClientCertificate,
  type RequestAuthenticator,
  type RequestCredentials,
} from './authenticator.js';
import { type CertificateVerifier } from './certificate-verifier.js';

/** The subject's common name is the user, its organizations are the groups. */
export class X509 implements RequestAuthenticator {
  readonly #verifier: CertificateVerifier;
  readonly #features: Features;
  readonly #responses = new WeakMap<ClientCertificate, AuthenticatorResponse>();

  constructor(verifier: CertificateVerifier, features: Features) {
    this.#verifier = verifier;
    this.#features = features;
  }

  authenticateRequest({ clientCertificate }: RequestCredentials): AuthenticatorResponse | undefined {
    const leaf = clientCertificate?.chain[0];
    if (clientCertificate === undefined || leaf === undefined || !this.#verifier.hasBundle) return undefined;
    const problem = this.#verifier.problem(clientCertificate);
    if (problem !== undefined) {
      throw new AuthenticationError(`verifying certificate ${certificateIdentifier(leaf)} failed: ${problem}`);
    }
    const known = this.#responses.get(clientCertificate);
    if (known !== undefined) return known;
    const response = this.#response(leaf);
    if (response !== undefined) this.#responses.set(clientCertificate, response);
    return response;
  }

  #response(leaf: ClientCertificate['chain'][number]): AuthenticatorResponse | undefined {
    const { commonName, organizations, uids } = subjectOf(leaf);
    if (commonName === '') return undefined;
    const uid = this.#features.enabled('AllowParsingUserUIDFromCertAuth') ? onlyUid(uids) : undefined;
    const fingerprint = leaf.fingerprint256.replaceAll(':', '').toLowerCase();
    const credential = { [CREDENTIAL_ID_KEY]: [`X509SHA256=${fingerprint}`] };
    return {
      user: {
        username: commonName,
        ...(uid === undefined ? {} : { uid }),
        groups: organizations,
        ...(this.#features.behaviours.certificateCredentialId ? { extra: credential } : {}),
      },
    };
  }
}

function onlyUid(uids: readonly string[]): string | undefined {
  if (uids.length > 1) throw new AuthenticationError(`expected 1 UID, but found multiple: [${uids.join(' ')}]`);
  if (uids[0] === '') throw new AuthenticationError('UID cannot be an empty string');
  return uids[0];
}
