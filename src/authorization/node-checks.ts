/** What a kubelet may do with the resources whose access is subdivided by node. Source: plugin/pkg/auth/authorizer/node/node_authorizer.go. */
import { type Features } from '../features/features.js';
import { type ResourceAttributes } from './authorizer.js';

/** What of a request is not its node: allowed, or why not; `rules`: system:node's rules decide. */
export type Verdict = true | 'rules' | { readonly reason: string };

export interface NodeRequest {
  readonly attributes: ResourceAttributes;
  readonly node: string;
  readonly features: Features;
  /** Allowed where one of the node's pods refers to the object. */
  readonly related: () => Verdict;
}

type Check = (request: NodeRequest) => Verdict;

const LEASE_NAMESPACE = 'kube-node-lease';

const checkGet: Check = ({ attributes, related }) => {
  if (attributes.verb !== 'get') return { reason: 'can only get individual resources of this type' };
  return attributes.subresource === '' ? related() : { reason: 'cannot get subresource' };
};

const checkRead: Check = ({ attributes, related }) => {
  const { verb, subresource, namespace } = attributes;
  if (!['get', 'list', 'watch'].includes(verb)) return { reason: 'can only read resources of this type' };
  if (subresource !== '') return { reason: 'cannot read subresource' };
  return namespace === '' ? { reason: 'can only read namespaced object of this type' } : related();
};

const checkClaim: Check = (request) => {
  const { verb, subresource } = request.attributes;
  if (subresource !== 'status' || !request.features.enabled('ExpandPersistentVolumes')) return checkGet(request);
  return ['update', 'patch'].includes(verb) ? request.related() : { reason: 'can only get/update/patch this type' };
};

const checkServiceAccount: Check = (request) => {
  const { attributes, features } = request;
  const { verb, subresource, name } = attributes;
  if (verb === 'get' && subresource === '' && features.behaviours.nodesGetServiceAccounts) {
    const reads = ['KubeletServiceAccountTokenForCredentialProviders', 'PodCertificateRequest'] as const;
    if (reads.some((gate) => features.enabled(gate))) return checkRead(request);
    return { reason: 'not allowed to get service accounts' };
  }
  if (verb !== 'create' || name === '') return { reason: 'can only create tokens for individual service accounts' };
  if (subresource !== 'token') return { reason: 'can only create token subresource of serviceaccount' };
  return request.related();
};

const WRITES_AND_GET = ['get', 'create', 'update', 'patch', 'delete'];

const checkLease: Check = ({ attributes: { verb, namespace, name }, node }) => {
  if (!WRITES_AND_GET.includes(verb)) {
    return { reason: 'can only get, create, update, patch, or delete a node lease' };
  }
  if (namespace !== LEASE_NAMESPACE) {
    return { reason: `can only access leases in the "${LEASE_NAMESPACE}" system namespace` };
  }
  if (verb === 'create' || name === node) return true;
  return { reason: 'can only access node lease with the same name as the requesting node' };
};

const checkCSINode: Check = ({ attributes: { verb, subresource, name }, node, features }) => {
  const wrong = csiNodeFault(verb, subresource, features);
  if (wrong !== undefined) return { reason: wrong };
  if (verb === 'create' || name === node) return true;
  return { reason: 'can only access CSINode with the same name as the requesting node' };
};

function csiNodeFault(verb: string, subresource: string, features: Features): string | undefined {
  const plain = WRITES_AND_GET.includes(verb) ? undefined : 'can only get, create, update, patch, or delete a CSINode';
  if (subresource === '') return plain;
  const other = 'cannot authorize CSINode subresources';
  if (!features.behaviours.nodesReportVolumeHealth) return plain ?? other;
  if (subresource !== 'status') return other;
  if (!features.enabled('CSIVolumeHealth')) return 'CSINode status access requires CSIVolumeHealth feature';
  return ['get', 'update', 'patch'].includes(verb) ? undefined : 'can only get, update, or patch CSINode status';
}

const checkResourceClaim: Check = (request) =>
  request.features.behaviours.nodesGetOwnResourceClaims ? checkGet(request) : 'rules';

const checkResourceSlice: Check = (request) => {
  const { attributes, features } = request;
  const { verb, subresource } = attributes;
  const access = features.behaviours.nodeResourceSliceAccess;
  if (access === 'by rules') return 'rules';
  if (subresource !== '') return { reason: 'cannot authorize ResourceSlice subresources' };
  if (verb === 'create') return true;
  if (['get', 'update', 'patch', 'delete'].includes(verb)) return request.related();
  if (access === 'without deletecollection') {
    return (
      ['list', 'watch'].includes(verb) || { reason: 'can only get, create, update, patch, or delete a ResourceSlice' }
    );
  }
  if (!['list', 'watch', 'deletecollection'].includes(verb)) {
    const verbs = 'get, watch, list, create, update, patch, delete, deletecollection';
    return { reason: `only the following verbs are allowed for a ResourceSlice: ${verbs}` };
  }
  if (!features.enabled('AuthorizeNodeWithSelectors') || selects(request, 'spec.nodeName')) return true;
  return { reason: 'can only list/watch/deletecollection resourceslices with nodeName field selector' };
};

const checkPodCertificateRequest: Check = (request) => {
  const { attributes, features } = request;
  const { verb, subresource } = attributes;
  if (!features.enabled('PodCertificateRequest')) return { reason: '' };
  if (!features.enabled('AuthorizeNodeWithSelectors')) return 'rules';
  if (subresource !== '') {
    return { reason: 'nodes may not access the status subresource of PodCertificateRequests' };
  }
  if (verb === 'create') return true;
  if (verb === 'get') return request.related();
  if (verb !== 'list' && verb !== 'watch') return { reason: `nodes may not ${verb} podcertificaterequests` };
  if (selects(request, 'spec.nodeName')) return true;
  return { reason: 'can only list/watch podcertificaterequests with nodeName field selector' };
};

/** True where only what is of the node itself is asked for. */
function selects({ attributes: { fieldSelector = [] }, node }: NodeRequest, field: string): boolean {
  return fieldSelector.some((each) => each.field === field && each.operator === '=' && each.value === node);
}

const checkNode: Check = ({ attributes: { verb, subresource, name }, node, features }) => {
  if (!features.enabled('AuthorizeNodeWithSelectors')) return 'rules';
  if (subresource === 'status') return ['update', 'patch'].includes(verb) || { reason: '' };
  if (subresource !== '') return { reason: '' };
  if (['create', 'update', 'patch'].includes(verb)) return true;
  if (!['get', 'list', 'watch'].includes(verb)) return { reason: '' };
  if (name === node) return true;
  const what = name === '' ? 'all nodes' : `'${name}'`;
  return { reason: `node '${node}' cannot read ${what}, only its own Node object` };
};

const checkPod: Check = (request) => {
  const { attributes, features } = request;
  const { verb, subresource, name } = attributes;
  if (!features.enabled('AuthorizeNodeWithSelectors')) return 'rules';
  switch (subresource) {
    case '':
      if (verb === 'get') return checkGet(request);
      if (verb !== 'list' && verb !== 'watch') return ['create', 'delete'].includes(verb) || { reason: '' };
      if (selects(request, 'spec.nodeName')) return true;
      if (name !== '') return request.related();
      return { reason: 'can only list/watch pods with spec.nodeName field selector' };
    case 'status':
      return ['update', 'patch'].includes(verb) || { reason: '' };
    case 'eviction':
      return verb === 'create' || { reason: '' };
    default:
      return { reason: '' };
  }
};

/** Resources whose access is subdivided by node. */
const CHECKS: Readonly<Record<string, Check>> = {
  secrets: checkRead,
  configmaps: checkRead,
  persistentvolumeclaims: checkClaim,
  persistentvolumes: checkGet,
  'resourceclaims.resource.k8s.io': checkResourceClaim,
  'resourceslices.resource.k8s.io': checkResourceSlice,
  'volumeattachments.storage.k8s.io': checkGet,
  serviceaccounts: checkServiceAccount,
  'leases.coordination.k8s.io': checkLease,
  'csinodes.storage.k8s.io': checkCSINode,
  'podcertificaterequests.certificates.k8s.io': checkPodCertificateRequest,
  nodes: checkNode,
  pods: checkPod,
};

/** `rules` for what is not subdivided. */
export function nodeVerdict(request: NodeRequest): Verdict {
  const { apiGroup, resource } = request.attributes;
  return CHECKS[apiGroup === '' ? resource : `${resource}.${apiGroup}`]?.(request) ?? 'rules';
}
