/** How much of which resources objects of a kind use. Source: k8s.io/apiserver/pkg/quota/v1/interfaces.go. */
import { type ResourceList } from '../apis/core/pod.js';
import { type ScopeRequirement } from '../apis/core/resource-quota.js';
import { type GroupResource, groupResourceString, type KubeObject } from '../apis/meta/v1.js';

/** A request that may change what is used. */
export interface QuotaRequest {
  readonly operation: string;
  readonly subresource: string;
  readonly object: KubeObject;
  /** The state before; undefined for a creation. */
  readonly oldObject: KubeObject | undefined;
}

export interface Evaluator {
  /** Whether the request is counted at all. */
  handles(request: QuotaRequest): boolean;
  /** Whether the objects use a resource, by the name that quotas have for it. */
  counts(name: string): boolean;
  /** What the object has to say for quotas of these resources, and does not; undefined for nothing. */
  missing?(names: readonly string[], object: KubeObject): string | undefined;
  /** Absent where no scope ever matches. */
  isInScope?(requirement: ScopeRequirement, object: KubeObject): boolean;
  usage(object: KubeObject): ResourceList;
  /** True for a change after which less may be in use. */
  mayRelease?(object: KubeObject, oldObject: KubeObject): boolean;
}

/** `count/deployments.apps`. */
export function objectCountName(resource: GroupResource): string {
  return `count/${groupResourceString(resource)}`;
}

/** Counts the objects of a kind. @param alias the name that quotas had for it first */
export function objectCounter(resource: GroupResource, alias?: string): Evaluator {
  const names = [objectCountName(resource), ...(alias === undefined ? [] : [alias])];
  const usage = Object.fromEntries(names.map((name) => [name, '1']));
  return {
    handles: ({ operation, subresource }) => operation === 'CREATE' && subresource === '',
    counts: (name) => names.includes(name),
    usage: () => usage,
  };
}

/** True where the labels of one object, of which a scope is one, meet the requirement. */
export function meets({ operator, values = [] }: ScopeRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
