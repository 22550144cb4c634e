/** Which objects a quota's scopes leave in. Source: pkg/quota/v1/evaluator/core/{pods,persistent_volume_claims}.go. */
import { type PodAffinityTerm } from '../core/pod-affinity.js';
import { type Pod } from '../core/pod.js';
import { type GroupResource, type KubeObject } from '../meta/v1.js';
import { type ResourceQuotaSpec, type ScopeRequirement } from './v1.js';

/** True where the object counts for a quota with these scopes. Only pods and claims have any. */
export function isInScopes(resource: GroupResource, object: KubeObject, spec: ResourceQuotaSpec): boolean {
  const requirements: ScopeRequirement[] = [
    ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(spec.scopeSelector?.matchExpressions ?? []),
  ];
  if (requirements.length === 0) return true;
  if (resource.group === '' && resource.resource === 'pods') {
    return requirements.every((requirement) => matchesPod(object as Pod, requirement));
  }
  if (resource.group === '' && resource.resource === 'persistentvolumeclaims') {
    return requirements.every((requirement) => matchesClaim(object, requirement));
  }
  return false;
}

function matchesPod({ spec, status }: Pod, requirement: ScopeRequirement): boolean {
  const isTerminating = (spec.activeDeadlineSeconds ?? -1) >= 0;
  switch (requirement.scopeName) {
    case 'Terminating':
      return isTerminating;
    case 'NotTerminating':
      return !isTerminating;
    case 'BestEffort':
      return status?.qosClass === 'BestEffort';
    case 'NotBestEffort':
      return status?.qosClass !== 'BestEffort';
    case 'PriorityClass':
      return matchesValue(spec.priorityClassName || undefined, requirement);
    case 'CrossNamespacePodAffinity':
      return affinityTerms({ spec }).some(
        ({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
      );
    default:
      return false;
  }
}

function affinityTerms({ spec: { affinity } }: Pick<Pod, 'spec'>): PodAffinityTerm[] {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((each) => [
    ...(each?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((term) => term.podAffinityTerm ?? []),
  ]);
}

interface Claim extends KubeObject {
  spec?: { volumeAttributesClassName?: string };
}

function matchesClaim({ spec }: Claim, requirement: ScopeRequirement): boolean {
  if (requirement.scopeName !== 'VolumeAttributesClass') return false;
  return matchesValue(spec?.volumeAttributesClassName || undefined, requirement);
}

function matchesValue(value: string | undefined, { operator, values = [] }: ScopeRequirement): boolean {
  const isListed = value !== undefined && values.includes(value);
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return value !== undefined;
  }
}
