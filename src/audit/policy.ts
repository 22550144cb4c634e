/** Which requests are noted, and how much of them. Sources: k8s.io/apiserver/pkg/apis/audit/v1/types.go, pkg/audit/policy/checker.go. */
import { type UserInfo } from '../authentication/authenticator.js';
import { type AuditLevel, type AuditStage } from './event.js';

export interface AuditGroupResources {
  /** '' is the core group, `*` are all. */
  readonly group?: string;
  /** `pods`, `pods/log`; `*` for all, as a resource or on either side of the slash. None is all. */
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** All that a rule names must fit; what it leaves out always does. */
export interface AuditPolicyRule {
  readonly level: AuditLevel;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resources?: readonly AuditGroupResources[];
  /** '' is what is in no namespace. */
  readonly namespaces?: readonly string[];
  /** `/healthz*`; a `*` stands at the end alone. */
  readonly nonResourceURLs?: readonly string[];
  readonly omitStages?: readonly AuditStage[];
  readonly omitManagedFields?: boolean;
}

/** The first rule that fits a request counts; where none does, nothing is noted. */
export interface AuditPolicy {
  readonly rules: readonly AuditPolicyRule[];
  /** Added to those of every rule. */
  readonly omitStages?: readonly AuditStage[];
  readonly omitManagedFields?: boolean;
}

/** The part of a request that rules are about. */
export interface AuditedRequest {
  readonly isResourceRequest: boolean;
  readonly verb: string;
  readonly path: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
}

/** What is done about one request. */
export interface AuditRule {
  readonly level: AuditLevel;
  readonly omitStages: readonly AuditStage[];
  readonly omitManagedFields: boolean;
}

/** `user`: undefined where nobody knows. */
export function ruleFor(policy: AuditPolicy, user: UserInfo | undefined, request: AuditedRequest): AuditRule {
  const { omitStages = [], omitManagedFields = false, rules } = policy;
  const rule = rules.find((candidate) => fits(candidate, user, request));
  return {
    level: rule?.level ?? 'None',
    omitStages: [...omitStages, ...(rule?.omitStages ?? [])],
    omitManagedFields: rule?.omitManagedFields ?? omitManagedFields,
  };
}

function fits(rule: AuditPolicyRule, user: UserInfo | undefined, request: AuditedRequest): boolean {
  const { users = [], userGroups = [], verbs = [], namespaces = [], resources = [], nonResourceURLs = [] } = rule;
  if (users.length > 0 && (user === undefined || !users.includes(user.username))) return false;
  if (userGroups.length > 0 && user?.groups?.some((group) => userGroups.includes(group)) !== true) return false;
  if (verbs.length > 0 && !verbs.includes(request.verb)) return false;
  if (namespaces.length > 0 || resources.length > 0) {
    if (!request.isResourceRequest) return false;
    if (namespaces.length > 0 && !namespaces.includes(request.namespace)) return false;
    return resources.length === 0 || resources.some((group) => resourceFits(group, request));
  }
  if (nonResourceURLs.length > 0) {
    return !request.isResourceRequest && nonResourceURLs.some((url) => pathFits(url, request.path));
  }
  return true;
}

function resourceFits(
  { group = '', resources = [], resourceNames = [] }: AuditGroupResources,
  { apiGroup, resource, subresource, name }: AuditedRequest,
): boolean {
  if (group !== apiGroup && group !== '*') return false;
  if (resources.length === 0) return true;
  if (resourceNames.length > 0 && !resourceNames.includes(name)) return false;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return resources.some(
    (asked) =>
      asked === whole ||
      asked === '*' ||
      (subresource !== '' && asked === `*/${subresource}`) ||
      asked === `${resource}/*`,
  );
}

function pathFits(url: string, path: string): boolean {
  return url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')));
}
