/** Kubelets keep their own node's taints and owners as they are, and most of its labels. */
import { isDeepStrictEqual } from 'node:util';
import { type Node } from '../../apis/core/node.js';
import { goQuote } from '../../apis/field/errors.js';
import { type NodeRequest, refusal } from './restriction.js';

/** Labels of Kubernetes' own that kubelets set. Source: k8s.io/kubelet/pkg/apis/well_known_labels.go. */
const KUBELET_LABELS = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]);
const KUBELET_DOMAINS = ['kubelet.kubernetes.io', 'node.kubernetes.io'];
const KUBERNETES_DOMAINS = ['kubernetes.io', 'k8s.io'];
const RESTRICTED_DOMAIN = 'node-restriction.kubernetes.io';

export function restrictNode(request: NodeRequest): void {
  const { node, attributes } = request;
  const { operation, name } = attributes;
  if (name !== node) throw refusal(request, `node ${goQuote(node)} is not allowed to modify node ${goQuote(name)}`);
  if (operation === 'CREATE') restrictCreation(request, attributes.object as Node);
  if (operation === 'UPDATE') restrictUpdate(request, attributes.object as Node, attributes.oldObject as Node);
}

function restrictCreation(request: NodeRequest, { spec, metadata }: Node): void {
  const who = `node ${goQuote(request.node)} is not allowed to`;
  if (spec?.configSource !== undefined) throw refusal(request, `${who} create pods with a non-nil configSource`);
  const labels = forbiddenLabels(metadata.labels, undefined);
  if (labels !== '') throw refusal(request, `${who} set the following labels: ${labels}`);
}

function restrictUpdate(request: NodeRequest, { spec = {}, metadata }: Node, old: Node): void {
  const who = `node ${goQuote(request.node)} is not allowed to`;
  const before = old.spec ?? {};
  if (spec.configSource !== undefined && !isDeepStrictEqual(spec.configSource, before.configSource)) {
    throw refusal(request, `${who} update configSource to a new non-nil configSource`);
  }
  if (!isDeepStrictEqual(spec.taints ?? [], before.taints ?? [])) throw refusal(request, `${who} modify taints`);
  const keepsOwners = isDeepStrictEqual(metadata.ownerReferences ?? [], old.metadata.ownerReferences ?? []);
  if (request.features.behaviours.nodesKeepToThemselves && !keepsOwners) {
    throw refusal(request, `${who} modify ownerReferences`);
  }
  const labels = forbiddenLabels(metadata.labels, old.metadata.labels);
  if (labels !== '') throw refusal(request, `is not allowed to modify labels: ${labels}`);
}

type Labels = Readonly<Record<string, string>>;

/** Of the labels that change, those that a kubelet leaves alone. */
function forbiddenLabels(next: Labels = {}, before: Labels = {}): string {
  const changed = Object.keys({ ...next, ...before }).filter((key) => next[key] !== before[key]);
  return changed.filter(isForbidden).sort().join(', ');
}

function isForbidden(key: string): boolean {
  const slash = key.indexOf('/');
  const isIn = (domain: string): boolean => {
    const own = key.slice(0, Math.max(0, slash));
    return own === domain || own.endsWith(`.${domain}`);
  };
  if (isIn(RESTRICTED_DOMAIN)) return true;
  return KUBERNETES_DOMAINS.some(isIn) && !KUBELET_LABELS.has(key) && !KUBELET_DOMAINS.some(isIn);
}
