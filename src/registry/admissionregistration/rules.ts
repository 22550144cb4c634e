/** Which requests webhooks and policies look at. Source: pkg/apis/admissionregistration/validation/validation.go. */
import { duplicate, type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { type LabelSelector, validateLabelSelector } from '../../apis/validation/label-selector.js';
import { isPathSegmentName } from '../../apis/validation/names.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

export interface Rule {
  operations?: string[];
  apiGroups?: string[];
  apiVersions?: string[];
  resources?: string[];
  scope?: string;
  resourceNames?: string[];
}

export interface MatchResources {
  matchPolicy?: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  resourceRules?: Rule[];
  excludeResourceRules?: Rule[];
}

export const FAILURE_POLICIES = ['Fail', 'Ignore'];
export const MATCH_POLICIES = ['Equivalent', 'Exact'];
export const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** `*` for all scopes, as the rules of webhooks and policies default. */
export function defaultScopes(rules: readonly Rule[] | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= '*';
}

export function defaultMatchResources(match: MatchResources | undefined): void {
  if (match === undefined) return;
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  defaultScopes(match.resourceRules);
  defaultScopes(match.excludeResourceRules);
}

export function validateRule(rule: Rule, path: Path, wording: ValidationWording, known = OPERATIONS): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  return [
    ...list(operations, path.child('operations'), 'operations', wording, 'admissionregistration.OperationType'),
    ...operations.flatMap((operation, i) =>
      known.includes(operation) ? [] : [notSupported(path.child('operations').index(i), operation, known)],
    ),
    ...list(apiGroups, path.child('apiGroups'), 'API groups', wording),
    ...list(apiVersions, path.child('apiVersions'), 'API versions', wording),
    ...apiVersions.flatMap((version, i) => (version === '' ? [required(path.child('apiVersions').index(i))] : [])),
    ...validateResources(resources, path.child('resources'), wording),
    ...(scope !== undefined && !SCOPES.includes(scope) ? [notSupported(path.child('scope'), scope, SCOPES)] : []),
  ];
}

function list(
  values: readonly string[],
  path: Path,
  what: string,
  wording: ValidationWording,
  goType = 'string',
): FieldError[] {
  if (values.length === 0) return [required(path)];
  if (values.length === 1 || !values.includes('*')) return [];
  return [invalidList(path, values, `if '*' is present, must not specify other ${what}`, wording, goType)];
}

function invalidList(
  path: Path,
  values: readonly string[],
  text: string,
  wording: ValidationWording,
  goType = 'string',
): FieldError {
  return invalidStructure(path, values, goStrings(values).replace('string', goType), text, wording);
}

function validateResources(resources: readonly string[], path: Path, wording: ValidationWording): FieldError[] {
  if (resources.length === 0) return [required(path)];
  const errors: FieldError[] = [];
  const wholly = new Set<string>();
  const everywhere = new Set<string>();
  resources.forEach((text, i) => {
    if (text === '') errors.push(required(path.index(i)));
    const slash = text.indexOf('/');
    if (slash < 0) return;
    const [resource, part] = [text.slice(0, slash), text.slice(slash + 1)];
    const clash = (pattern: string): FieldError =>
      invalid(path.index(i), text, `if '${pattern}' is present, must not specify ${text}`);
    if (wholly.has(resource)) errors.push(clash(`${resource}/*`));
    if (everywhere.has(part)) errors.push(clash(`*/${part}`));
    if (part === '*') wholly.add(resource);
    if (resource === '*') everywhere.add(part);
  });
  // As upstream: the last one without a subresource decides.
  const plain = resources.findLast((text) => text !== '' && !text.includes('/'));
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalidList(path, resources, "if '*/*' is present, must not specify other resources", wording));
  }
  if (resources.includes('*') && plain !== undefined && plain !== '*') {
    const text = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalidList(path, resources, text, wording));
  }
  return errors;
}

export function validateMatchResources(
  match: MatchResources | undefined,
  path: Path,
  wording: ValidationWording,
  operations = OPERATIONS,
): FieldError[] {
  if (match === undefined) return [];
  const { matchPolicy = '', namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = [] } = match;
  const rules = { resourceRules, excludeResourceRules };
  return [
    ...(MATCH_POLICIES.includes(matchPolicy)
      ? []
      : [notSupported(path.child('matchPolicy'), matchPolicy, MATCH_POLICIES)]),
    ...validateLabelSelector(namespaceSelector, true, path.child('namespaceSelector'), wording),
    ...validateLabelSelector(objectSelector, true, path.child('objectSelector'), wording),
    ...Object.entries(rules).flatMap(([name, all]) =>
      all.flatMap((rule, i) => {
        const at = path.child(name).index(i);
        return [
          ...validateResourceNames(rule, at.child('resourceNames')),
          ...validateRule(rule, at, wording, operations),
        ];
      }),
    ),
  ];
}

function validateResourceNames({ resourceNames = [] }: Rule, path: Path): FieldError[] {
  return resourceNames.flatMap((name, i) => [
    ...isPathSegmentName(name).map((text) => invalid(path.index(i), name, text)),
    ...(resourceNames.indexOf(name) < i ? [duplicate(path.index(i), name)] : []),
  ]);
}
