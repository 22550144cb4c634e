/** Kubelets ask for certificates of their own name, and of the pods on their node. */
import { parsePemRequest } from '../../apis/certificates/request.js';
import { type CertificateSigningRequest, type PodCertificateRequest } from '../../apis/certificates/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { isReason, newUnknownError } from '../../apis/errors.js';
import { goQuote } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { isAllowed, lookUp, type NodeRequest, refusal } from './restriction.js';

const KUBELET_SIGNERS: readonly string[] = [
  'kubernetes.io/kubelet-serving',
  'kubernetes.io/kube-apiserver-client-kubelet',
];
const MIRROR = 'kubernetes.io/config.mirror';
const VERB = 'request-serviceaccounts-podcertificate-signer';

export function restrictCertificateSigningRequest(request: NodeRequest): void {
  const { attributes, node, features } = request;
  if (!features.behaviours.nodesKeepToThemselves || attributes.operation !== 'CREATE') return;
  if (features.enabled('AllowInsecureKubeletCertificateSigningRequests')) return;
  const { spec } = attributes.object as CertificateSigningRequest;
  if (!KUBELET_SIGNERS.includes(spec.signerName)) return;
  if (commonNameOf(request, spec.request) === `system:node:${node}`) return;
  throw refusal(request, `can only create a node CSR with CN=system:node:${node}`);
}

function commonNameOf(request: NodeRequest, pem: string): string {
  try {
    return parsePemRequest(pem).commonName;
  } catch (error) {
    throw refusal(request, `unable to parse csr: ${(error as Error).message}`);
  }
}

export async function restrictPodCertificateRequest(request: NodeRequest): Promise<void> {
  const { attributes, node, features } = request;
  const { operation, subresource, namespace } = attributes;
  if (!features.enabled('PodCertificateRequest')) {
    throw refusal(request, 'PodCertificateRequest feature gate is disabled');
  }
  if (operation !== 'CREATE') throw refusal(request, `unexpected operation ${operation}`);
  if (subresource !== '') throw refusal(request, `unexpected subresource ${subresource}`);
  const { spec } = attributes.object as PodCertificateRequest;
  const { nodeName, podName, serviceAccountName } = spec;
  if (nodeName !== node) {
    const named = `PodCertificateRequest.Spec.NodeName=${goQuote(nodeName)}`;
    throw refusal(request, `${named}, which is not the requesting node ${goQuote(node)}`);
  }
  const which = goQuote(`${namespace}/${podName}`);
  const about = `PodCertificateRequest for pod ${which}`;
  const found = await named<KubeObject>(request, 'nodes', '', nodeName, goQuote(nodeName));
  // Not a 403, as what is seen here may only be late.
  if (found.metadata.uid !== spec.nodeUID) {
    const uids = `node UID ${goQuote(spec.nodeUID)}, inconsistent with the running node (${goQuote(uidOf(found))})`;
    throw newUnknownError(`${about} names ${uids}`);
  }
  const pod = await named<Pod>(request, 'pods', namespace, podName, which);
  if (pod.metadata.uid !== spec.podUID) {
    const uids = `pod UID (${goQuote(spec.podUID)}) which differs from running pod ${goQuote(uidOf(pod))}`;
    throw newUnknownError(`${about} contains ${uids}`);
  }
  if (pod.spec.nodeName !== nodeName) {
    const where = `node ${goQuote(nodeName)} named in the PodCertificateRequest`;
    throw refusal(request, `pod ${which} is not running on ${where}`);
  }
  if (pod.metadata.annotations?.[MIRROR] !== undefined) throw refusal(request, `pod ${which} is a mirror pod`);
  if (serviceAccountName !== pod.spec.serviceAccountName) {
    const own = `that differs from running pod (${goQuote(pod.spec.serviceAccountName ?? '')})`;
    throw refusal(request, `${about} contains serviceAccountName (${goQuote(serviceAccountName)}) ${own}`);
  }
  const shown = goQuote(`${namespace}/${serviceAccountName}`);
  const account = await named<KubeObject>(request, 'serviceaccounts', namespace, serviceAccountName, shown);
  if (account.metadata.uid !== spec.serviceAccountUID) {
    const own = `which differs from the running service account (${goQuote(uidOf(account))})`;
    throw newUnknownError(`${about} names service account UID ${goQuote(spec.serviceAccountUID)}, ${own}`);
  }
  if (features.behaviours.nodeAudiences === 'granted') await restrictSigner(request, pod, spec);
}

async function restrictSigner(request: NodeRequest, pod: Pod, spec: PodCertificateRequest['spec']): Promise<void> {
  const { signerName, serviceAccountName: name } = spec;
  const sources = (pod.spec.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  if (sources.some(({ podCertificate }) => podCertificate?.signerName === signerName)) return;
  if (await isAllowed(request, { verb: VERB, resource: signerName.replaceAll('/', ':'), name })) return;
  const which = goQuote(`${request.attributes.namespace}/${spec.podName}`);
  const missing = `a podCertificate projected volume for signer ${goQuote(signerName)}`;
  throw refusal(request, `pod ${which} does not mount ${missing}`);
}

const WORDS: Readonly<Record<string, string>> = { pods: 'pod', nodes: 'node', serviceaccounts: 'service account' };

async function named<T extends KubeObject>(
  request: NodeRequest,
  resource: string,
  namespace: string,
  name: string,
  shown: string,
): Promise<T> {
  try {
    return await lookUp<T>(request, resource, namespace, name);
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
    const what = `${WORDS[resource] ?? ''} ${shown} named in the PodCertificateRequest`;
    throw newUnknownError(`while retrieving ${what}: ${error.message}`);
  }
}

function uidOf({ metadata: { uid = '' } }: KubeObject): string {
  return uid;
}
