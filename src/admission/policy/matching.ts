/** Whether a policy or a binding is about a request. Source: k8s.io/apiserver/pkg/admission/plugin/policy/matching/matching.go, plugin/webhook/predicates. */
import { newNotFound } from '../../apis/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { labelsMatch } from '../../apis/meta/label-selector.js';
import { type LabelSelector } from '../../apis/validation/label-selector.js';
import { type Getter } from '../../client/client.js';
import { type AdmissionAttributes } from '../plugin.js';
import { type MatchResources, type NamedRule } from './policies.js';

const NAMESPACES = { group: '', resource: 'namespaces' };

/** The version that the request was matched in. */
export type Match = { readonly version: string } | undefined;

export async function matches(
  criteria: MatchResources,
  attributes: AdmissionAttributes,
  getter: Getter,
): Promise<Match> {
  const { matchPolicy, resourceRules = [], excludeResourceRules = [] } = criteria;
  const { version = '' } = attributes.api ?? {};
  if (!objectMatches(criteria.objectSelector, attributes)) return undefined;
  if (matchedBy(excludeResourceRules, matchPolicy, attributes) !== undefined) return undefined;
  const found = resourceRules.length === 0 ? { version } : matchedBy(resourceRules, matchPolicy, attributes);
  if (found === undefined) return undefined;
  return (await namespaceMatches(criteria.namespaceSelector, attributes, getter)) ? found : undefined;
}

function matchedBy(rules: readonly NamedRule[], policy: string | undefined, attributes: AdmissionAttributes): Match {
  const { version = '', versions = [] } = attributes.api ?? {};
  const others = policy === 'Equivalent' ? versions.filter((other) => other !== version) : [];
  const found = [version, ...others].find((one) => rules.some((rule) => ruleMatches(rule, one, attributes)));
  return found === undefined ? undefined : { version: found };
}

function ruleMatches(rule: NamedRule, version: string, attributes: AdmissionAttributes): boolean {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], resourceNames = [] } = rule;
  const { operation, resource, subresource, name } = attributes;
  const holds = (values: readonly string[], value: string): boolean => values.includes('*') || values.includes(value);
  return (
    scopeMatches(rule.scope ?? '*', attributes) &&
    holds(operations, operation) &&
    holds(apiGroups, resource.group) &&
    holds(apiVersions, version) &&
    resources.some((text) => {
      const [main = '', part = ''] = text.split('/');
      return (main === '*' || main === resource.resource) && (part === '*' || part === subresource);
    }) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
}

function isNamespace({ resource }: AdmissionAttributes): boolean {
  return resource.group === '' && resource.resource === 'namespaces';
}

function scopeMatches(scope: string, attributes: AdmissionAttributes): boolean {
  const namespaced = attributes.namespace !== '' && !isNamespace(attributes);
  return scope === '*' || (scope === 'Namespaced') === namespaced;
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function objectMatches(selector: LabelSelector = {}, { object, oldObject }: AdmissionAttributes): boolean {
  const fits = (one: KubeObject | undefined): boolean =>
    one !== undefined && labelsMatch(selector, one.metadata.labels ?? {});
  return isEmpty(selector) || fits(object) || fits(oldObject);
}

async function namespaceMatches(
  selector: LabelSelector = {},
  attributes: AdmissionAttributes,
  getter: Getter,
): Promise<boolean> {
  const { namespace, operation, subresource, object, oldObject } = attributes;
  if (namespace === '' || isEmpty(selector)) return true;
  const own = isNamespace(attributes) && subresource === '' && operation !== 'DELETE';
  const found = own ? (object ?? oldObject) : await getter.get(NAMESPACES, '', namespace);
  if (found === undefined) throw newNotFound(NAMESPACES, namespace);
  return labelsMatch(selector, found.metadata.labels ?? {});
}
