/**
 * Who may approve, sign and vouch for a signer, and what no client certificate may say.
 * Source: plugin/pkg/admission/certificates, pkg/certauthorization, pkg/registry/certificates/podcertificaterequest.
 */
import { isDeepStrictEqual } from 'node:util';
import { type CertificateRequest, parsePemRequest } from '../apis/certificates/request.js';
import {
  CERTIFICATES_GROUP,
  type CertificateSigningRequest,
  type ClusterTrustBundle,
  type PodCertificateRequest,
} from '../apis/certificates/v1.js';
import { newInvalid } from '../apis/errors.js';
import { forbidden, goQuote } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type Authorizer } from '../authorization/authorizer.js';
import { admissionForbidden } from './forbidden.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';
const MASTERS = 'system:masters';

async function mayUseSigner(
  authorizer: Authorizer,
  user: UserInfo,
  verb: string,
  signerName: string,
): Promise<boolean> {
  const [domain = ''] = signerName.split('/');
  for (const name of [signerName, `${domain}/*`]) {
    const { decision } = await authorizer.authorize({
      resourceRequest: true,
      user,
      verb,
      namespace: '',
      apiGroup: CERTIFICATES_GROUP,
      apiVersion: '*',
      resource: 'signers',
      subresource: '',
      name,
    });
    if (decision === 'allow') return true;
  }
  return false;
}

function writes({ operation, resource, subresource }: AdmissionAttributes, name: string, part: string): boolean {
  const written = operation === 'CREATE' || operation === 'UPDATE';
  return written && resource.group === CERTIFICATES_GROUP && resource.resource === name && subresource === part;
}

/** The two states of a change; undefined for anything else. */
function change<T extends KubeObject>({ object, oldObject }: AdmissionAttributes): readonly [T, T] | undefined {
  return object === undefined || oldObject === undefined ? undefined : [object as T, oldObject as T];
}

export function createCertificateApproval(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'CertificateApproval',
    async validate(attributes) {
      const states = change<CertificateSigningRequest>(attributes);
      if (!writes(attributes, 'certificatesigningrequests', 'approval') || states === undefined) return;
      const [, { spec }] = states;
      if (await mayUseSigner(authorizer, attributes.user, 'approve', spec.signerName)) return;
      const cause = `user not permitted to approve requests with signerName ${goQuote(spec.signerName)}`;
      throw admissionForbidden(attributes, cause);
    },
  };
}

export function createCertificateSigning(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'CertificateSigning',
    async validate(attributes) {
      if (writes(attributes, 'podcertificaterequests', 'status')) await checkPodCertificate(authorizer, attributes);
      const states = change<CertificateSigningRequest>(attributes);
      if (!writes(attributes, 'certificatesigningrequests', 'status') || states === undefined) return;
      const [{ status = {} }, { spec, status: before = {} }] = states;
      const signed = status.certificate ?? '';
      const conditions = status.conditions ?? [];
      if (signed === (before.certificate ?? '') && isDeepStrictEqual(conditions, before.conditions ?? [])) return;
      if (await mayUseSigner(authorizer, attributes.user, 'sign', spec.signerName)) return;
      const cause = `user not permitted to sign requests with signerName ${goQuote(spec.signerName)}`;
      throw admissionForbidden(attributes, cause);
    },
  };
}

// Upstream asks in the strategy, which here cannot wait for an authorizer.
async function checkPodCertificate(authorizer: Authorizer, attributes: AdmissionAttributes): Promise<void> {
  const states = change<PodCertificateRequest>(attributes);
  if (states === undefined || isDeepStrictEqual(states[0].status ?? {}, states[1].status ?? {})) return;
  const { signerName } = states[1].spec;
  const { user, kind, name } = attributes;
  if (await mayUseSigner(authorizer, user, 'sign', signerName)) return;
  const text = `User ${goQuote(user.username)} is not permitted to "sign" for signer ${goQuote(signerName)}`;
  throw newInvalid(kind, name, [forbidden(Path.of('spec', 'signerName'), text)]);
}

export function createClusterTrustBundleAttest(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'ClusterTrustBundleAttest',
    async validate(attributes) {
      const { object, oldObject, user } = attributes;
      if (!writes(attributes, 'clustertrustbundles', '') || object === undefined) return;
      const { spec } = object as ClusterTrustBundle;
      const { signerName = '' } = spec;
      const unchanged = oldObject !== undefined && isDeepStrictEqual(spec, (oldObject as ClusterTrustBundle).spec);
      if (signerName === '' || unchanged) return;
      if (await mayUseSigner(authorizer, user, 'attest', signerName)) return;
      throw admissionForbidden(attributes, `user not permitted to attest for signerName ${goQuote(signerName)}`);
    },
  };
}

export function createCertificateSubjectRestriction(): AdmissionPlugin {
  return {
    name: 'CertificateSubjectRestriction',
    validate(attributes) {
      const { object, operation } = attributes;
      if (operation === 'CREATE' && object !== undefined && writes(attributes, 'certificatesigningrequests', '')) {
        checkSubject(attributes, object as CertificateSigningRequest);
      }
      return Promise.resolve();
    },
  };
}

function checkSubject(attributes: AdmissionAttributes, { spec }: CertificateSigningRequest): void {
  if (spec.signerName !== CLIENT_SIGNER) return;
  let request: CertificateRequest;
  try {
    request = parsePemRequest(spec.request);
  } catch (error) {
    throw admissionForbidden(attributes, `failed to parse CSR: ${(error as Error).message}`);
  }
  if (!request.organizations.includes(MASTERS)) return;
  throw admissionForbidden(attributes, `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
}
