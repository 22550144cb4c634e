/** Which nodes a pod's selector and affinity mean. Source: k8s.io/component-helpers/scheduling/corev1/nodeaffinity. */
import { type Node } from '../../apis/core/node.js';
import { type NodeSelectorRequirement, type NodeSelectorTerm } from '../../apis/core/pod-affinity.js';
import { type Pod } from '../../apis/core/pod.js';

/** True where the node has what the pod must have. */
export function isSelected({ spec }: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  if (!Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || (required.nodeSelectorTerms ?? []).some((term) => isMeant(term, node));
}

/** The sum of the weights of what the pod would rather have. */
export function preference({ spec }: Pod, node: Node): number {
  const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.reduce(
    (sum, { weight = 0, preference: term }) => sum + (term !== undefined && isMeant(term, node) ? weight : 0),
    0,
  );
}

/** A term that says nothing means no node. */
export function isMeant({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, { metadata }: Node): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const labels = metadata.labels ?? {};
  return (
    matchExpressions.every((requirement) => holds(requirement, labels[requirement.key ?? ''])) &&
    matchFields.every((requirement) => requirement.key === 'metadata.name' && holds(requirement, metadata.name))
  );
}

function holds({ operator, values = [] }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return value !== undefined && compares(operator, value, values[0] ?? '');
  }
}

function compares(operator: string | undefined, value: string, limit: string): boolean {
  if (![value, limit].every((text) => /^[+-]?\d+$/.test(text))) return false;
  const [left, right] = [BigInt(value), BigInt(limit)];
  return operator === 'Gt' ? left > right : operator === 'Lt' && left < right;
}
