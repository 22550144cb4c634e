/** What makes a certificate request one of a kubelet. Source: pkg/apis/certificates/helpers.go. */
import { type CertificateRequest } from '../apis/certificates/request.js';
import { type Features } from '../features/features.js';

const COMMON_NAME_PREFIX = 'system:node:';
const EMAIL = 'Email subjectAltNames are not allowed';
const URI = 'URI subjectAltNames are not allowed';

/** Why a request is none for a kubelet's serving certificate; undefined where it is. */
export function kubeletServingProblem(
  request: CertificateRequest,
  usages: readonly string[],
  features: Features,
): string | undefined {
  const { dnsNames, ipAddresses, emailAddresses, uris } = request;
  if (!isOfNodes(request)) return 'subject organization is not system:nodes';
  if (dnsNames.length + ipAddresses.length === 0) return 'DNS or IP subjectAltName is required';
  if (emailAddresses.length > 0) return EMAIL;
  if (uris.length > 0) return URI;
  return usagesProblem(usages, 'server auth', features) ?? nameProblem(request);
}

/** Why a request is none for a kubelet's client certificate; undefined where it is. */
export function kubeletClientProblem(
  request: CertificateRequest,
  usages: readonly string[],
  features: Features,
): string | undefined {
  const { dnsNames, ipAddresses, emailAddresses, uris } = request;
  if (!isOfNodes(request)) return 'subject organization is not system:nodes';
  if (dnsNames.length > 0) return 'DNS subjectAltNames are not allowed';
  if (emailAddresses.length > 0) return EMAIL;
  if (ipAddresses.length > 0) return 'IP subjectAltNames are not allowed';
  if (uris.length > 0) return URI;
  return nameProblem(request) ?? usagesProblem(usages, 'client auth', features);
}

function isOfNodes({ organizations }: CertificateRequest): boolean {
  return organizations.length === 1 && organizations[0] === 'system:nodes';
}

function nameProblem({ commonName }: CertificateRequest): string | undefined {
  return commonName.startsWith(COMMON_NAME_PREFIX) ? undefined : 'subject common name does not begin with system:node:';
}

function usagesProblem(usages: readonly string[], purpose: string, features: Features): string | undefined {
  const given = new Set(usages);
  const wanted = ['digital signature', 'key encipherment', purpose];
  const withoutRsa = features.behaviours.kubeletCertificatesWithoutEncipherment
    ? ['digital signature', purpose]
    : wanted;
  const fits = [wanted, withoutRsa].some((set) => set.length === given.size && set.every((usage) => given.has(usage)));
  return fits ? undefined : `usages did not match [${[...wanted].sort().join(' ')}]`;
}
