/** Whether a flow schema is about a request. Source: k8s.io/apiserver/pkg/util/flowcontrol/rule.go. */
import {
  type FlowNonResourceRule,
  type FlowResourceRule,
  type FlowRule,
  type FlowSubject,
} from '../apis/flowcontrol/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';

/** The part of RequestInfo that rules are compared with. */
export interface FlowRequest {
  readonly isResourceRequest: boolean;
  readonly verb: string;
  readonly apiGroup: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly path: string;
}

type List = readonly string[] | null | undefined;

const ALL = '*';

export function ruleMatches(rule: FlowRule, user: UserInfo, request: FlowRequest): boolean {
  const { subjects, resourceRules = [], nonResourceRules = [] } = rule;
  if (subjects?.some((subject) => subjectMatches(subject, user)) !== true) return false;
  return request.isResourceRequest
    ? resourceRules.some((one) => resourceRuleMatches(one, request))
    : nonResourceRules.some((one) => nonResourceRuleMatches(one, request));
}

function subjectMatches(subject: FlowSubject, { username, groups = [] }: UserInfo): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.user?.name === ALL || subject.user?.name === username;
    case 'Group':
      return subject.group !== undefined && (subject.group.name === ALL || groups.includes(subject.group.name));
    case 'ServiceAccount': {
      if (subject.serviceAccount === undefined) return false;
      const { namespace, name } = subject.serviceAccount;
      const prefix = `system:serviceaccount:${namespace}:`;
      return name === ALL ? username.startsWith(prefix) : username === `${prefix}${name}`;
    }
    default:
      return false;
  }
}

function resourceRuleMatches(rule: FlowResourceRule, request: FlowRequest): boolean {
  const { resource, subresource, namespace } = request;
  return (
    contains(rule.verbs, request.verb) &&
    contains(rule.resources, subresource === '' ? resource : `${resource}/${subresource}`) &&
    contains(rule.apiGroups, request.apiGroup) &&
    (namespace === '' ? rule.clusterScope === true : contains(rule.namespaces, namespace))
  );
}

function nonResourceRuleMatches(rule: FlowNonResourceRule, { verb, path }: FlowRequest): boolean {
  return contains(rule.verbs, verb) && (rule.nonResourceURLs?.some((url) => urlMatches(url, path)) ?? false);
}

/** A URL is about what is below it too, with a star at its end or without. */
function urlMatches(url: string, path: string): boolean {
  if (url === ALL || url === path) return true;
  const prefix = url.endsWith(ALL) ? url.slice(0, -1) : url;
  return path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function contains(list: List, value: string): boolean {
  return list !== undefined && list !== null && ((list.length === 1 && list[0] === ALL) || list.includes(value));
}
