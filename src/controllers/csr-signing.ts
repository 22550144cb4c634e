/**
 * Signs requests of the signers of kubernetes.io that were approved. Sources: pkg/controller/certificates/signer/signer.go,
 * pkg/controller/certificates/authority/policies.go.
 */
import { type CertificateRequest, parsePemRequest } from '../apis/certificates/request.js';
import { type CertificateSigningRequest, LEGACY_UNKNOWN_SIGNER } from '../apis/certificates/v1.js';
import { rfc3339 } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type ControllerDependencies } from './controller.js';
import { conditionsOf, CSRS, csrController, type Handle, withCondition } from './csr-controller.js';
import { kubeletClientProblem, kubeletServingProblem } from './kubelet-requests.js';
import { controllerUser } from './users.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** kube-controller-manager's --cluster-signing-duration by default. */
const LONGEST = 365 * 24 * HOUR;
const SHORTEST = 10 * MINUTE;
const BACKDATE = 5 * MINUTE;
/** What lives less than this is not shortened by having begun in the past. */
const SHORT = 8 * HOUR;

type Problem = (request: CertificateRequest, usages: readonly string[], features: Features) => string | undefined;

/** The signers, and why each would not sign; those of others are not looked at. */
const SIGNERS: Readonly<Record<string, Problem>> = {
  'kubernetes.io/kubelet-serving': kubeletServingProblem,
  'kubernetes.io/kube-apiserver-client-kubelet': kubeletClientProblem,
  'kubernetes.io/kube-apiserver-client': (_request, usages) => clientUsagesProblem(usages),
  [LEGACY_UNKNOWN_SIGNER]: () => undefined,
};

function clientUsagesProblem(usages: readonly string[]): string | undefined {
  const odd = usages.find((usage) => !['digital signature', 'key encipherment', 'client auth'].includes(usage));
  if (odd !== undefined) return `invalid usage for client certificate: ${odd}`;
  return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
}

export const csrSigningController = csrController(
  'certificatesigningrequest-signing-controller',
  () => true,
  (dependencies) => ({
    client: dependencies.client.as(controllerUser('certificate-controller')),
    handle: sign(dependencies),
  }),
);

function sign({ clock, features, certificateAuthority: authority }: ControllerDependencies): Handle {
  return async (request, client) => {
    const problemOf = SIGNERS[request.spec.signerName];
    if (problemOf === undefined || !isApproved(request) || hasFailed(request)) return;
    const requests = client.resource<CertificateSigningRequest>(CSRS);
    const parsed = parsePemRequest(request.spec.request);
    const usages = request.spec.usages ?? [];
    const problem = problemOf(parsed, usages, features);
    if (problem !== undefined) {
      const lastUpdateTime = rfc3339(clock.now());
      const condition = { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message: problem };
      await requests.updateStatus('', withCondition(request, { ...condition, lastUpdateTime }));
      return;
    }
    const lifetime = features.enabled('CSRDuration') ? lifetimeOf(request.spec.expirationSeconds) : LONGEST;
    const pem = authority.signRequest(parsed, usages, validity(clock.now(), lifetime, authority.notAfter));
    const certificate = Buffer.from(pem).toString('base64');
    await requests.updateStatus('', { ...request, status: { ...request.status, certificate } });
  };
}

function isApproved(request: CertificateSigningRequest): boolean {
  const types = conditionsOf(request).map(({ type }) => type);
  return types.includes('Approved') && !types.includes('Denied');
}

function hasFailed(request: CertificateSigningRequest): boolean {
  return conditionsOf(request).some(({ type, status }) => type === 'Failed' && ['', 'True'].includes(status));
}

function lifetimeOf(seconds: number | undefined): number {
  return seconds === undefined ? LONGEST : Math.max(SHORTEST, Math.min(seconds * 1000, LONGEST));
}

function validity(now: number, lifetime: number, authorityEnds: number): { notBefore: number; notAfter: number } {
  const notBefore = now - BACKDATE;
  const ends = new Date(authorityEnds).toISOString();
  if (notBefore >= authorityEnds) throw new Error(`the signer has expired: NotAfter=${ends}`);
  if (now >= authorityEnds) {
    throw new Error(`refusing to sign a certificate that expired in the past: NotAfter=${ends}`);
  }
  const notAfter = lifetime < SHORT ? now + lifetime : now + lifetime - BACKDATE;
  return { notBefore, notAfter: Math.min(notAfter, authorityEnds) };
}
