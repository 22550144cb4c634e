/** --authorization-mode Node: what a kubelet may do. Source: plugin/pkg/auth/authorizer/node/node_authorizer.go. */
import { ruleAllows } from '../apis/rbac/evaluation.js';
import { type PolicyRule } from '../apis/rbac/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type Features } from '../features/features.js';
import { type Authorizer, type Decision, type ResourceAttributes, type ResolvedRules } from './authorizer.js';
import { NodeGraph, type PodSource } from './node-graph.js';

export const NODES_GROUP = 'system:nodes';
const PREFIX = 'system:node:';
const LEASE_NAMESPACE = 'kube-node-lease';

export interface NodeAuthorizerOptions {
  readonly features: Features;
  readonly pods: PodSource;
  /** The rules of system:node, for what is not subdivided below. */
  readonly rules: () => Promise<readonly PolicyRule[]>;
}

/** What of a request is not its node: allowed, or why not; `rules`: system:node's rules decide. */
type Verdict = true | 'rules' | { readonly reason: string };

interface Request {
  readonly attributes: ResourceAttributes;
  readonly node: string;
  readonly features: Features;
  /** Allowed where one of the node's pods refers to the object. */
  readonly related: () => Verdict;
}

type Check = (request: Request) => Verdict;

export function createNodeAuthorizer({ features, pods, rules }: NodeAuthorizerOptions): Authorizer {
  const graph = new NodeGraph(pods);
  return {
    authorize: async (attributes): Promise<Decision> => {
      const node = nodeOf(attributes.user);
      if (node === undefined) return refused('');
      if (node === '') return refused(`unknown node for user "${attributes.user.username}"`);
      const verdict = attributes.resourceRequest
        ? judge({ attributes, node, features, related: () => related(graph, node, attributes) })
        : 'rules';
      if (verdict === true) return ALLOWED;
      if (verdict !== 'rules') return refused(verdict.reason);
      return (await rules()).some((rule) => ruleAllows(attributes, rule)) ? ALLOWED : refused('');
    },
    rulesFor: (user) => Promise.resolve(nodeOf(user) === undefined ? NO_RULES : UNKNOWN_RULES),
  };
}

const ALLOWED: Decision = { decision: 'allow', reason: '' };
const NO_RULES: ResolvedRules = { resourceRules: [], nonResourceRules: [], incomplete: false };
const UNKNOWN_RULES: ResolvedRules = {
  ...NO_RULES,
  incomplete: true,
  error: 'node authorizer does not support user rule resolution',
};

function refused(reason: string): Decision {
  return { decision: 'noOpinion', reason };
}

/** The node that the user is; undefined: none. */
function nodeOf({ username, groups }: UserInfo): string | undefined {
  const isNode = username.startsWith(PREFIX) && groups?.includes(NODES_GROUP) === true;
  return isNode ? username.slice(PREFIX.length) : undefined;
}

function related(graph: NodeGraph, node: string, attributes: ResourceAttributes): Verdict {
  const { resource, namespace, name } = attributes;
  if (name === '') return { reason: 'No Object name found' };
  if (graph.hasPath(node, resource, namespace, name)) return true;
  return { reason: `no relationship found between node '${node}' and this object` };
}

function judge(request: Request): Verdict {
  const { apiGroup, resource } = request.attributes;
  return CHECKS[apiGroup === '' ? resource : `${resource}.${apiGroup}`]?.(request) ?? 'rules';
}

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
  if (subresource !== 'status') return checkGet(request);
  return ['update', 'patch'].includes(verb) ? request.related() : { reason: 'can only get/update/patch this type' };
};

const checkServiceAccount: Check = (request) => {
  const { verb, subresource, name } = request.attributes;
  if (verb === 'get' && subresource === '' && readsAccounts(request.features)) return checkRead(request);
  if (verb !== 'create' || name === '') return { reason: 'can only create tokens for individual service accounts' };
  return subresource === 'token'
    ? request.related()
    : { reason: 'can only create token subresource of serviceaccount' };
};

function readsAccounts(features: Features): boolean {
  return (
    features.enabled('KubeletServiceAccountTokenForCredentialProviders') || features.enabled('PodCertificateRequest')
  );
}

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

const checkCSINode: Check = ({ attributes: { verb, subresource, name }, node }) => {
  if (subresource !== '') return { reason: 'cannot authorize CSINode subresources' };
  if (!WRITES_AND_GET.includes(verb)) return { reason: 'can only get, create, update, patch, or delete a CSINode' };
  if (verb === 'create' || name === node) return true;
  return { reason: 'can only access CSINode with the same name as the requesting node' };
};

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
  const { attributes, features, node } = request;
  const { verb, subresource, name, fieldSelector = [] } = attributes;
  if (!features.enabled('AuthorizeNodeWithSelectors')) return 'rules';
  switch (subresource) {
    case '':
      if (verb === 'get') return checkGet(request);
      if (verb !== 'list' && verb !== 'watch') return ['create', 'delete'].includes(verb) || { reason: '' };
      if (fieldSelector.some((r) => r.field === 'spec.nodeName' && r.operator === '=' && r.value === node)) return true;
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
  'resourceclaims.resource.k8s.io': checkGet,
  'volumeattachments.storage.k8s.io': checkGet,
  serviceaccounts: checkServiceAccount,
  'leases.coordination.k8s.io': checkLease,
  'csinodes.storage.k8s.io': checkCSINode,
  nodes: checkNode,
  pods: checkPod,
};
